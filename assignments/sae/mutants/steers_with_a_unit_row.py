"""The decoder row is brought to length 1 before it is scaled."""

LOSES = {"steer"}
HINT = "You change the length of the row before you scale it. What should be added where the scale is 1?"
BREAKS = {"steer": "with `scale` times a latent's decoder row added there"}

EDITS = """
@@ steer
-        value[:, -1] += scale * feature.sae.W_dec[feature.latent]
+        row = feature.sae.W_dec[feature.latent]
+        value[:, -1] += scale * row / row.norm()
"""
