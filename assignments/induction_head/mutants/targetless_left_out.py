"""Positions of the mask that have no induction target are left out of the mean."""

LOSES = {"detect"}
HINT = (
    "Your induction scores are too high where the mask has positions without a target. "
    "The mean is over all positions in the mask: what does one pay that has nothing to pay it to?"
)
BREAKS = {"induction_score": "0 if it has none"}

EDITS = """
@@ induction_score
-    return paid.permute(0, 3, 1, 2)[mask].mean(dim=0)
+    return paid.permute(0, 3, 1, 2)[mask & induction_targets(tokens).any(dim=2)].mean(dim=0)
"""
