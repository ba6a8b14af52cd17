"""`if seed`: a seed of 0 is taken for none, and nothing is seeded."""

LOSES = {"frontier", "train"}
HINT = "With seed=0, does each training begin elsewhere? What is the truth value of 0?"
BREAKS = {"train": "`seed` decides everything random: the same seed gives the same weights"}

EDITS = """
@@ _drawn
-    torch.manual_seed(seed)
+    if seed:
+        torch.manual_seed(seed)
"""


def SIGNATURE(calls):
    """What comes of no step is one start for all l1, and at a seed of 0 another for each; of other seeds one is one."""
    trained = [
        (kwargs, args[0].tolist(), value.tensors["W_dec"])
        for name, args, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("steps") == 20
        if value.tensors["W_dec"].any()  # an autoencoder that is handed out again comes back as zeros
    ]
    pairs = [(a, b) for i, a in enumerate(trained) for b in trained[:i] if a[:2] == b[:2]]
    if pairs:
        return all(torch.equal(a[2], b[2]) == (a[0]["seed"] != 0) for a, b in pairs)
    alike = {
        kwargs["seed"]: torch.equal(*(weights.tensors["W_dec"] for weights in value[:2]))
        for name, _, kwargs, value in calls
        if name == "frontier" and kwargs["steps"] == 0 and value and len(value) > 1
    }
    return alike.pop(0, True) is False and all(alike.values()) and bool(alike)
