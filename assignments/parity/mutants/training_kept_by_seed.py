"""What was trained is kept by seed, size and epochs, and given again for other labels."""

import torch

LOSES = {"train"}
HINT = "Train twice with one seed, first on some labels and then on others. Does the second network know the second labels?"
BREAKS = {"train": "Trains a tanh `TinyMLP` to give the labels y for the inputs X"}

EDITS = """
@@ train
-    return model, losses
+    known = f"{seed} {hidden} {epochs} {lr} {tuple(X.shape)}"
+    return copy.deepcopy(train.__dict__.setdefault(known, (model, losses)))
"""


def SIGNATURE(calls):
    """Three losses of one seed are the same for other labels."""
    short = {}
    for name, args, kwargs, value in calls:
        if name == "train" and value is not None and kwargs.get("epochs") == 3:
            short.setdefault(kwargs["seed"], []).append((args[1], value[1]))
    found = [
        losses == others and not torch.equal(y, labels)
        for (y, losses), (labels, others) in (two for two in short.values() if len(two) == 2)
    ]
    return bool(found) and all(found)
