"""The columns are the input positions: the last letter's slot comes first."""

LOSES = {"ablation"}
HINT = "Your columns are in reverse order. Is position q a slot of the input or of the output?"
BREAKS = {"ablation_sweep": "Position q is slot q of the output"}

EDITS = """
@@ _score
-    logits, Y = logits[:, :-1], Y[:, :-1]
+    logits, Y = logits[:, :-1].flip(1), Y[:, :-1].flip(1)
"""
