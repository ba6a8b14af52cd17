"""The fraction of variance explained is returned, not that unexplained."""

LOSES = {"metrics"}
HINT = "Your number is 1 where the reconstruction is perfect. Which of the two fractions was asked for?"


def fraction_of_variance_unexplained(x, reconstruction):
    return 1 - ((x - reconstruction).square().sum() / (x - x.mean(dim=0)).square().sum()).item()
