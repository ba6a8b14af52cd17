"""The error is divided by the data's squared size, mean and all."""

LOSES = {"metrics"}
HINT = (
    "Your fraction shrinks when the same number is added to all the data. What would reconstructing the "
    "mean score?"
)
BREAKS = {"fraction_of_variance_unexplained": "from its mean over the samples [d]"}


def fraction_of_variance_unexplained(x, reconstruction):
    return ((x - reconstruction).square().sum() / x.square().sum()).item()
