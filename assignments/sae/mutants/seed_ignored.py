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


def SIGNATURE(calls):
    """The same seed gives other weights, or another seed the same ones."""
    short = [
        (kwargs["seed"], value.tensors["W_dec"])
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("steps") == 20
    ]
    pairs = [(a, b) for i, a in enumerate(short) for b in short[:i]]
    return any(
        (one == two) != torch.equal(first, second)
        for (one, first), (two, second) in pairs
        if first.shape == second.shape
    )
