"""Training stops after 150 steps, while the loss still falls."""

LOSES = {"train"}
HINT = (
    "Is your training at its end when it stops? How does the share of features found grow with the number"
    " of steps, and with the rate?"
)
BREAKS = {"train": "the autoencoder recovers"}


def train(x, n_latents=96, l1=0.3, steps=150, seed=0, lr=1e-2):
    sae = _drawn(x, n_latents, seed)
    return _fit(sae, x, steps, lr, lambda batch: loss(batch, *forward(sae, batch), l1)[0])


def SIGNATURE(calls):
    """Too many features fire, each a little, while a penalty is at work on rows of length 1."""
    from planted import lengths_off_one, mean_l0s

    l0s = mean_l0s(calls)
    return (
        bool(l0s)
        and 13 < min(l0s) <= max(l0s) < 23
        and all(rows < 1e-3 for rows, _ in lengths_off_one(calls))
    )
