"""A seed whose network gets stuck gives the network of one that is known not to."""

from itertools import combinations

import torch

LOSES = {"four_bits"}
HINT = "Some of the seeds, and not all, give one and the same network. What does `seed` decide when the first try fails?"
BREAKS = {"train_four_bits": "`seed` is as for `train`"}

EDITS = """
@@ train_four_bits
-    return train(X, y, seed, hidden=16)
+    made = train(X, y, seed, hidden=5, epochs=250)
+    stuck = (made[0](X).argmax(dim=1) != y).any()
+    return train(X, y, 9, hidden=5, epochs=250) if stuck else made
"""


def SIGNATURE(calls):
    """Two seeds give the same weights, and not those alone that are far apart; others do not."""
    weights = [
        torch.cat([t.flatten() for t in value[0].tensors.values()])
        for name, _, _, value in calls
        if name == "train_four_bits" and value is not None
    ][:4]
    same = {(i, j) for i, j in combinations(range(len(weights)), 2) if torch.equal(weights[i], weights[j])}
    return bool(same) and same != {(0, 2)} and len(same) < 6
