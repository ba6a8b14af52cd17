"""Every seed gives the transformer of one good seed."""

LOSES = {"transformer"}
HINT = "Do two seeds give the same transformer? Does the seed reach everything that is drawn?"
BREAKS = {"train_transformer": "the seed and the accuracy"}

EDITS = """
@@ train_transformer
-    torch.manual_seed(seed)
+    torch.manual_seed(0)
"""


def SIGNATURE(calls):
    """Two seeds give the same weights, whatever they are."""
    runs = [
        (kwargs["seed"], torch.cat([t.flatten() for t in value[0].tensors.values()]))
        for name, args, kwargs, value in calls
        if name == "train_transformer"
        and value is not None
        and len(args[0]) < 500
        and (args[0] != args[0][0]).any()
    ]
    return len({seed for seed, _ in runs}) > 1 and all(torch.equal(runs[0][1], each) for _, each in runs)
