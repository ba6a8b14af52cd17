"""The encoder's column is added, where the decoder's row is the latent's direction."""

LOSES = {"steer"}
HINT = "You add the direction that the latent reads with. Which one does it write with?"

EDITS = """
@@ steer
-        value[:, -1] += scale * feature.sae.W_dec[feature.latent]
+        value[:, -1] += scale * feature.sae.W_enc[:, feature.latent]
"""
