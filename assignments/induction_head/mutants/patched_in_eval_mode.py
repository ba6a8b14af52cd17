"""The model is put in eval mode and left there."""

LOSES = {"cause"}
HINT = (
    "Your logits are right, and a model that was in training mode is in eval mode afterwards. Is there a "
    "call that changes it?"
)
BREAKS = {"patch_pattern": "Leaves the model's weights and its mode (training or not) as they were"}

EDITS = """
@@ patch_pattern
-        return model.run_with_hooks(tokens, fwd_hooks=[(f"blocks.{layer}.attn.hook_pattern", replace)])
+        return model.eval().run_with_hooks(
+            tokens, fwd_hooks=[(f"blocks.{layer}.attn.hook_pattern", replace)]
+        )
"""
