"""Chance is averaged over all positions, also those not in the mask."""

LOSES = {"detect"}
HINT = "Your chance is averaged over positions that are not in the mask."
BREAKS = {"uniform_score": "The mean over all positions in mask [N, T]"}

EDITS = """
@@ uniform_score
-    return (targets / torch.arange(1, tokens.shape[1] + 1))[mask].mean().item()
+    return (targets / torch.arange(1, tokens.shape[1] + 1)).mean().item()
"""
