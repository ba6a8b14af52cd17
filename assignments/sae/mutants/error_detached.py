"""The error is computed from a detached reconstruction, so it counts and teaches nothing."""

LOSES = {"gradients", "train", "frontier", "concepts", "topk"}
HINT = (
    "The value of your total is right, but no gradient comes from the error: only the penalty is felt, and "
    "everything dies. Where does the reconstruction lose its history?"
)


def loss(x, reconstruction, features, l1):
    error = (reconstruction.detach() - x).square().sum(dim=1).mean()
    sparsity = features.abs().sum(dim=1).mean()
    return error + l1 * sparsity, error, sparsity


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
    return points[1.0][0] < 1.5 if points else max(mean_l0s(calls), default=9.0) < 1.5
