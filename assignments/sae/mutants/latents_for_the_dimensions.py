"""There are never more than four times as many latents as dimensions."""

LOSES = {"train"}
HINT = "Asked for very many latents, you return fewer. Who decides their number?"
BREAKS = {"train": "Trains an autoencoder with n_latents latents on activations x [N, d]"}

EDITS = """
@@ train
-    sae = _drawn(x, n_latents, seed)
+    sae = _drawn(x, min(n_latents, 4 * x.shape[1]), seed)
"""


def SIGNATURE(calls):
    """A training gave four latents for each dimension, and more were asked for."""
    return any(
        name == "train"
        and value is not None
        and len(value.tensors["W_dec"]) == 4 * args[0].shape[1] < kwargs["n_latents"]
        for name, args, kwargs, value in calls
        if "n_latents" in kwargs
    )
