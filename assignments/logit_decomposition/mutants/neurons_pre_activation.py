"""The hidden units are read before the activation function."""

LOSES = {"neurons"}
HINT = "You read the hidden units before the activation function. What is it that W_out is multiplied with?"

EDITS = """
@@ neuron_attribution
-    hidden = cache[f"blocks.{layer}.mlp.hook_post"][:, -1]
+    hidden = cache[f"blocks.{layer}.mlp.hook_pre"][:, -1]
"""
