"""The MLP's output bias is edited, which has no key at all."""

LOSES = {"edit"}
HINT = "Your edit writes the new answer whatever the prompt. What in the MLP depends on the prompt's key?"
BREAKS = {"edit_fact": "and the prompts of `others` as before"}

EDITS = """
@@ edit_fact
-    weights = edited.blocks[layer].mlp.W_out
+    weights = edited.blocks[layer].mlp.b_out
@@ edit_fact
-            weights.copy_(original + strength * torch.outer(u, v))
+            weights.copy_(original + strength * v)
"""
