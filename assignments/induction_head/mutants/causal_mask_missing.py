"""The patterns are computed without the causal mask, so tokens look at what comes after them."""

LOSES = {"look", "detect"}
HINT = (
    "In your patterns tokens look at tokens that come after them. "
    "The model cannot: what happens to those scores before the softmax?"
)
BREAKS = {"attention_patterns": "is 0 for keys after the query"}

EDITS = """
@@ attention_patterns
-    return torch.stack([cache["pattern", layer] for layer in range(model.cfg.n_layers)], dim=1)
+    patterns = []
+    for layer in range(model.cfg.n_layers):
+        q, k = (cache[name, layer].transpose(1, 2) for name in ("q", "k"))
+        scores = q @ k.mT / model.cfg.d_head**0.5
+        patterns.append(scores.softmax(dim=-1))
+    return torch.stack(patterns, dim=1)
"""
