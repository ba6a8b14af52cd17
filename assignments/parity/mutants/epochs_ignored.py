"""The number of steps is fixed, whatever `epochs` says."""

LOSES = {"train", "snapshots"}
HINT = (
    "With epochs=0 you return losses, so steps were taken. "
    "Where does your train get the number of its steps from?"
)
BREAKS = {
    "train": "with epochs=0 the model is returned untrained, as it was drawn, and losses is empty",
    "snapshots": "the last is what `train(X, y, seed, epochs=epochs)` gives",
}

EDITS = """
@@ train
-    losses = [_step(model, optimiser, X, y) for _ in range(epochs)]
+    losses = [_step(model, optimiser, X, y) for _ in range(500)]
"""


def SIGNATURE(calls):
    """There are losses with epochs=0."""
    return any(
        name == "train" and value is not None and kwargs.get("epochs") == 0 and len(value[1]) > 0
        for name, _, kwargs, value in calls
    )
