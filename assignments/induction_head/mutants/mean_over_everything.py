"""The induction score is averaged over all positions, also where no token has occurred before."""

LOSES = {"detect"}
HINT = (
    "Your induction score is averaged over positions where there is nothing to find as well. "
    "Average over those in the mask only."
)
BREAKS = {"induction_score": "For each position in mask [N, T]"}

EDITS = """
@@ induction_score
-    return paid.permute(0, 3, 1, 2)[mask].mean(dim=0)
+    return paid.mean(dim=(0, 3))
"""
