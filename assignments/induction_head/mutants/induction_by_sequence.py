"""The induction score is a mean over the sequences, however many positions each has in the mask."""

LOSES = {"detect"}
HINT = (
    "Your induction score gives each sequence the same weight. Average over all positions in the mask "
    "together."
)
BREAKS = {"induction_score": "then the mean over these positions of all sequences tokens [N, T] together"}

EDITS = """
@@ induction_score
-    return paid.permute(0, 3, 1, 2)[mask].mean(dim=0)
+    return ((paid * mask[:, None, None]).sum(dim=-1) / mask.sum(dim=1)[:, None, None]).mean(dim=0)
"""
