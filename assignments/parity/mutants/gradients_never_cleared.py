"""The gradients are never cleared, so every step follows the sum of all gradients so far."""

LOSES = {"train", "four_bits"}
HINT = (
    "Your loss rises again and again over the training. "
    "backward() adds to the gradients that are there: are they cleared before each step? And is the step too large?"
)
BREAKS = {"train": "What is asked is accuracy 1 on all rows of X"}

EDITS = """
@@ _step
-    optimiser.zero_grad()
"""


def SIGNATURE(calls):
    """The loss rises over much of the run, by much, and ends high."""
    runs = [
        torch.tensor(value[1])
        for name, args, kwargs, value in calls
        if value is not None
        and name in ("train", "train_four_bits")
        and "epochs" not in kwargs
        and len(value[1]) > 100
    ]
    return bool(runs) and all(float(losses.diff().clamp_min(0).sum()) > 1.0 for losses in runs)
