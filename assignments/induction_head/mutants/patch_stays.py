"""The hook with the pattern is never taken off."""

LOSES = {"cause"}
HINT = "The first patch is right, and it is still on the model in the next call. What takes the hook off?"
BREAKS = {"patch_pattern": "and no hooks on it (it comes without any)"}

EDITS = """
@@ patch_pattern
-        return model.run_with_hooks(tokens, fwd_hooks=[(f"blocks.{layer}.attn.hook_pattern", replace)])
+        model.add_hook(f"blocks.{layer}.attn.hook_pattern", replace)
+        return model(tokens)
"""
