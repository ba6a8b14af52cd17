"""The previous-token score is a mean over the sequences, however many positions each needs."""

LOSES = {"detect"}
HINT = (
    "Your previous-token score gives each sequence the same weight. Average over all needed positions "
    "together."
)
BREAKS = {
    "previous_token_score": "The mean, over the needed positions of all sequences tokens [N, T] together"
}

EDITS = """
@@ previous_token_score
-    return before.permute(0, 3, 1, 2)[needed].mean(dim=0)
+    return ((before * needed[:, None, None]).sum(dim=-1) / needed.sum(dim=1)[:, None, None]).mean(dim=0)
"""
