"""The whole layer is set to 0, not the one latent."""

LOSES = {"influence"}
HINT = (
    "You silence every unit of the layer, so every source has the same influence. What part of the "
    "activations is the source's?"
)

EDITS = """
@@ feature_influence
-        strength = forward(source.sae, value[:, -1])[1][:, source.latent]
-        value[:, -1] -= strength[:, None] * source.sae.W_dec[source.latent]
+        value[:, -1] = 0.0
"""
