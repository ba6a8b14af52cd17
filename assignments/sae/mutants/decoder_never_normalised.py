"""The decoder's rows have length 1 at the start, and nobody keeps them there."""

LOSES = {"train", "topk", "concepts"}
HINT = (
    "Your decoder's rows do not have length 1 at the end. After which step do they leave it, and what "
    "does a longer row do to the penalty?"
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
    return sae


def SIGNATURE(calls):
    """Neither the rows nor the columns of the decoder have length 1."""
    from planted import lengths_off_one

    return bool(lengths_off_one(calls)) and all(min(pair) > 0.02 for pair in lengths_off_one(calls))
