"""The sweep is a zero-ablation, whatever the mode."""

LOSES = {"ablation"}
HINT = "Your sweep is the same in both modes. Does it pass the mode on?"
BREAKS = {"ablation_sweep": "Layers and modes are as for `ablate`"}

EDITS = """
@@ ablation_sweep
-    ablated = [_score(ablate(model, X, layer, j, mode), Y) for j in range(model.fc1.out_features)]
+    ablate(model, X, layer, 0, mode)
+    ablated = [_score(ablate(model, X, layer, j), Y) for j in range(model.fc1.out_features)]
"""
