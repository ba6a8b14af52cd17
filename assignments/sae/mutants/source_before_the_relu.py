"""The source is read before its ReLU, so where it is silent something negative is taken out."""

LOSES = {"influence"}
HINT = "You take something out where the source does not fire. What is its activation there?"
BREAKS = {
    "feature_influence": "what it contributes (its activation on that prompt times its decoder row) is subtracted"
}

EDITS = """
@@ feature_influence
-        strength = forward(source.sae, value[:, -1])[1][:, source.latent]
+        sae = source.sae
+        strength = ((value[:, -1] - sae.b_dec) @ sae.W_enc + sae.b_enc)[:, source.latent]
"""
