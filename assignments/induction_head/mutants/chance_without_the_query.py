"""Attention is spread over the positions before the query, and not over the query itself."""

LOSES = {"detect"}
HINT = "You leave out the position itself, which it can see too."
BREAKS = {"uniform_score": "attends evenly to all positions up to and including the query"}

EDITS = """
@@ uniform_score
-    return (targets / torch.arange(1, tokens.shape[1] + 1))[mask].mean().item()
+    return (targets / torch.arange(tokens.shape[1]).clamp(min=1))[mask].mean().item()
"""
