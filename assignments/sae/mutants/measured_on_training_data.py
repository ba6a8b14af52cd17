"""The frontier is measured on the data that was trained on."""

LOSES = {"frontier"}
HINT = (
    "Your numbers are those of the training data; on the data held out for you they are others. Which of "
    "the two goes through forward?"
)


def frontier(x, held_out, l1s, seed=0, n_latents=96, steps=1200):
    l0s, fvus = [], []
    for l1 in l1s:
        sae = train(x, n_latents, l1, steps, seed)
        with torch.no_grad():
            reconstruction, features = forward(sae, x)
        l0s.append(l0(features))
        fvus.append(fraction_of_variance_unexplained(x, reconstruction))
    return l0s, fvus


def SIGNATURE(calls):
    """A frontier in order, with the L0 of the training data."""
    from planted import frontier_points

    points = frontier_points(calls)
    return bool(points) and points[0.05][0] > 25 and 6 < points[0.3][0] < 13 and 2 < points[1.0][0] < 8
