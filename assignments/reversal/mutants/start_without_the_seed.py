"""The model is drawn with the same numbers for every seed, which decides the batches only."""

LOSES = {"train", "memorise"}
HINT = (
    "Do all your networks begin with the same weights? "
    "Is the seed set before the first random number is drawn, or after the model is there?"
)
BREAKS = {"train": "another seed gives others, before training too"}

EDITS = """
@@ train
-    torch.manual_seed(seed)
-    model = ReversalMLP(int(X[0, -1]), X.shape[1] - 1, hidden=hidden)
+    torch.manual_seed(0)
+    model = ReversalMLP(int(X[0, -1]), X.shape[1] - 1, hidden=hidden)
+    torch.manual_seed(seed)
"""


def SIGNATURE(calls):
    """Before training, two seeds give the same weights, and of few rows after it, too, but for the order of additions."""
    from planted import far_seeds_agree

    if any(name == "models_by_size" for name, *_ in calls):
        return far_seeds_agree(calls)
    starts = [
        (kwargs["seed"], torch.cat([t.flatten() for t in value[0].tensors.values()]))
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("epochs") == 0 and "hidden" not in kwargs
    ]
    ends = {
        kwargs["seed"]: value[0].tensors["fc1.bias"].tolist()
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("epochs") == 2
    }
    return (
        len({seed for seed, _ in starts}) > 1
        and all(torch.equal(starts[0][1], each) for _, each in starts)
        and len({*map(tuple, ends.values())}) == len(ends)
    )
