"""The target is read before its ReLU, so a latent that does not fire can lose something."""

LOSES = {"influence"}
HINT = "Your target can fall below 0. Is that a feature's activation?"
BREAKS = {"feature_influence": "The target is what its own autoencoder reads from `target.hook_name`"}

EDITS = """
@@ feature_influence
-        seen.append(forward(target.sae, value[:, -1])[1][:, target.latent])
+        sae = target.sae
+        seen.append(((value[:, -1] - sae.b_dec) @ sae.W_enc + sae.b_enc)[:, target.latent])
"""
