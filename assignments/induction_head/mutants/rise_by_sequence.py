"""The loss is a mean over the sequences, however many positions each has in the mask."""

LOSES = {"cause"}
HINT = "Your loss gives each sequence the same weight. Average over all positions in the mask together."
BREAKS = {"ablation_scores": "over the positions in mask [N, T] of all sequences tokens [N, T] together"}

EDITS = """
@@ ablation_scores
-        return cross_entropy(logits[mask], tokens.roll(-1, dims=1)[mask]).item()
+        losses = cross_entropy(logits.mT, tokens.roll(-1, dims=1), reduction="none") * mask
+        return (losses.sum(dim=1) / mask.sum(dim=1)).mean().item()
"""
