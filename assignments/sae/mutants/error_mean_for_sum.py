"""The error is the mean over the dimensions as well, so the penalty outweighs it and every latent dies."""

LOSES = {"loss", "gradients", "train", "frontier", "concepts"}
HINT = (
    "Does the penalty outweigh your error, so that next to nothing fires? Over what is the sum in the "
    "error, and over what the mean?"
)
BREAKS = {"loss": "error is the *sum* of the squared differences"}

EDITS = """
@@ loss
-    error = (reconstruction - x).square().sum(dim=1).mean()
+    error = (reconstruction - x).square().mean()
"""


def SIGNATURE(calls):
    """Next to nothing fires of what was trained."""
    from planted import frontier_points, mean_l0s

    if calls[0][0] not in ("train", "frontier", "train_on_activations"):
        return None
    points = frontier_points(calls)
    return points[1.0][0] < 1.5 if points else max(mean_l0s(calls), default=9.0) < 0.7
