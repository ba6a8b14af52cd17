"""The new latents are pointed at the samples with the smallest errors."""

LOSES = {"resample"}
HINT = "Your new latents start where the autoencoder does best already. Which samples need them?"

EDITS = """
@@ resample
-        worst = missing.square().sum(dim=1).argsort(descending=True)[: int(dead.sum())]
+        worst = missing.square().sum(dim=1).argsort(descending=False)[: int(dead.sum())]
"""
