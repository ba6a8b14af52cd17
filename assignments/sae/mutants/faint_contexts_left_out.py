"""Contexts with activations below 1e-6 are taken for silent."""

LOSES = {"contexts"}
HINT = "Your list lacks contexts on which the latent fires faintly. From where on does a latent fire?"
BREAKS = {"top_contexts": "Contexts on which the latent does not fire (above 0) are left out"}

EDITS = """
@@ top_contexts
-    order = values.argsort(descending=True)[: min(k, int((values > 0).sum()))]
+    order = values.argsort(descending=True)[: min(k, int((values > 1e-6).sum()))]
"""
