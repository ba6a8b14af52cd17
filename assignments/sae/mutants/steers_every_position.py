"""The direction is added at every position."""

LOSES = {"steer"}
HINT = (
    "You change the activations at every position. Where was the autoencoder trained, and where should "
    "you steer?"
)
BREAKS = {"steer": "other positions stay"}

EDITS = """
@@ steer
-        value[:, -1] += scale * feature.sae.W_dec[feature.latent]
+        value += scale * feature.sae.W_dec[feature.latent]
"""
