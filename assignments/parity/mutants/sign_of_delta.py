"""The deltas are baseline minus ablated."""

LOSES = {"ablation"}
HINT = (
    "Your deltas have the right size and the opposite sign. "
    "The docstring of ablation_sweep fixes what is subtracted from what."
)
BREAKS = {"ablation_sweep": "each *ablated minus baseline*"}

EDITS = """
@@ ablation_sweep
-    return deltas[:, 0], deltas[:, 1]
+    return -deltas[:, 0], -deltas[:, 1]
"""
