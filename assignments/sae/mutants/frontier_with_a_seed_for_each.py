"""Each l1 of the frontier is trained with a seed of its own."""

LOSES = {"frontier"}
HINT = "Do all autoencoders of your frontier begin alike? Whose seed does the second one get?"
BREAKS = {"frontier": "`n_latents`, `steps` and `seed` are passed on to `train`"}

EDITS = """
@@ frontier
-    return [train(x, n_latents, l1, steps, seed) for l1 in l1s]
+    return [train(x, n_latents, l1, steps, seed + i) for i, l1 in enumerate(l1s)]
"""


def SIGNATURE(calls):
    """What comes of no step is another start for each l1."""
    for name, _, kwargs, value in calls:
        if name == "frontier" and value and kwargs["steps"] == 0:
            decoders = [weights.tensors["W_dec"] for weights in value]
            first = [v.tensors["W_dec"] for n, _, _, v in calls if n == "train" and v is not None]
            return (
                len(decoders) == 3
                and bool(first)
                and torch.equal(decoders[0], first[0])
                and not torch.equal(decoders[1], decoders[0])
            )
    return False
