"""Features count above 1e-9."""

LOSES = {"metrics"}
HINT = "Some faint features are not counted. Above what does a latent fire?"
BREAKS = {"l0": "How many of the features [N, n_latents] are above 0"}

EDITS = """
@@ l0
-    return (features > 0).double().sum(dim=1).mean().item()
+    return (features > 1e-9).double().sum(dim=1).mean().item()
"""
