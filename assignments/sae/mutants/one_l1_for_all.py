"""Every autoencoder of the frontier is trained with the default l1."""

LOSES = {"frontier"}
HINT = "All your autoencoders are alike. Does each get the l1 that it is asked for?"


def frontier(x, held_out, l1s, seed=0, n_latents=96, steps=1200):
    l0s, fvus = [], []
    for _ in l1s:
        sae = train(x, n_latents, 0.3, steps, seed)
        with torch.no_grad():
            reconstruction, features = forward(sae, held_out)
        l0s.append(l0(features))
        fvus.append(fraction_of_variance_unexplained(held_out, reconstruction))
    return l0s, fvus


def SIGNATURE(calls):
    """A frontier of one point, with the L0 of a penalty that works."""
    from planted import frontier_points

    points = set(frontier_points(calls).values())
    return len(points) == 1 and 10 < min(points)[0] < 45
