"""The fraction of variance explained is returned, not that unexplained."""

LOSES = {"metrics", "frontier"}
HINT = "Your number is 1 where the reconstruction is perfect. Which of the two fractions was asked for?"


def fraction_of_variance_unexplained(x, reconstruction):
    return 1 - ((x - reconstruction).square().sum() / (x - x.mean(dim=0)).square().sum()).item()


def SIGNATURE(calls):
    """On a frontier: most where the penalty is weakest."""
    from planted import frontier_points

    points = frontier_points(calls)
    return points[0.05][1] > points[0.3][1] > points[1.0][1] > 0 and points[0.05][1] > 0.8 if points else None
