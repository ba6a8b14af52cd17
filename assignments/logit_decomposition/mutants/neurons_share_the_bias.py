"""The output bias's contribution is spread over the neurons."""

LOSES = {"neurons"}
HINT = "Each of your neurons has a part that does not depend on its activation. Which neuron writes the output bias?"
BREAKS = {"neuron_attribution": "The output bias's contribution is in none of them"}

EDITS = """
@@ neuron_attribution
-    return hidden * (directions @ model.blocks[layer].mlp.W_out.detach().T)
+    bias = (directions @ model.blocks[layer].mlp.b_out.detach())[:, None] / hidden.shape[1]
+    return hidden * (directions @ model.blocks[layer].mlp.W_out.detach().T) + bias
"""
