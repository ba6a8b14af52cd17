"""The source is taken out at every position."""

LOSES = {"influence"}
HINT = (
    "You take the source out at earlier positions too, and attention carries that to the last. Where is "
    "the source read?"
)

EDITS = """
@@ feature_influence
-        strength = forward(source.sae, value[:, -1])[1][:, source.latent]
-        value[:, -1] -= strength[:, None] * source.sae.W_dec[source.latent]
+        strength = forward(source.sae, value)[1][..., [source.latent]]
+        value -= strength * source.sae.W_dec[source.latent]
"""
