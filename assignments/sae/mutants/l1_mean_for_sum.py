"""The penalty is the mean of the features over latents and samples, where their sum over the latents was asked for."""

LOSES = {"loss", "gradients", "train", "frontier", "concepts"}
HINT = (
    "Your sparsity is smaller than it should be by the number of latents, so l1 hardly counts. Over what "
    "is the sum, and over what the mean?"
)


def loss(x, reconstruction, features, l1):
    error = (reconstruction - x).square().sum(dim=1).mean()
    sparsity = features.abs().mean()
    return error + l1 * sparsity, error, sparsity


def SIGNATURE(calls):
    """What was trained explains everything with many features."""
    from planted import nothing_sparse

    return nothing_sparse(calls)
