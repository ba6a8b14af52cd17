"""The seed is not used, so every seed gives whatever the generator happens to give."""

LOSES = {"train"}
HINT = (
    "Your training does not depend on its seed argument. Where is the first random number drawn, and what "
    "should have happened just before?"
)


def _drawn(x, n_latents, seed):
    sae = SparseAutoencoder(x.shape[1], n_latents)
    sae.b_dec.data.copy_(x.mean(dim=0))
    return sae
