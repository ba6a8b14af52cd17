"""The number of latents is not passed on to the trainings."""

LOSES = {"frontier"}
HINT = (
    "Do your autoencoders have as many latents as the frontier was asked for? Which of its arguments "
    "reach `train`?"
)
BREAKS = {"frontier": "`n_latents`, `steps` and `seed` are passed on to `train`"}

EDITS = """
@@ frontier
-    return [train(x, n_latents, l1, steps, seed) for l1 in l1s]
+    return [train(x, l1=l1, steps=steps, seed=seed) for l1 in l1s]
"""


def SIGNATURE(calls):
    """Another size than was asked for, where that is not the default."""
    return any(
        len(weights.tensors["W_dec"]) == 96
        for name, _, kwargs, value in calls
        if name == "frontier" and value and kwargs["n_latents"] != 96
        for weights in value
    )
