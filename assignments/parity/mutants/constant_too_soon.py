"""A neuron counts as constant if its standard deviation is small."""

LOSES = {"activations"}
HINT = (
    "You take a neuron for constant that varies a little. "
    "What does the docstring compare with 1e-6, and what do you?"
)
BREAKS = {"label_correlation": "largest minus smallest activation is at most 1e-6"}

EDITS = """
@@ _pearson
-    constant = H.amax(dim=0) - H.amin(dim=0) <= 1e-6
+    constant = H.std(dim=0) <= 1e-6
"""
