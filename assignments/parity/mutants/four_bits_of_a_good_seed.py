"""A seed whose network gets stuck gives the network of one that is known not to."""

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
    """Two seeds give the same weights, and not neighbours alone or those that are far apart; others do not."""
    from planted import same_for_four_bits

    same = same_for_four_bits(calls)
    some = {one for pair in same for one in pair}
    return bool(some & {2, 3}) and same != {(0, 2)} and len(same) < 15
