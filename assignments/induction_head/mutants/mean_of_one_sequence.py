"""Mean ablation is done one sequence at a time, where the mean over sequences is the thing itself."""

LOSES = {"cause"}
HINT = (
    "In mean mode your logits are those of the intact model. "
    "A mean over one sequence is the sequence itself: run all of them together."
)
BREAKS = {"ablate_head": 'in mode "mean" by its mean over the N sequences'}

EDITS = """
@@ ablate_head
         return z
+
+    hooks = [(f"blocks.{layer}.attn.hook_z", remove)]
@@ ablate_head
-        return model.run_with_hooks(tokens, fwd_hooks=[(f"blocks.{layer}.attn.hook_z", remove)])
+        return torch.cat([model.run_with_hooks(row[None], fwd_hooks=hooks) for row in tokens])
"""
