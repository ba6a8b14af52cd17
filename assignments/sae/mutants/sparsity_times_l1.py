"""The sparsity that is returned is already multiplied by l1."""

LOSES = {"loss"}
HINT = "Your total is right, but the sparsity that you return is not the features' own. Is l1 part of it?"
BREAKS = {"loss": "(total, error, sparsity), a number each"}


def loss(x, reconstruction, features, l1):
    error = (reconstruction - x).square().sum(dim=1).mean()
    sparsity = l1 * features.abs().sum(dim=1).mean()
    return error + sparsity, error, sparsity
