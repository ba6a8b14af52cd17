"""Of the seed only the remainder of 64 is used."""

LOSES = {"train", "four_bits"}
HINT = (
    "One seed has given two networks, or two seeds the same one. "
    "Where is your first random number drawn, and what should have happened just before?"
)
BREAKS = {"train": "the same seed gives the same weights, another seed gives others"}

EDITS = """
@@ train
-    torch.manual_seed(seed)
+    torch.manual_seed(seed % 64)
"""


def SIGNATURE(calls):
    """Two seeds give the same weights."""
    found = [
        (kwargs["seed"], torch.cat([t.flatten() for t in value[0].tensors.values()]))
        for name, _, kwargs, value in calls
        if value is not None
        and (name == "train_four_bits" or (name == "train" and kwargs.get("epochs") == 20))
    ]
    return any(
        one != two and first.shape == second.shape and torch.equal(first, second)
        for (one, first), (two, second) in itertools.combinations(found, 2)
    )
