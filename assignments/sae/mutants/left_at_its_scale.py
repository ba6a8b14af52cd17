"""The autoencoder is returned as it was trained, on centred and divided activations."""

LOSES = {"concepts"}
HINT = (
    "Does your autoencoder fit the activations that it is given, or those that you trained on? What "
    "becomes of b_enc and b_dec when centring and dividing are undone?"
)
BREAKS = {
    "train_on_activations": (
        "in the model's own units",
        "have a latent that fires for them with F1 above .8",
        "of the variance of the facts held out at most .4 is unexplained",
    )
}


def train_on_activations(x, seed=0):
    centre = x.mean(dim=0)
    size = (x - centre).norm(dim=1).mean()
    return train((x - centre) / size, n_latents=96, l1=0.3, steps=400, seed=seed, lr=3e-3)


def SIGNATURE(calls):
    """It explains centred and divided activations, and not the model's own."""
    from planted import explains, trainings

    return any(
        not explains(sae, x) and explains(sae, (x - x.mean(dim=0)) / (x - x.mean(dim=0)).norm(dim=1).mean())
        for _, x, sae in trainings(calls)
    )
