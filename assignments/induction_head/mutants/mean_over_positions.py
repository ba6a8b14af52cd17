"""Mean ablation averages over positions as well as over sequences."""

LOSES = {"cause"}
HINT = "Your mean is one vector for all positions. Average over the sequences, position by position."
BREAKS = {"ablate_head": "position by position"}

EDITS = """
@@ ablate_head
-        z[:, :, head] = 0.0 if mode == "zero" else z[:, :, head].mean(dim=0)
+        z[:, :, head] = 0.0 if mode == "zero" else z[:, :, head].mean(dim=(0, 1))
"""
