"""The total is the error alone: nothing asks for sparsity."""

LOSES = {"loss", "gradients", "train", "frontier", "concepts"}
HINT = (
    "Your total does not depend on l1. Without a penalty the reconstruction is perfect and no feature is "
    "found: what is missing?"
)


def loss(x, reconstruction, features, l1):
    error = (reconstruction - x).square().sum(dim=1).mean()
    sparsity = features.abs().sum(dim=1).mean()
    return error, error, sparsity


def SIGNATURE(calls):
    """What was trained explains everything with many features."""
    from planted import nothing_sparse

    return nothing_sparse(calls)
