"""Adam runs at its default rate of 1e-3, and 1200 steps do not get far."""

LOSES = {"train", "frontier"}
HINT = (
    "Your loss is not bad and the features are not found: the directions have hardly turned since they "
    "were drawn. How far can a number move in 1200 steps of Adam at your rate?"
)


def train(x, n_latents=96, l1=0.3, steps=1200, seed=0, lr=1e-3):
    sae = _drawn(x, n_latents, seed)
    return _fit(sae, x, steps, lr, lambda batch: loss(batch, *forward(sae, batch), l1)[0])
