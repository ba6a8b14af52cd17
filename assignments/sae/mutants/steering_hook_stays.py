"""The hook is added to the model and never removed."""

LOSES = {"steer"}
HINT = (
    "After your call there is a hook on the model that was not there before. What takes it off again: "
    "run_with_hooks, or you?"
)
BREAKS = {"steer": "no hooks (the model comes without any)"}

EDITS = """
@@ steer
         return value
+
+    model.add_hook(feature.hook_name, add)
@@ steer
-        return model.run_with_hooks(tokens, fwd_hooks=[(feature.hook_name, add)])[:, -1]
+        return model(tokens)[:, -1]
"""
