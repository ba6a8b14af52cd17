"""Queries and keys have changed places in the patterns."""

LOSES = {"look", "detect"}
HINT = "In your patterns the columns sum to 1, not the rows. Which axis is the one that looks?"
BREAKS = {"attention_patterns": "[N, layer, head, query, key]"}

EDITS = """
@@ attention_patterns
-    return torch.stack([cache["pattern", layer] for layer in range(model.cfg.n_layers)], dim=1)
+    return torch.stack([cache["pattern", layer].mT for layer in range(model.cfg.n_layers)], dim=1)
"""
