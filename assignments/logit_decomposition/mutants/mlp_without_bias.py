"""The MLPs' output biases are left out of their shares."""

LOSES = {"decompose", "ablate"}
HINT = "Your MLPs lack a constant part. What is added to hidden @ W_out?"
BREAKS = {"decompose_logit": "what the MLP writes, its output bias included"}

EDITS = """
@@ decompose_logit
-        written[f"L{i}.mlp"] = cache[f"blocks.{i}.hook_mlp_out"][:, -1]
+        written[f"L{i}.mlp"] = cache[f"blocks.{i}.mlp.hook_post"][:, -1] @ block.mlp.W_out.detach()
"""
