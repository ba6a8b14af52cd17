"""The copying scores have the last layer as their first row."""

LOSES = {"detect"}
HINT = "The rows of your copying scores are in the other order: layer 0 comes first."
BREAKS = {"copying_score": "Whether each head raises the logit of what it attends to, [layer, head]"}

EDITS = """
@@ copying_score
-    return torch.stack(scores)
+    return torch.stack(scores[::-1])
"""
