"""There are 300 latents, more than the 256 that are allowed."""

LOSES = {"concepts"}
HINT = "How many latents does your autoencoder of the model have, and how many may it have?"
BREAKS = {"train_on_activations": "at most 256"}

EDITS = """
@@ train_on_activations
-    sae = train((x - centre) / size, n_latents=96, l1=0.3, steps=400, seed=seed, lr=3e-3)
+    sae = train((x - centre) / size, n_latents=300, l1=0.3, steps=400, seed=seed, lr=3e-3)
"""


def SIGNATURE(calls):
    """More rows than are allowed, of few samples and few neurons too."""
    return any(
        value is not None and len(value.tensors["W_dec"]) > 256
        for name, args, _, value in calls
        if name == "train_on_activations" and max(args[0].shape) <= 256
    )
