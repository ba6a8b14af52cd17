"""Training draws the same weights and sequences whatever the seed."""

LOSES = {"train"}
HINT = (
    "Two different seeds give the same weights. "
    "Pass the seed on to everything that is drawn: the model and the sequences."
)
BREAKS = {"train": ("`seed` decides everything random", "another seed gives others")}

EDITS = """
@@ snapshots
-    model = new_model(seed)
+    model = new_model(0)
     kept = [_copy(model)]
-    for done, _ in enumerate(_training(model, seed, steps, PERIODS), start=1):
+    for done, _ in enumerate(_training(model, 0, steps, PERIODS), start=1):
"""


def train(seed, steps=700, periods=PERIODS, n_heads=1):
    model = new_model(0, n_heads)
    return model, list(_training(model, 0, steps, periods))


def SIGNATURE(calls):
    """Short trainings from different seeds end at the same weights."""
    short = [
        (kwargs["seed"], list(value[0].into(new_model(0)).parameters()))
        for name, _, kwargs, value in calls
        if name == "train" and kwargs.get("steps") == 10 and "periods" not in kwargs and value is not None
    ]
    seeds = {seed for seed, _ in short}
    return len(seeds) > 1 and all(
        torch.allclose(one, other)
        for _, weights in short
        for one, other in zip(short[0][1], weights, strict=True)
    )
