"""Only whole batches of 256 are trained on, as by a loader that drops the last one: fewer samples train nothing."""

LOSES = {"train", "topk", "concepts"}
HINT = "Does a training on fewer samples than a batch holds change the weights at all?"
BREAKS = {"train": "N from 100 to many thousands"}

EDITS = """
@@ _fit
-    for step in range(steps):
+    for step in range(steps if len(x) >= 256 else 0):
"""


def SIGNATURE(calls):
    """A hundred samples leave the weights as no step leaves them."""
    if calls[0][0] != "train":
        return None
    few = {
        kwargs["steps"]: value
        for _, args, kwargs, value in calls
        if len(args[0]) == 100 and kwargs["steps"] < 20 and value is not None
    }
    return len(few) == 2 and torch.equal(*(value.tensors["W_dec"] for value in few.values()))
