"""The error is computed from a detached reconstruction, so it counts and teaches nothing."""

LOSES = {"loss", "gradients", "train", "frontier", "concepts", "topk"}
HINT = (
    "Does any gradient come from your error, or from the penalty alone? Where could the reconstruction "
    "lose its history?"
)
BREAKS = {"loss": "written in torch, it has its gradients by both"}

EDITS = """
@@ loss
-    error = (reconstruction - x).square().sum(dim=1).mean()
+    error = (reconstruction.detach() - x).square().sum(dim=1).mean()
"""


def SIGNATURE(calls):
    """Nothing fires of what was trained."""
    from planted import explains, frontier_points, mean_l0s, trainings

    if calls[0][0] == "topk_forward":  # they fire, and reconstruct worse than the mean does
        return bool(trainings(calls)) and not any(
            explains(sae, x, 1.0, 1.2) for _, x, sae in trainings(calls)
        )
    if calls[0][0] not in ("train", "frontier", "train_on_activations"):
        return None
    points = frontier_points(calls)
    return points[1.0][0] < 1.5 if points else max(mean_l0s(calls), default=9.0) < 0.7
