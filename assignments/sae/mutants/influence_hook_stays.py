"""The hook that reads the target is added to the model and never removed."""

LOSES = {"influence"}
HINT = (
    "After your call there is a hook on the model that was not there before. What takes it off again: "
    "run_with_hooks, or you?"
)
BREAKS = {"feature_influence": "Leaves no hooks on the model"}

EDITS = """
@@ feature_influence
-        model.run_with_hooks(tokens, fwd_hooks=[(target.hook_name, read)])
-        model.run_with_hooks(tokens, fwd_hooks=[(source.hook_name, remove), (target.hook_name, read)])
+        model.add_hook(target.hook_name, read)
+        model(tokens)
+        model.run_with_hooks(tokens, fwd_hooks=[(source.hook_name, remove)])
"""
