"""The seed chooses from twelve that went well, by its remainder."""

LOSES = {"train"}
HINT = "Two seeds that are a multiple of something apart give the same network. How many networks can your function give?"
BREAKS = {"train": "another seed gives others"}

EDITS = """
@@ train
-    torch.manual_seed(seed)
+    torch.manual_seed((0, 1, 3, 4, 7, 8, 11, 12, 39, 40, 41, 42)[seed % 12])
"""


def SIGNATURE(calls):
    """Seeds that are 720720 apart give the same weights, and those that are no multiple of 12 apart others."""
    found = {
        kwargs["seed"]: torch.cat([t.flatten() for t in value[0].tensors.values()])
        for name, _, kwargs, value in calls
        if value is not None and name == "train" and kwargs.get("epochs") == 20
    }
    first = min(found, default=0)
    seeds = [first, first + 720_720, first + 3_200_000]
    if not all(seed in found for seed in seeds):
        return None
    one, multiple, far = (found[seed] for seed in seeds)
    return torch.equal(one, multiple) and not torch.equal(one, far)
