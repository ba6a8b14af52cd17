"""The sweep has a column for <eos> too."""

LOSES = {"ablation"}
HINT = "Your deltas have one column too many. Which slot is no letter position?"
BREAKS = {"ablation_sweep": ("<eos> is left out", "Returns (accuracy_delta [H, L], loss_delta [H, L])")}

EDITS = """
@@ _score
-    logits, Y = logits[:, :-1], Y[:, :-1]
"""
