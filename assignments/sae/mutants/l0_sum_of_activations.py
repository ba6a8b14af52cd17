"""L0 adds up the activations of the features that fire, where they should be counted."""

LOSES = {"metrics", "frontier"}
HINT = "Your L0 changes when features grow. Does a feature of 2 count twice?"


def l0(features):
    return features.double().sum(dim=1).mean().item()


def SIGNATURE(calls):
    """On a frontier: far fewer than latents fire at the weakest penalty, and more than one."""
    from planted import frontier_points

    points = frontier_points(calls)
    return 1 < points[1.0][0] < points[0.3][0] < points[0.05][0] < 20 if points else None
