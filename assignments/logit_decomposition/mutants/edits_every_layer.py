"""The same edit is made in the MLP before, too."""

LOSES = {"edit"}
HINT = "Your edit changes more than one MLP. In how many layers may the model differ?"
BREAKS = {
    "edit_fact": "It differs in one MLP's output weights (`blocks[layer].mlp.W_out`, [d_mlp, d_model]) of one layer of your choice"
}

EDITS = """
@@ edit_fact
-    return edited
+    edited.blocks[layer - 1].mlp.W_out.data += 0.1 * torch.outer(u, v)
+    return edited
"""
