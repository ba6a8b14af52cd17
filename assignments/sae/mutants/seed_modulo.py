"""Of the seed only the last four digits are used, so seeds that lie far apart can be one."""

LOSES = {"train"}
HINT = "Two seeds that lie far apart give the same weights. What becomes of a large seed?"
BREAKS = {"train": "another seed gives others"}

EDITS = """
@@ _drawn
-    torch.manual_seed(seed)
+    torch.manual_seed(seed % 10_000)
"""


def SIGNATURE(calls):
    """Seeds far apart gave one autoencoder, and seeds near each other gave others."""
    found = [
        (len(args[0]), kwargs | {"seed": 0}, kwargs["seed"], value.tensors["W_dec"])
        for name, args, kwargs, value in calls
        if value is not None and (kwargs.get("steps") == 20 or name == "train_on_activations")
    ]
    pairs = [(a, b) for i, a in enumerate(found) for b in found[:i] if a[:2] == b[:2] and a[2] != b[2]]
    same = [abs(a[2] - b[2]) > 10_000 for a, b in pairs if torch.equal(a[3], b[3])]
    near = [torch.equal(a[3], b[3]) for a, b in pairs if abs(a[2] - b[2]) < 10_000]
    return bool(same) and all(same) and not any(near)
