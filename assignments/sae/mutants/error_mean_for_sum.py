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

    points = frontier_points(calls)
    l0s = [points[0.3][0]] if points else mean_l0s(calls)
    return (
        max(l0s, default=1.0) < 0.5 if calls[0][0] in ("train", "frontier", "train_on_activations") else None
    )
