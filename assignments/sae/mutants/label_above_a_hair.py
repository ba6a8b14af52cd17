"""Activations below 1e-6 do not count as firing."""

LOSES = {"contexts"}
HINT = "Your labels leave out activations that are tiny and above 0. From where on does a latent fire?"
BREAKS = {"label": "on which the latent fires (above 0)"}

EDITS = """
@@ label
-    fires = features[:, latent] > 0
+    fires = features[:, latent] > 1e-6
"""
