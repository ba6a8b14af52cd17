"""The loss is averaged over all positions, also where the next token is not determined."""

LOSES = {"cause"}
HINT = (
    "Your loss is averaged over positions whose next token nobody can know. "
    "Average over those in the mask only."
)
BREAKS = {"ablation_scores": "over the positions in mask [N, T]"}

EDITS = """
@@ ablation_scores
-        return cross_entropy(logits[mask], tokens.roll(-1, dims=1)[mask]).item()
+        return cross_entropy(logits[:, :-1].flatten(0, 1), tokens[:, 1:].flatten()).item()
"""
