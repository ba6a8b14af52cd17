"""The variance is taken about one mean of all numbers, not about the mean of each dimension."""

LOSES = {"metrics"}
HINT = (
    "Your variance includes the differences between the dimensions' means. About which point is the "
    "data's variance?"
)


def fraction_of_variance_unexplained(x, reconstruction):
    return ((x - reconstruction).square().sum() / (x - x.mean()).square().sum()).item()
