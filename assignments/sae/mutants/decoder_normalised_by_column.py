"""The decoder's columns are divided by their length, one for each dimension, where its rows should be."""

LOSES = {"train", "topk", "concepts"}
HINT = (
    "What has length 1 in your decoder is not the rows but the columns. Which axis of W_dec runs along "
    "one latent's direction?"
)


def _fit(sae, x, steps, lr, objective):
    optimiser = torch.optim.Adam(sae.parameters(), lr=lr)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = lr * min(1.0, 5 * (1 - step / steps))
        batch = x[torch.randint(len(x), (256,))] if len(x) > 256 else x
        optimiser.zero_grad()
        objective(batch).backward()
        optimiser.step()
        with torch.no_grad():
            sae.W_dec /= sae.W_dec.norm(dim=0, keepdim=True)
    return sae


def SIGNATURE(calls):
    """The columns of the decoder have length 1, the rows have not."""
    from planted import lengths_off_one

    off = lengths_off_one(calls)
    return bool(off) and all(rows > 0.02 > 1e-3 > columns for rows, columns in off)
