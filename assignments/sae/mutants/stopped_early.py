"""Training stops after 150 steps, while the loss still falls."""

LOSES = {"train"}
HINT = (
    "Your features are on their way, and training stops before they arrive. How does the share of "
    "features found grow with the number of steps?"
)


def train(x, n_latents=96, l1=0.3, steps=150, seed=0, lr=1e-2):
    sae = _drawn(x, n_latents, seed)
    return _fit(sae, x, steps, lr, lambda batch: loss(batch, *forward(sae, batch), l1)[0])
