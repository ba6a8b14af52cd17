"""The activations are replaced by the direction."""

LOSES = {"steer"}
HINT = (
    "After your change nothing is left of what the model had computed there. Is the direction added, or "
    "put in its place?"
)
BREAKS = {"steer": "The row is added to what the activations"}

EDITS = """
@@ steer
-        value[:, -1] += scale * feature.sae.W_dec[feature.latent]
+        value[:, -1] = scale * feature.sae.W_dec[feature.latent]
"""
