"""The loss is summed over the samples, where their mean was asked for."""

LOSES = {"loss", "gradients"}
HINT = "Your loss grows with the number of samples. Over what is the sum, and over what the mean?"
BREAKS = {"loss": "of both, the mean over the N samples"}


def loss(x, reconstruction, features, l1):
    error = (reconstruction - x).square().sum()
    sparsity = features.abs().sum()
    return error + l1 * sparsity, error, sparsity
