"""The variance is torch's, over N - 1, and the error is over N."""

LOSES = {"metrics"}
HINT = (
    "Your fraction is a little too small, and less so with more samples. By what does `var` divide unless"
    " it is told otherwise?"
)
BREAKS = {
    "fraction_of_variance_unexplained": "The summed squared error over the summed squared distance of x [N, d] from its mean over the samples [d]"
}


def fraction_of_variance_unexplained(x, reconstruction):
    return ((x - reconstruction).square().mean(dim=0).sum() / x.var(dim=0).sum()).item()
