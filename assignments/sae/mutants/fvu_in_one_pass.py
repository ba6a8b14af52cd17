"""The variance is the mean square minus the squared mean, in float32: what is left of two large numbers is noise."""

LOSES = {"metrics"}
HINT = (
    "Your fraction is wrong where the data lie far from 0. How many digits are left when two large and "
    "nearly equal float32 numbers are subtracted?"
)
BREAKS = {"fraction_of_variance_unexplained": "the summed squared distance of x [N, d] from its mean"}


def fraction_of_variance_unexplained(x, reconstruction):
    variance = x.square().sum() - len(x) * x.mean(dim=0).square().sum()
    return ((x - reconstruction).square().sum() / variance).item()
