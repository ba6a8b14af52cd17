"""L0 counts the latents that fire on any of the samples."""

LOSES = {"metrics", "frontier"}
HINT = "Your L0 grows with the number of samples. Does it count for one sample at a time?"


def l0(features):
    return (features > 0).any(dim=0).double().sum().item()


def SIGNATURE(calls):
    """On a frontier: whole numbers, and nearly all latents."""
    from planted import frontier_points

    points = frontier_points(calls)
    return all(l0 > 60 and l0 == int(l0) for l0, _ in points.values()) if points else None
