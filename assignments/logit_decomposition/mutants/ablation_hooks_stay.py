"""The hook is added to the model and never removed."""

LOSES = {"ablate"}
HINT = (
    "Your ablations add up, since each one's hook stays on the model. "
    "What does run_with_hooks do after the run that add_hook does not?"
)
BREAKS = {"ablate_component": "Leaves the model's weights as they were, and no hooks on it"}

EDITS = """
@@ ablate_component
-        return model.run_with_hooks(tokens, fwd_hooks=hooks)[:, -1]
+        model.add_hook(*hooks[0])
+        return model(tokens)[:, -1]
"""
