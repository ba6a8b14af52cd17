"""The frontier comes back sorted by l1, whatever the order in which the values were given."""

LOSES = {"frontier"}
HINT = "Your values belong to the l1s in ascending order. In which order were they given?"


def frontier(x, held_out, l1s, seed=0, n_latents=96, steps=1200):
    l0s, fvus = [], []
    for l1 in sorted(l1s):
        sae = train(x, n_latents, l1, steps, seed)
        with torch.no_grad():
            reconstruction, features = forward(sae, held_out)
        l0s.append(l0(features))
        fvus.append(fraction_of_variance_unexplained(held_out, reconstruction))
    return l0s, fvus


def SIGNATURE(calls):
    """In the order in which the values come, L0 only falls, or only rises."""
    from planted import frontier_points

    l0s = [l0 for l0, _ in frontier_points(calls).values()]
    return len(l0s) == 3 and l0s in (sorted(l0s), sorted(l0s, reverse=True)) and max(l0s) > 1.5 * min(l0s)
