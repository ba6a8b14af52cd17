"""Every autoencoder of the frontier is trained with the default l1."""

LOSES = {"frontier"}
HINT = "Does each autoencoder of your frontier get the l1 that it is asked for?"

EDITS = """
@@ frontier
-    return [train(x, n_latents, l1, steps, seed) for l1 in l1s]
+    return [train(x, n_latents, 0.3, steps, seed) for _ in l1s]
"""


def SIGNATURE(calls):
    """A frontier of one point, with the L0 of a penalty that works."""
    from planted import frontier_points

    points = set(frontier_points(calls).values())
    return len(points) == 1 and 4 < min(points)[0] < 20
