"""A latent counts as firing where it is above its own mean."""

LOSES = {"contexts"}
HINT = (
    "For you a latent fires only where it is above its mean, so one loud context hides the rest. From "
    "where on does a latent fire?"
)

EDITS = """
@@ label
-    fires = features[:, latent] > 0
+    values = features[:, latent]
+    fires = values > values.mean()
"""
