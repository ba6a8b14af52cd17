"""The induction scores have the last layer as their first row."""

LOSES = {"detect"}
HINT = "The rows of your induction scores are in the other order: layer 0 comes first."
BREAKS = {"induction_score": "How much each head attends to its induction targets, [layer, head]"}

EDITS = """
@@ induction_score
-    return paid.permute(0, 3, 1, 2)[mask].mean(dim=0)
+    return paid.permute(0, 3, 1, 2)[mask].mean(dim=0).flip(0)
"""
