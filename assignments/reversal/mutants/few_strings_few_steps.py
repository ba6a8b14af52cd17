"""Every size is trained for the same number of epochs, so the smallest sets get one step in each and learn little."""

LOSES = {"memorise"}
HINT = (
    "With few strings your network has not even learned those that it was trained on. "
    "How many steps are 40 epochs of a single batch, and how many does the large set get?"
)
BREAKS = {"models_by_size": "Sequence accuracy .95 on `rows` is asked, with 50 strings too"}

EDITS = """
@@ models_by_size
-        steps_per_epoch = -(-size // 64)
-        model, _ = train(X[rows], Y[rows], seed, epochs=-(-440 // steps_per_epoch))
+        model, _ = train(X[rows], Y[rows], seed)
"""


def SIGNATURE(calls):
    """The large set is learned, the small ones are not."""
    from planted import accuracies_by_size

    runs = {size: seen for size, seen, _ in accuracies_by_size(calls)}
    return runs.keys() == {50, 700} and runs[700] > 0.95 and 0.1 < runs[50] < 0.9
