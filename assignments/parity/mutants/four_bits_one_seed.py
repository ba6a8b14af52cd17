"""Every seed gives the network of one good seed."""

LOSES = {"four_bits"}
HINT = "Two seeds give the same network for four bits. Does the seed reach everything that is drawn?"
BREAKS = {"train_four_bits": "`seed` is as for `train`"}

EDITS = """
@@ train_four_bits
-    return train(X, y, seed, hidden=16)
+    return train(X, y, 0, hidden=16)
"""


def SIGNATURE(calls):
    """All seeds give the same weights."""
    first = [
        torch.cat([t.flatten() for t in value[0].tensors.values()])
        for name, _, _, value in calls
        if name == "train_four_bits" and value is not None
    ]
    return len(first) == 4 and all(torch.equal(first[0], other) for other in first)
