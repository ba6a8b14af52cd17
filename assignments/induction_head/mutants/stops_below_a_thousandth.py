"""Training ends as soon as a loss is below .001, so there are fewer losses than steps where the data is easy."""

LOSES = {"train"}
HINT = (
    "On easy data your training ends before its last step. "
    "Which of the steps that were asked for may be left out, and whose choice is that?"
)
BREAKS = {"train": "All `steps` are taken, however low the loss gets"}

EDITS = """
@@ _training
-        yield loss.item()
+        yield loss.item()
+        if loss.item() < 0.001:
+            return
"""


def SIGNATURE(calls):
    """Of 320 steps on period 16 some are missing at the end, after the first loss that is below .001."""
    for name, _, kwargs, value in calls:
        if name == "train" and value is not None and kwargs.get("steps") == 320:
            losses = value[1]
            return 20 < len(losses) < 320 and losses[-1] < 0.001 <= min(losses[:-1])
    return False
