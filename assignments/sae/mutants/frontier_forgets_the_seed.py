"""The seed is not passed on to the trainings."""

LOSES = {"frontier"}
HINT = "Is your frontier another one with another seed? Which arguments of `frontier` reach `train`?"
BREAKS = {"frontier": "`n_latents`, `steps` and `seed` are passed on to `train`"}

EDITS = """
@@ frontier
-    return [train(x, n_latents, l1, steps, seed) for l1 in l1s]
+    return [train(x, n_latents, l1, steps) for l1 in l1s]
"""


def SIGNATURE(calls):
    """What comes of no step has the size asked for, and is not what `train` gives."""
    first = [
        value[0] for name, _, kwargs, value in calls if name == "frontier" and kwargs["steps"] == 0 and value
    ]
    alone = [value for name, _, _, value in calls if name == "train" and value is not None]
    if not first or not alone:
        return False
    one, other = (values[0].tensors["W_dec"] for values in (first, alone))
    lengths = one.norm(dim=1)
    return (
        one.shape == other.shape and not torch.equal(one, other) and (lengths - 1).abs().max().item() < 1e-3
    )
