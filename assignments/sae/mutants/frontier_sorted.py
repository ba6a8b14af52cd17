"""The frontier comes back sorted by l1, whatever the order in which the values were given."""

LOSES = {"frontier"}
HINT = (
    "Your values belong to the l1s in ascending order. In which order were they given?"
)


def frontier(x, held_out, l1s, seed=0, n_latents=96, steps=1200):
    l0s, fvus = [], []
    for l1 in sorted(l1s):
        sae = train(x, n_latents, l1, steps, seed)
        with torch.no_grad():
            reconstruction, features = forward(sae, held_out)
        l0s.append(l0(features))
        fvus.append(fraction_of_variance_unexplained(held_out, reconstruction))
    return l0s, fvus
