"""Of the seed for four bits only the remainder of 64 is used."""

LOSES = {"four_bits"}
HINT = "Two seeds give the same network for four bits. Is a part of the seed cut off?"
BREAKS = {"train_four_bits": "`seed` is as for `train`"}

EDITS = """
@@ train_four_bits
-    return train(X, y, seed, hidden=16)
+    return train(X, y, seed % 64, hidden=16)
"""


def SIGNATURE(calls):
    """The two seeds that are far apart give the same weights, and no others."""
    from planted import same_for_four_bits

    return same_for_four_bits(calls) == {(0, 2)}
