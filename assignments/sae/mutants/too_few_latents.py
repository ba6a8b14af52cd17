"""There are never more latents than dimensions, as in an autoencoder for compression."""

LOSES = {"train"}
HINT = (
    "How many latents does your autoencoder have, and how many were asked for? With more features than "
    "dimensions, how many directions does it need?"
)
BREAKS = {"train": "Trains an autoencoder with n_latents latents"}

EDITS = """
@@ train
-    sae = _drawn(x, n_latents, seed)
+    sae = _drawn(x, min(n_latents, x.shape[1]), seed)
"""


def SIGNATURE(calls):
    """There are as many latents as dimensions."""
    from planted import trainings

    return bool(trainings(calls)) and all(len(sae.W_dec) == x.shape[1] for _, x, sae in trainings(calls))
