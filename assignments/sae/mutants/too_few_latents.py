"""There are never more latents than dimensions, as in an autoencoder for compression."""

LOSES = {"train"}
HINT = (
    "Your autoencoder has fewer latents than it was asked for. With more features than dimensions, how "
    "many directions does it need?"
)


def train(x, n_latents=96, l1=0.3, steps=1200, seed=0, lr=1e-2):
    sae = _drawn(x, min(n_latents, x.shape[1]), seed)
    return _fit(sae, x, steps, lr, lambda batch: loss(batch, *forward(sae, batch), l1)[0])


def SIGNATURE(calls):
    """There are as many latents as dimensions."""
    from planted import trainings

    return bool(trainings(calls)) and all(len(sae.W_dec) == x.shape[1] for _, x, sae in trainings(calls))
