"""The fraction is computed for each dimension and then averaged."""

LOSES = {"metrics"}
HINT = (
    "You average the fractions of the dimensions, so one that hardly varies counts as much as any other. "
    "What is summed first, and what divided?"
)


def fraction_of_variance_unexplained(x, reconstruction):
    error, variance = (x - reconstruction).square().sum(dim=0), (x - x.mean(dim=0)).square().sum(dim=0)
    return (error / variance).mean().item()
