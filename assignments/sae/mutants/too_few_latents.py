"""There are always fewer latents than dimensions, as in an autoencoder for compression."""

LOSES = {"train", "frontier"}
HINT = (
    "How many latents does your autoencoder have, and how many were asked for? With more features than "
    "dimensions, how many directions does it need?"
)
BREAKS = {"train": "Trains an autoencoder with n_latents latents"}

EDITS = """
@@ train
-    sae = _drawn(x, n_latents, seed)
+    sae = _drawn(x, min(n_latents, x.shape[1] // 2), seed)
"""


def SIGNATURE(calls):
    """However many were asked for, there are at most half as many latents as dimensions."""
    found = [
        (weights, args[0].shape[1])
        for name, args, _, value in calls
        if name in ("train", "frontier") and value is not None
        for weights in (value if name == "frontier" else [value])
    ]
    return bool(found) and all(len(weights.tensors["W_dec"]) <= d // 2 for weights, d in found)
