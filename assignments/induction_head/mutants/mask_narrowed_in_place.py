"""Positions without a target are taken out of the mask that was given."""

LOSES = {"detect"}
HINT = "A mask that you are given is somebody's. Is it as it was when your score is done?"
BREAKS = {
    "previous_token_score": "The mean, over the needed positions of all sequences tokens [N, T] together"
}

EDITS = """
@@ previous_token_score
-    needed = (induction_targets(tokens) & mask[:, :, None]).any(dim=1)[:, 1:]
+    mask &= induction_targets(tokens).any(dim=2)
+    needed = (induction_targets(tokens) & mask[:, :, None]).any(dim=1)[:, 1:]
"""
