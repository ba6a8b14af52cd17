"""The error is the mean over the dimensions as well, so the penalty outweighs it and every latent dies."""

LOSES = {"loss", "gradients", "train", "frontier", "concepts"}
HINT = (
    "Your error is smaller than it should be by the number of dimensions, so the penalty wins and "
    "everything dies. Over what is the sum, and over what the mean?"
)


def loss(x, reconstruction, features, l1):
    error = (reconstruction - x).square().mean()
    sparsity = features.abs().sum(dim=1).mean()
    return error + l1 * sparsity, error, sparsity


def SIGNATURE(calls):
    """Next to nothing fires of what was trained."""
    from planted import frontier_points, mean_l0s

    if calls[0][0] not in ("train", "frontier", "train_on_activations"):
        return None
    points = frontier_points(calls)
    return points[1.0][0] < 1.5 if points else max(mean_l0s(calls), default=9.0) < 1.5
