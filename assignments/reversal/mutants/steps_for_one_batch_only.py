"""Only sets of at most one batch get more epochs, so those of two or three batches learn little."""

LOSES = {"memorise"}
HINT = (
    "Your networks know 50 strings, and of some hundred they have not even learned those that they saw. "
    "How many steps does each size get?"
)
BREAKS = {"models_by_size": "So give small sets as many *steps* as large ones, not as many epochs"}

EDITS = """
@@ models_by_size
-        model, _ = train(X[rows], Y[rows], seed, epochs=-(-440 // steps_per_epoch))
+        model, _ = train(X[rows], Y[rows], seed, epochs=440 if size <= 64 else 40)
"""


def SIGNATURE(calls):
    """Sets of one batch and the largest are learned, some hundred strings are not."""
    from planted import accuracies_by_size

    found = accuracies_by_size(calls)
    some = [seen for size, seen, _ in found if 64 < size < 700]
    others = [seen for size, seen, _ in found if not 64 < size < 700]
    return bool(some) and bool(others) and max(some) < 0.95 < min(others)
