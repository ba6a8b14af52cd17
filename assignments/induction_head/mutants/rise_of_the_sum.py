"""The loss is summed over the positions instead of averaged."""

LOSES = {"cause"}
HINT = "Your scores are hundreds of times too large. Is your loss a sum, or a mean?"
BREAKS = {"ablation_scores": "The loss is the mean cross-entropy"}

EDITS = """
@@ ablation_scores
-        return cross_entropy(logits[mask], tokens.roll(-1, dims=1)[mask]).item()
+        return cross_entropy(logits[mask], tokens.roll(-1, dims=1)[mask], reduction="sum").item()
"""
