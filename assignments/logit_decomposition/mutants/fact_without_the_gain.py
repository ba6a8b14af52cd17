"""What a neuron writes is multiplied with the unembedding alone, centred, without the final LayerNorm's gain."""

LOSES = {"find"}
HINT = "Your neuron writes towards the unembedding's column. What does the stream meet before it?"
BREAKS = {"find_fact": "The neuron that adds most to the target's logit"}

EDITS = """
@@ find_fact
-    return top_neurons(model, tokens, torch.tensor([target]), 1)[0]
+    _, cache = _run(model, tokens)
+    column = model.W_U.detach()[:, target]
+    added = torch.stack(
+        [
+            cache[f"blocks.{i}.mlp.hook_post"][0, -1] * (block.mlp.W_out.detach() @ (column - column.mean()))
+            for i, block in enumerate(model.blocks)
+        ]
+    )
+    return divmod(int(added.argmax()), added.shape[1])
"""
