"""The new latents point at the whole sample, not at what is missing of it."""

LOSES = {"resample"}
HINT = (
    "Your new latents repeat what the living ones reconstruct already. Which part of the sample is missing?"
)
BREAKS = {"resample": "as its decoder row, its sample's direction"}

EDITS = """
@@ resample
-        directions = torch.nn.functional.normalize(missing[worst], dim=1)
+        directions = torch.nn.functional.normalize(x[worst] - sae.b_dec, dim=1)
"""
