"""The hook is added to the model and never taken off, so the next call runs with it too."""

LOSES = {"cause", "circuit"}
HINT = (
    "The first call is right, and your hook is still on the model when it is over. "
    "Take it off, or use run_with_hooks, which does."
)
BREAKS = {"ablate_head": "Leaves the model's weights as they were, and no hooks on it"}

EDITS = """
@@ ablate_head
         return z
+
+    model.add_hook(f"blocks.{layer}.attn.hook_z", remove)
@@ ablate_head
-        return model.run_with_hooks(tokens, fwd_hooks=[(f"blocks.{layer}.attn.hook_z", remove)])
+        return model(tokens)
"""
