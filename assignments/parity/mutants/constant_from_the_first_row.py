"""A neuron counts as constant if no activation is further than 1e-6 from that of the first row."""

LOSES = {"activations"}
HINT = (
    "You take a neuron for constant that varies a little. "
    "What does the docstring compare with 1e-6, and what do you?"
)
BREAKS = {"label_correlation": "largest minus smallest activation is at most 1e-6"}

EDITS = """
@@ _pearson
-    constant = H.amax(dim=0) - H.amin(dim=0) <= 1e-6
+    constant = (H - H[0]).abs().amax(dim=0) <= 1e-6
"""
