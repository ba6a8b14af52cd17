"""L0 adds up the activations of the features that fire, where they should be counted."""

LOSES = {"metrics", "frontier"}
HINT = "Your L0 changes when features grow. Does a feature of 2 count twice?"


def l0(features):
    return features.double().sum(dim=1).mean().item()


def SIGNATURE(calls):
    """On a frontier: too small for a count, too large for a share."""
    from planted import frontier_points

    points = frontier_points(calls)
    return 1 < points[0.3][0] < 9 and points[0.05][0] > 1.3 * points[0.3][0] if points else None
