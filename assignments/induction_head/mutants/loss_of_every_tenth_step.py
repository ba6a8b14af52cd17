"""Only the loss of every tenth step is kept."""

LOSES = {"train", "snapshots"}
HINT = "Ten steps give you one loss. One for each step is asked for."
BREAKS = {
    "snapshots": "then one after each `every` steps",
    "train": "a loss for each step, from first to last",
}

EDITS = """
@@ _training
-        yield loss.item()
+        if i % 10 == 0:
+            yield loss.item()
"""


def SIGNATURE(calls):
    """Ten steps have one loss; None where the snapshots are asked for."""
    if any(name == "snapshots" for name, *_ in calls):
        return None
    for name, _, kwargs, value in calls:
        if name == "train" and value is not None and kwargs.get("steps") == 10:
            return len(value[1]) == 1
    return False
