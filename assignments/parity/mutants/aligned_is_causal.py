"""The neuron that correlates most with the label is taken to be its cause."""

LOSES = {"explain"}
HINT = (
    "Your causal neuron is always the most aligned one. "
    "Correlation was measured with the network left alone; what have you done to the network to know a cause?"
)
BREAKS = {"explain": "causal: the neuron whose zero-ablation raises the mean cross-entropy most"}

EDITS = """
@@ explain
-                return Claims(int(r.abs().argmax()), int(np.argmax(losses)), list(removed))
+                return Claims(int(r.abs().argmax()), int(r.abs().argmax()), list(removed))
"""
