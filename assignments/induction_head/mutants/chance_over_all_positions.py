"""Attention is spread over all positions of the sequence, later ones too."""

LOSES = {"detect"}
HINT = "You spread attention over later positions as well. How many can a position see?"
BREAKS = {"uniform_score": "attends evenly to all positions up to and including the query"}

EDITS = """
@@ uniform_score
-    return (targets / torch.arange(1, tokens.shape[1] + 1))[mask].mean().item()
+    return (targets / tokens.shape[1])[mask].mean().item()
"""
