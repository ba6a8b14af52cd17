"""There is no snapshot of the untrained model."""

LOSES = {"snapshots"}
HINT = "You return one snapshot too few. How many does the docstring ask for, and of which time is the first?"
BREAKS = {"snapshots": "from first to last: epochs / every + 1 models"}

EDITS = """
@@ snapshots
-    kept = [copy.deepcopy(model)]
+    kept = []
"""


def SIGNATURE(calls):
    """epochs / every models, and not one more."""
    taken = [
        len(value) == kwargs["epochs"] // kwargs["every"]
        for name, _, kwargs, value in calls
        if name == "snapshots" and value is not None
    ]
    return bool(taken) and all(taken)
