"""Training goes on to the end of the epoch: a number of steps is rounded up to whole epochs."""

LOSES = {"train", "topk"}
HINT = "With thousands of samples, five steps and six give you the same weights. How many updates are five steps?"
BREAKS = {"train": "`steps` is the number of updates, however many samples there are"}

EDITS = """
@@ _fit
-    for step in range(steps):
+    epoch = -(-len(x) // 256)
+    steps = -(-steps // epoch) * epoch
+    for step in range(steps):
"""


def SIGNATURE(calls):
    """Of thousands of samples, five steps give the same weights as six."""
    found = {
        kwargs["steps"]: value.tensors["W_enc"]
        for name, args, kwargs, value in calls
        if name in ("train", "train_topk") and value is not None and len(args[0]) > 4096
        if kwargs.get("steps") in (0, 5, 6)
    }
    return len(found) == 3 and torch.equal(found[5], found[6]) and not torch.equal(found[0], found[5])
