"""The head is set to its mean in both modes."""

LOSES = {"cause"}
HINT = "In mode zero your logits are those of mean ablation."
BREAKS = {"ablate_head": 'is replaced by 0 in mode "zero"'}

EDITS = """
@@ ablate_head
-        z[:, :, head] = 0.0 if mode == "zero" else z[:, :, head].mean(dim=0)
+        z[:, :, head] = z[:, :, head].mean(dim=0)
"""
