"""The frontier's trainings stop after 400 steps, however many are asked for."""

LOSES = {"frontier"}
HINT = "How many steps do the frontier's trainings take, if more than 400 are asked for?"
BREAKS = {"frontier": "`n_latents`, `steps` and `seed` are passed on to `train`"}

EDITS = """
@@ frontier
-    return [train(x, n_latents, l1, steps, seed) for l1 in l1s]
+    return [train(x, n_latents, l1, min(steps, 400), seed) for l1 in l1s]
"""


def SIGNATURE(calls):
    """The frontier's autoencoder is that of `train` where no step is taken, and another after more than 400; and each l1
    has its own."""
    ends = {"train": {}, "frontier": {}}
    for name, _, kwargs, value in calls:
        if name in ends and value:
            (weights,) = value[:1] if name == "frontier" else [value]
            ends[name].setdefault(kwargs["steps"], weights.tensors["W_dec"])
    several = [
        value for name, args, kwargs, value in calls if name == "frontier" and value and kwargs["steps"] == 20
    ]
    if not any(
        len(value) > 1 and not torch.equal(*(w.tensors["W_dec"] for w in value[:2])) for value in several
    ):
        return False
    if not all({0, 1250} <= by_steps.keys() for by_steps in ends.values()):
        return False
    trained, frontier = ends.values()
    return torch.equal(trained[0], frontier[0]) and not torch.equal(trained[1250], frontier[1250])
