"""Activations below 1e-6 do not count as firing."""

LOSES = {"metrics"}
HINT = "Your densities leave out activations that are tiny and above 0. From where on does a latent fire?"
BREAKS = {"firing_density": "is above 0"}

EDITS = """
@@ firing_density
-    return (features > 0).double().mean(dim=0)
+    return (features > 1e-6).double().mean(dim=0)
"""
