"""A neuron counts as constant only if its activations are equal to the last bit."""

LOSES = {"activations"}
HINT = (
    "One of your correlations is that of rounding errors: the neuron hardly varies. "
    "By how much may the activations of a constant neuron differ, by the docstring?"
)
BREAKS = {
    "label_correlation": "A constant neuron (largest minus smallest activation is at most 1e-6) has r = 0"
}

EDITS = """
@@ _pearson
-    constant = H.amax(dim=0) - H.amin(dim=0) <= 1e-6
+    constant = H.amax(dim=0) == H.amin(dim=0)
"""
