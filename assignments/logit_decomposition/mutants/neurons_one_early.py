"""The neurons are read at the position before the last."""

LOSES = {"find", "neurons"}
HINT = "Do you read the neurons at the position before the last? Where is the answer's logit?"
BREAKS = {"neuron_attribution": "adds to the targets' logits at the last position"}

EDITS = """
@@ neuron_attribution
-    hidden = cache[f"blocks.{layer}.mlp.hook_post"][:, -1]
+    hidden = cache[f"blocks.{layer}.mlp.hook_post"][:, -2]
"""
