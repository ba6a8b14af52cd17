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
