"""Only the logit of the donor's token is followed."""

LOSES = {"patching"}
HINT = "You follow one logit. D is a difference of two: which is subtracted?"
BREAKS = {"patching_effect": "D(logits) = logits[n, q, d] - logits[n, q, c] in row n"}

EDITS = """
@@ patching_effect
-        return (logits.gather(2, d) - logits.gather(2, c)).double().sum(dim=(0, 2))
+        return logits.gather(2, d).double().sum(dim=(0, 2))
"""
