"""The seed is not used, so every seed gives whatever the generator happens to give."""

LOSES = {"train"}
HINT = (
    "One seed has given two networks, or two seeds the same one. "
    "Where is your first random number drawn, and what should have happened just before?"
)
BREAKS = {"train": "the same seed gives the same weights, another seed gives others"}

EDITS = """
@@ train
-    torch.manual_seed(seed)
@@ train_four_bits
-    return train(X, y, seed, hidden=16)
+    torch.manual_seed(seed)
+    return train(X, y, seed, hidden=16)
"""


def SIGNATURE(calls):
    """The same seed gives other weights, or another seed the same ones."""
    short = [
        (kwargs["seed"], torch.cat([t.flatten() for t in value[0].tensors.values()]))
        for name, _, kwargs, value in calls
        if name == "train"
        and value is not None
        and kwargs.get("epochs") == 20
        and any(
            t.any() for t in value[0].tensors.values()
        )  # a model that is handed out again comes back as zeros
    ]
    return any(
        (one == two) != torch.equal(first, second)
        for (one, first), (two, second) in itertools.combinations(short, 2)
        if first.shape == second.shape
    )
