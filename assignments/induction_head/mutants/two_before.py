"""The attention to the token two positions before is averaged."""

LOSES = {"detect"}
HINT = "Your score is of the token two positions before. Which diagonal is the token just before on?"
BREAKS = {"previous_token_score": "of the attention from each to the position before it"}

EDITS = """
@@ previous_token_score
-    needed = (induction_targets(tokens) & mask[:, :, None]).any(dim=1)[:, 1:]
-    before = attention_patterns(model, tokens).diagonal(-1, dim1=-2, dim2=-1)
+    needed = (induction_targets(tokens) & mask[:, :, None]).any(dim=1)[:, 2:]
+    before = attention_patterns(model, tokens).diagonal(-2, dim1=-2, dim2=-1)
"""
