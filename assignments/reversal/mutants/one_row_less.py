"""The model is trained on all but the last of the rows that are returned."""

LOSES = {"memorise"}
HINT = (
    "Of twelve strings your network knows eleven. Is it trained on all of the rows that you return? "
    "Look at both ends of your slices."
)
BREAKS = {"models_by_size": "the indices [size] of the rows that it was trained on"}

EDITS = """
@@ models_by_size
-        model, _ = train(X[rows], Y[rows], seed, epochs=-(-440 // steps_per_epoch))
+        model, _ = train(X[rows[:-1]], Y[rows[:-1]], seed, epochs=-(-440 // steps_per_epoch))
"""


def SIGNATURE(calls):
    """Of twelve strings one is not known, each time."""
    from planted import accuracies_by_size

    twelve = [seen for size, seen, _ in accuracies_by_size(calls) if size == 12]
    return bool(twelve) and all(abs(seen - 11 / 12) < 0.01 for seen in twelve)
