"""`if seed`: a seed of 0 is taken for none, and nothing is seeded."""

LOSES = {"frontier"}
HINT = "With seed=0, does each training begin elsewhere? What is the truth value of 0?"
BREAKS = {"train": "`seed` decides everything random: the same seed gives the same weights"}

EDITS = """
@@ _drawn
-    torch.manual_seed(seed)
+    if seed:
+        torch.manual_seed(seed)
"""


def SIGNATURE(calls):
    """What comes of no step is one start for all l1, and at a seed of 0 another for each."""
    alike = {
        kwargs["seed"]: torch.equal(*(weights.tensors["W_dec"] for weights in value[:2]))
        for name, _, kwargs, value in calls
        if name == "frontier" and kwargs["steps"] == 0 and value and len(value) > 1
    }
    return alike.pop(0, True) is False and all(alike.values()) and bool(alike)
