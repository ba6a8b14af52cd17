"""The attention scores are replaced, which the library lets one do and then does not use."""

LOSES = {"cause"}
HINT = (
    "Your patched logits are those of the intact model. "
    "An edit of hook_attn_scores does nothing here: write to hook_pattern."
)
BREAKS = {"patch_pattern": "In all sequences the head gathers its values by this pattern"}

EDITS = """
@@ patch_pattern
-        attention[:, head] = pattern
+        attention[:, head] = pattern.log()
@@ patch_pattern
-        return model.run_with_hooks(tokens, fwd_hooks=[(f"blocks.{layer}.attn.hook_pattern", replace)])
+        return model.run_with_hooks(tokens, fwd_hooks=[(f"blocks.{layer}.attn.hook_attn_scores", replace)])
"""
