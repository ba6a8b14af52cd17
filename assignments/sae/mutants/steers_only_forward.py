"""The scale's sign is dropped."""

LOSES = {"steer"}
HINT = "With a negative scale you move the activations as with a positive one. What is to subtract?"
BREAKS = {"steer": "A negative scale subtracts"}

EDITS = """
@@ steer
-        value[:, -1] += scale * feature.sae.W_dec[feature.latent]
+        value[:, -1] += abs(scale) * feature.sae.W_dec[feature.latent]
"""
