"""Chance is a mean over the sequences, however many positions each has in the mask."""

LOSES = {"detect"}
HINT = "Your chance gives each sequence the same weight. Average over all positions in the mask together."
BREAKS = {
    "uniform_score": "The mean over all positions in mask [N, T], those without a target too, of all sequences tokens [N, T] together"
}

EDITS = """
@@ uniform_score
-    return (targets / torch.arange(1, tokens.shape[1] + 1))[mask].mean().item()
+    return ((targets / torch.arange(1, tokens.shape[1] + 1) * mask).sum(dim=1) / mask.sum(dim=1)).mean().item()
"""
