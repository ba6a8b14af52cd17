"""The frontier comes back sorted by l1, whatever the order in which the values were given."""

LOSES = {"frontier"}
HINT = "In which order were the values of l1 given, and in which order do your autoencoders come?"
BREAKS = {"frontier": "in the order given"}

EDITS = """
@@ frontier
-    return [train(x, n_latents, l1, steps, seed) for l1 in l1s]
+    return [train(x, n_latents, l1, steps, seed) for l1 in sorted(l1s)]
"""


def SIGNATURE(calls):
    """In the order in which the values come, L0 only falls, or only rises."""
    from planted import frontier_points

    l0s = [l0 for l0, _ in frontier_points(calls).values()]
    return len(l0s) == 3 and l0s in (sorted(l0s), sorted(l0s, reverse=True)) and max(l0s) > 1.5 * min(l0s)
