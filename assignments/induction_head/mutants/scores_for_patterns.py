"""The scores are returned as they are before the softmax, instead of the pattern."""

LOSES = {"look", "detect"}
HINT = (
    "These are attention scores before the softmax: their rows do not sum to 1. "
    "The pattern is in the cache, under its name."
)
BREAKS = {"attention_patterns": "Each row (over the keys) sums to 1"}

EDITS = """
@@ attention_patterns
-    return torch.stack([cache["pattern", layer] for layer in range(model.cfg.n_layers)], dim=1)
+    patterns = []
+    for layer in range(model.cfg.n_layers):
+        q, k = (cache[name, layer].transpose(1, 2) for name in ("q", "k"))
+        patterns.append((q @ k.mT / model.cfg.d_head**0.5).tril())
+    return torch.stack(patterns, dim=1)
"""
