"""Training ends as soon as a loss is below .01, so there are fewer losses than steps."""

LOSES = {"train"}
HINT = "Your training stops early. `steps` says how many there are, and each has a loss, also where little is left to learn."
BREAKS = {"train": "All `steps` are taken, however low the loss gets"}

EDITS = """
@@ _training
-        yield loss.item()
+        yield loss.item()
+        if loss.item() < 0.01:
+            return
"""


def SIGNATURE(calls):
    """Of 320 steps on period 16 some are missing at the end, after the first loss that is below .01."""
    for name, _, kwargs, value in calls:
        if name == "train" and value is not None and kwargs.get("steps") == 320:
            losses = value[1]
            return 20 < len(losses) < 320 and 0.001 <= losses[-1] < 0.01 <= min(losses[:-1])
    return False
