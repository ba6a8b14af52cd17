"""The right samples are found, and the dead latents get them in the reverse order."""

LOSES = {"resample"}
HINT = (
    "The right samples have latents now, in the reverse order. Which sample does the first dead latent get?"
)
BREAKS = {
    "resample": "The dead latents, in ascending order, get the samples with the largest squared errors of `forward` with the given autoencoder, the largest first"
}

EDITS = """
@@ resample
-        worst = missing.square().sum(dim=1).argsort(descending=True)[: int(dead.sum())]
+        worst = missing.square().sum(dim=1).argsort(descending=True)[: int(dead.sum())].flip(0)
"""
