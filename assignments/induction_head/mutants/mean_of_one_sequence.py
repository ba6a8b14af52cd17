"""Mean ablation is done one sequence at a time, where the mean over sequences is the thing itself."""

LOSES = {"cause"}
HINT = (
    "In mean mode your logits are those of the intact model. "
    "A mean over one sequence is the sequence itself: run all of them together."
)
BREAKS = {"ablate_head": 'in mode "mean" by its mean over the N sequences'}

EDITS = """
@@ ablate_head
-        z[:, :, head] = 0.0 if mode == "zero" else z[:, :, head].mean(dim=0)
+        for sequence in z[:, :, head].split(1):
+            sequence[:] = 0.0 if mode == "zero" else sequence.mean(dim=0)
"""
