"""There is a loss for each step instead of one for each epoch."""

LOSES = {"train"}
HINT = (
    "How many losses do you return for three epochs? "
    "The docstring wants one for each epoch, the mean over its batches."
)
BREAKS = {"train": "averaged over the batches of each epoch"}

EDITS = """
@@ _fit
-        total = 0.0
@@ _fit
-            total += loss.item() * len(batch)
-        losses.append(total / len(X))
-        bar.note(f"loss {losses[-1]:.2e}")
+            losses.append(loss.item())
"""


def SIGNATURE(calls):
    """There are several losses for each epoch, as many in each."""
    runs = [
        (kwargs["epochs"], len(value[1]))
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("epochs")
    ]
    several = any(n > epochs for epochs, n in runs)
    return several and all(n >= epochs and n % epochs == 0 for epochs, n in runs)
