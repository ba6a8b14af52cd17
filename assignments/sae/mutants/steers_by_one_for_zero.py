"""`scale or 1.0`: a scale of 0 is taken for none."""

LOSES = {"steer"}
HINT = "At a scale of 0 your logits are not the model's own. What is `0 or 1` in Python?"
BREAKS = {"steer": "with `scale` times a latent's decoder row added there"}

EDITS = """
@@ steer
-        value[:, -1] += scale * feature.sae.W_dec[feature.latent]
+        value[:, -1] += (scale or 1.0) * feature.sae.W_dec[feature.latent]
"""
