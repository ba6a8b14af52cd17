"""The activations are replaced by the reconstruction without the source, so what the autoencoder misses is lost too."""

LOSES = {"influence"}
HINT = (
    "Your ablation also removes what the autoencoder does not reconstruct. How can one latent's part be "
    "taken out and the rest left alone?"
)
BREAKS = {
    "feature_influence": "the rest of the activations stays, also what the autoencoder does not reconstruct"
}

EDITS = """
@@ feature_influence
-        strength = forward(source.sae, value[:, -1])[1][:, source.latent]
-        value[:, -1] -= strength[:, None] * source.sae.W_dec[source.latent]
+        features = forward(source.sae, value[:, -1])[1]
+        features[:, source.latent] = 0.0
+        value[:, -1] = features @ source.sae.W_dec + source.sae.b_dec
"""
