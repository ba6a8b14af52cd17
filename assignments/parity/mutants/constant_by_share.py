"""A neuron counts as constant if its activations differ by a small share of their size, as `allclose` has it."""

LOSES = {"activations"}
HINT = (
    "You take a neuron for constant whose activations differ by a small share of their size. "
    "Which two tolerances has `allclose`, and which one does the docstring have?"
)
BREAKS = {"label_correlation": "largest minus smallest activation is at most 1e-6"}

EDITS = """
@@ _pearson
-    constant = H.amax(dim=0) - H.amin(dim=0) <= 1e-6
+    constant = H.amax(dim=0) - H.amin(dim=0) <= 1e-6 + 1e-5 * H[0].abs()
"""
