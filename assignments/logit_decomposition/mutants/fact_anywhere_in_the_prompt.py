"""Each neuron is taken at the position at which it is largest."""

LOSES = {"find"}
HINT = (
    "The neuron that you found is loud earlier in the prompt. "
    "At which position is the answer read, and what does your neuron add there?"
)
BREAKS = {"find_fact": "The neuron that adds most to the target's logit at the end of one prompt"}

EDITS = """
@@ find_fact
-    return top_neurons(model, tokens, torch.tensor([target]), 1)[0]
+    _, cache = _run(model, tokens)
+    direction = _directions(model, torch.tensor([target]))[0]
+    added = torch.stack(
+        [
+            cache[f"blocks.{i}.mlp.hook_post"][0].amax(dim=0) * (block.mlp.W_out.detach() @ direction)
+            for i, block in enumerate(model.blocks)
+        ]
+    )
+    return divmod(int(added.argmax()), added.shape[1])
"""
