"""The deltas are baseline minus ablated."""

LOSES = {"ablation"}
HINT = (
    "Your deltas have the right size and the opposite sign. "
    "The docstring of ablation_sweep fixes what is subtracted from what."
)
BREAKS = {"ablation_sweep": "each *ablated minus baseline*"}

EDITS = """
@@ ablation_sweep
-    return torch.stack([a - accuracy for a, _ in ablated]), torch.stack([b - loss for _, b in ablated])
+    return torch.stack([accuracy - a for a, _ in ablated]), torch.stack([loss - b for _, b in ablated])
"""
