"""The loss is of the token at the position itself, not of the next one."""

LOSES = {"cause"}
HINT = (
    "Your loss compares each prediction with the token at its own position. Which way do you have to shift?"
)
BREAKS = {"ablation_scores": "cross-entropy of the next token"}

EDITS = """
@@ ablation_scores
-        return cross_entropy(logits[mask], tokens.roll(-1, dims=1)[mask]).item()
+        return cross_entropy(logits[mask], tokens[mask]).item()
"""
