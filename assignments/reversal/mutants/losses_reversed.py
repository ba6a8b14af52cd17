"""The last epoch's loss comes first."""

LOSES = {"train"}
HINT = "Do your losses rise? Your networks learn: which epoch's loss comes first in your list?"
BREAKS = {"train": "from first to last"}

EDITS = """
@@ train
-    return model, _fit(model, X, Y, epochs, lr, batch_size)
+    return model, _fit(model, X, Y, epochs, lr, batch_size)[::-1]
"""


def SIGNATURE(calls):
    """The losses rise in every run."""
    runs = [
        value[1]
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and "lr" not in kwargs and len(value[1]) > 2
    ]
    return bool(runs) and all(run[0] > run[-1] for run in ([*reversed(run)] for run in runs))
