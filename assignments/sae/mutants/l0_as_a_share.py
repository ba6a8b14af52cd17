"""L0 is the share of all features that are above 0, not their number on a sample."""

LOSES = {"metrics", "frontier"}
HINT = "Your L0 is never above 1. A mean over samples and latents is a share; what was to be counted?"


def l0(features):
    return (features > 0).double().mean().item()


def SIGNATURE(calls):
    """On a frontier: never above 1."""
    from planted import frontier_points

    points = frontier_points(calls)
    return all(0 < l0 <= 1 for l0, _ in points.values()) if points else None
