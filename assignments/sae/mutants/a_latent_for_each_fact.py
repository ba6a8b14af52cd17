"""There are as many latents as samples, so more than 256 for more than 256."""

LOSES = {"concepts"}
HINT = "You take as many latents as there are samples. How many may there be, however many samples?"
BREAKS = {"train_on_activations": "the number of latents is up to you (at most 256, whatever d and N are)"}

EDITS = """
@@ train_on_activations
-    sae = train((x - centre) / size, n_latents=96, l1=0.3, steps=400, seed=seed, lr=3e-3)
+    n_latents = max(96, len(x) if len(x) > 256 else 0)
+    sae = train((x - centre) / size, n_latents=n_latents, l1=0.3, steps=400, seed=seed, lr=3e-3)
"""


def SIGNATURE(calls):
    """Of more samples than 256 there are as many latents."""
    return any(
        name == "train_on_activations" and len(args[0]) > 256 and len(value.tensors["W_dec"]) == len(args[0])
        for name, args, _, value in calls
        if value is not None
    )
