"""The encoder is divided by the size as well, so features stay at the scale of the training."""

LOSES = {"concepts"}
HINT = (
    "Your features keep the size that they had in training, and the decoder puts them into the model's "
    "units. If a row of length 1 is to be multiplied by the feature, which of the two has to grow?"
)


def train_on_activations(x, seed=0):
    centre = x.mean(dim=0)
    size = (x - centre).norm(dim=1).mean()
    sae = train((x - centre) / size, n_latents=96, l1=0.3, steps=400, seed=seed, lr=3e-3)
    with torch.no_grad():
        sae.W_enc /= size
        sae.b_dec.copy_(centre + size * sae.b_dec)
    return sae


def SIGNATURE(calls):
    """It explains the model's activations once its features are multiplied by their size."""
    from planted import explains, mean_l0s, trainings

    return max(mean_l0s(calls), default=9.0) < 5 and any(
        not explains(sae, x) and explains(sae, x, (x - x.mean(dim=0)).norm(dim=1).mean().item())
        for _, x, sae in trainings(calls)
    )
