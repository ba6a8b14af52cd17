"""The accuracy is a number of rows and not a fraction."""

LOSES = {"ablation"}
HINT = "Your accuracy deltas are whole numbers of rows. What does the docstring say accuracy is?"
BREAKS = {"ablation_sweep": "Accuracy is a fraction of the rows"}

EDITS = """
@@ ablation_sweep
-    return deltas[:, 0], deltas[:, 1]
+    return deltas[:, 0] * len(y), deltas[:, 1]
"""
