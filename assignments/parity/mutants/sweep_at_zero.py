"""The sweep zero-ablates, whatever the mode."""

LOSES = {"ablation"}
HINT = (
    "Your sweep gives the same for both modes, though ablate does not. "
    "Follow `mode` from the sweep on: does it arrive?"
)
BREAKS = {"ablation_sweep": "modes as for `ablate`"}

EDITS = """
@@ ablation_sweep
-    ablated = [_score(ablate(model, X, j, mode), y) for j in range(model.fc1.out_features)]
+    if mode not in ("zero", "mean"):
+        raise ValueError(mode)
+    ablated = [_score(ablate(model, X, j), y) for j in range(model.fc1.out_features)]
"""
