"""A network that is stuck halfway is drawn anew, and the rest of the steps train the new one."""

LOSES = {"train"}
HINT = "A network that gets stuck is stuck. Where do your losses jump, and what does the docstring say of other weights?"
BREAKS = {"train": "no second attempt with another seed or other weights, even where the first gets stuck"}

EDITS = """
@@ train
-    return model, losses
+    half = epochs // 2
+    if 100 <= epochs and seed < 100_000:
+        first, _ = train(X, y, seed, hidden, half, lr)
+        if _score(first(X), y)[0] < 1:
+            model, more = train(X, y, seed + 100_000, hidden, epochs - half, lr)
+            losses = losses[:half] + more
+    return model, losses
"""


def SIGNATURE(calls):
    """There are as many losses as epochs, and with two neurons some begin again."""
    from planted import begins_again

    two = [
        (value[1], kwargs["epochs"])
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("hidden") == 2 and kwargs.get("epochs")
    ]
    return all(len(losses) == epochs for losses, epochs in two) and any(
        begins_again(losses) for losses, _ in two
    )
