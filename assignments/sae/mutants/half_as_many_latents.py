"""There are half as many latents as neurons, so more than 256 for more than 512."""

LOSES = {"concepts"}
HINT = "You take half as many latents as there are neurons. How many may there be, however many neurons?"
BREAKS = {"train_on_activations": "the number of latents is up to you (at most 256, whatever d and N are)"}

EDITS = """
@@ train_on_activations
-    sae = train((x - centre) / size, n_latents=96, l1=0.3, steps=400, seed=seed, lr=3e-3)
+    sae = train((x - centre) / size, n_latents=max(96, x.shape[1] // 2), l1=0.3, steps=400, seed=seed, lr=3e-3)
"""


def SIGNATURE(calls):
    """Of more neurons than 512 there are half as many latents."""
    return any(
        name == "train_on_activations"
        and args[0].shape[1] > 512
        and len(value.tensors["W_dec"]) == args[0].shape[1] // 2
        for name, args, _, value in calls
        if value is not None
    )
