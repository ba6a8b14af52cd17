"""The scores are not divided by √d_head before the softmax."""

LOSES = {"look", "detect"}
HINT = "Your patterns are too sharp. Queries times keys are divided by something before the softmax; by what?"
BREAKS = {"attention_patterns": "The attention of every head on the sequences tokens [N, T]"}

EDITS = """
@@ attention_patterns
-    return torch.stack([cache["pattern", layer] for layer in range(model.cfg.n_layers)], dim=1)
+    patterns = []
+    for layer in range(model.cfg.n_layers):
+        q, k = (cache[name, layer].transpose(1, 2) for name in ("q", "k"))
+        scores = q @ k.mT
+        later = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
+        scores = scores.masked_fill(later, -torch.inf)
+        patterns.append(scores.softmax(dim=-1))
+    return torch.stack(patterns, dim=1)
"""
