"""A network that got stuck is drawn anew from another seed, and the losses of all attempts are one list."""

LOSES = {"train"}
HINT = (
    "Where a network gets stuck you return far more losses than its training has steps. "
    "Of how many trainings are they, and what does the docstring say of a second one?"
)
BREAKS = {"train": "no second attempt with another seed or other weights, even where the first gets stuck"}

EDITS = """
@@ train
-    return model, losses
+    if epochs >= 100 and seed < 100_000 and _score(model(X), y)[0] < 1:
+        model, more = train(X, y, seed + 50_000, hidden, epochs, lr)
+        losses += more
+    return model, losses
"""


def SIGNATURE(calls):
    """With two neurons and 200 epochs some losses are 400 or 600, and the other trainings have one an epoch."""
    numbers = [
        (len(value[1]), kwargs["epochs"])
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("hidden") == 2 and kwargs.get("epochs")
    ]
    return (
        any(losses > epochs for losses, epochs in numbers)
        and all(losses % epochs == 0 for losses, epochs in numbers)
        and all(losses == epochs for losses, epochs in numbers if epochs < 100)
    )
