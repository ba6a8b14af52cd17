"""The denominator is at least 1, against a division by 0."""

LOSES = {"patching"}
HINT = "By what do you divide where the logits lie close together? The text divides by their difference, however small."
BREAKS = {"patching_effect": "divided by the sum over the rows of D(donor's run) - D(clean)"}

EDITS = """
@@ patching_effect
-    return torch.stack(patched) / whole
+    return torch.stack(patched) / whole.clamp_min(1)
"""
