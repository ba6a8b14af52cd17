"""The softmax is taken over the slots that look, so that the rows do not sum to 1."""

LOSES = {"transformer"}
HINT = (
    "Your attention sums to 1 over the slots that look, not over those that are looked at. "
    "Which of the last two axes of the scores is which?"
)
BREAKS = {"attention_patterns": "The softmax over j"}

EDITS = """
@@ attention_patterns
-        return (q @ k.transpose(2, 3) / q.shape[-1] ** 0.5).softmax(dim=3)
+        return (q @ k.transpose(2, 3) / q.shape[-1] ** 0.5).softmax(dim=2)
"""
