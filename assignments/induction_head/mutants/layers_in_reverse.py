"""The last layer comes first."""

LOSES = {"look", "detect"}
HINT = "Your layers are in the other order: layer 0 comes first."
BREAKS = {
    "attention_patterns": "The attention of every head on the sequences tokens [N, T]: [N, layer, "
    "head, query, key]"
}

EDITS = """
@@ attention_patterns
-    return torch.stack([cache["pattern", layer] for layer in range(model.cfg.n_layers)], dim=1)
+    return torch.stack([cache["pattern", layer] for layer in range(model.cfg.n_layers)][::-1], dim=1)
"""
