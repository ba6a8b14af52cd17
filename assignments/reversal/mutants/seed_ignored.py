"""The seed is not used, so every seed gives whatever the generator happens to give."""

LOSES = {"train", "memorise"}
HINT = (
    "Two seeds give you the same network. Follow `seed` to where the first random number is drawn: "
    "is all of it used, and just before?"
)
BREAKS = {"train": "`seed` decides everything random: the same seed gives the same weights"}

EDITS = """
@@ train
-    torch.manual_seed(seed)
"""


def SIGNATURE(calls):
    """Another seed gives the same weights, after training too; so do two models of one size and seed differ."""
    from planted import same_seed_pairs

    if any(name == "models_by_size" for name, *_ in calls):
        pairs = same_seed_pairs(calls, "models_by_size")
        return bool(pairs) and not any(pairs)
    short = [
        (kwargs["seed"], value[0].tensors["fc1.weight"])
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("epochs") == 2
    ]
    pairs = [(a, b) for i, a in enumerate(short) for b in short[:i]]
    return any(
        one != two and first.shape == second.shape and torch.equal(first, second)
        for (one, first), (two, second) in pairs
    )
