"""Of several targets only the one that gets the most attention counts."""

LOSES = {"detect"}
HINT = "Of several targets you count the one with the most attention. Add up all of them."
BREAKS = {"induction_score": "the attention that it pays to all of its targets together"}

EDITS = """
@@ induction_score
-    paid = (attention_patterns(model, tokens) * induction_targets(tokens)[:, None, None]).sum(dim=-1)
+    paid = (attention_patterns(model, tokens) * induction_targets(tokens)[:, None, None]).amax(dim=-1)
"""
