"""The hooks that catch the patterns stay on the model."""

LOSES = {"look", "detect"}
HINT = (
    "The patterns are right, and your hooks are still on the model when the call is over. Take them off, "
    "or use run_with_cache."
)
BREAKS = {"attention_patterns": "Leaves the model's weights as they were, and no hooks on it"}

EDITS = """
@@ attention_patterns
-        _, cache = model.run_with_cache(tokens)
+        cache = {}
+        for layer in range(model.cfg.n_layers):
+            keep = lambda pattern, hook, layer=layer: cache.update({("pattern", layer): pattern.clone()})
+            model.add_hook(f"blocks.{layer}.attn.hook_pattern", keep)
+        model(tokens)
"""
