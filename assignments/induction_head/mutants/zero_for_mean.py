"""The head is set to zero in both modes."""

LOSES = {"cause"}
HINT = "In mode mean your logits are those of zero ablation."
BREAKS = {"ablate_head": 'in mode "mean" by its mean over the N sequences, position by position'}

EDITS = """
@@ ablate_head
-        z[:, :, head] = 0.0 if mode == "zero" else z[:, :, head].mean(dim=0)
+        z[:, :, head] = 0.0
"""
