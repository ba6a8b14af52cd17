"""Every size is trained for the same number of epochs, so the smallest sets get one step in each and learn little."""

LOSES = {"memorise"}
HINT = (
    "With few strings your network has not even learned those that it was trained on. "
    "How many steps are 40 epochs of a single batch, and how many does the large set get?"
)
BREAKS = {"models_by_size": "So give small sets as many *steps* as large ones, not as many epochs"}

EDITS = """
@@ models_by_size
-        steps_per_epoch = -(-size // 64)
-        model, _ = train(X[rows], Y[rows], seed, epochs=-(-440 // steps_per_epoch))
+        model, _ = train(X[rows], Y[rows], seed)
"""


def SIGNATURE(calls):
    """The large set is learned, the small ones in part: better than what they do not hold."""
    from planted import accuracies_by_size

    found = accuracies_by_size(calls)
    large = [seen for size, seen, _ in found if size == 700]
    small = [(seen, seen - unseen) for size, seen, unseen in found if size == 50]
    learned_in_part = bool(small) and all(0.05 < seen < 0.95 for seen, _ in small)
    return bool(large) and min(large) > 0.95 and learned_in_part and max(ahead for _, ahead in small) > 0.3
