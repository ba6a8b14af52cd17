"""The target is read at every position, and the mean is taken."""

LOSES = {"influence"}
HINT = "You average the target over the positions, where most cannot have changed. Where is it to be read?"
BREAKS = {"feature_influence": "Both are read at the last position of tokens [B, T]"}

EDITS = """
@@ feature_influence
-        seen.append(forward(target.sae, value[:, -1])[1][:, target.latent])
+        seen.append(forward(target.sae, value)[1][..., target.latent].mean(dim=1))
"""
