"""The penalty is computed from detached features, so it counts and changes nothing."""

LOSES = {"gradients", "train", "frontier", "concepts"}
HINT = (
    "The value of your total is right, but no gradient comes from its second part. Where do the features "
    "lose their history?"
)


def loss(x, reconstruction, features, l1):
    error = (reconstruction - x).square().sum(dim=1).mean()
    sparsity = features.detach().abs().sum(dim=1).mean()
    return error + l1 * sparsity, error, sparsity


def SIGNATURE(calls):
    """What was trained explains everything with many features."""
    from planted import nothing_sparse

    return nothing_sparse(calls)
