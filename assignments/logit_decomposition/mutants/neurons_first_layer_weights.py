"""The output weights of the layer before are used."""

LOSES = {"neurons", "find"}
HINT = (
    "Your activations and your output weights come from two different layers. "
    "Print the layer that each of them is taken from."
)

EDITS = """
@@ neuron_attribution
-    return hidden * (directions @ model.blocks[layer].mlp.W_out.detach().T)
+    return hidden * (directions @ model.blocks[layer - 1].mlp.W_out.detach().T)
"""
