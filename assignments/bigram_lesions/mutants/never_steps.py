"""The loop computes losses and gradients and never takes a step: what comes back is the random start."""

LOSES = {"train"}
HINT = "Your matrix is what the training started from. What changes W, the gradient or the step?"
BREAKS = {"train": "Fits the logits W [V, V] to the transitions of the words"}

EDITS = """
@@ train
-        optimiser.step()
-        schedule.step()
"""
