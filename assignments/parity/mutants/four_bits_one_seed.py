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
    from planted import same_for_four_bits

    return len(same_for_four_bits(calls)) == 15
