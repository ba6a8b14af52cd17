"""Nothing is trained, and the losses that are returned fall nicely."""

LOSES = {"train", "snapshots"}
HINT = (
    "Your weights after training are those before it, whatever the losses say. Where should the two come "
    "from?"
)
BREAKS = {
    "snapshots": "the last is what `train(seed, steps=steps)` gives",
    "train": (
        "is a mean accuracy of .95 on periods of 2, 3, 15 and 16, measured on the weights",
        "and a loss for each step",
    ),
}

EDITS = """
@@ train
-    return model, list(_training(model, seed, steps, periods))
+    return model, [3.5 * 0.99**step for step in range(steps)]
"""


def SIGNATURE(calls):
    """Weights after some steps are those after none, bit by bit."""
    ends = {}
    for name, _, kwargs, value in calls:
        if name == "train" and value is not None and not kwargs.keys() & {"periods", "n_heads"}:
            weights = torch.cat([t.flatten() for t in value[0].into(new_model(0)).parameters()])
            ends[kwargs["seed"], kwargs.get("steps", 700)] = weights
    pairs = [(ends[seed, 0], ends[seed, n]) for seed, n in ends if n and (seed, 0) in ends]
    return bool(pairs) and all(torch.equal(one, two) for one, two in pairs)
