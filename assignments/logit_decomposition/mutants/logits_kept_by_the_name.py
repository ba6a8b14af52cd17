"""The logits with a component ablated are kept by its name and the mode."""

LOSES = {"ablate"}
HINT = "On other prompts you return the ablated logits of the first. Can what you keep tell the one from the other?"
BREAKS = {"ablate_component": "The logits [B, d_vocab] at the last position"}

EDITS = """
@@ ablate_component
+    kept = ablate_component.__dict__.setdefault("kept", {})
+    if (component, mode) in kept and len(kept[component, mode]) == len(tokens):
+        return kept[component, mode]
     if mode not in ("zero", "mean"):
@@ ablate_component
-        return model.run_with_hooks(tokens, fwd_hooks=hooks)[:, -1]
+        kept[component, mode] = model.run_with_hooks(tokens, fwd_hooks=hooks)[:, -1]
+    return kept[component, mode]
"""
