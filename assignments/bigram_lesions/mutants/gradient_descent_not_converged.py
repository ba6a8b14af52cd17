"""Plain gradient descent with the defaults: common rows are learned, rare ones hardly."""

LOSES = {"train"}
HINT = "Does your training stop before it has converged, with the rows of common symbols learned and rare ones still flat? How large is the gradient of a row that is seldom used, and what does Adam do about it?"
BREAKS = {"train": "the mean of ln(E / P) over all transitions of the words is at most .003 nats"}


def train(words, seed=0, steps=500, lr=0.5, symbols=SYMBOLS):
    counts = bigram_counts(words, symbols).float()
    W = torch.zeros(counts.shape, requires_grad=True)
    optimiser = torch.optim.SGD([W], lr=lr)
    for _ in range(steps):
        optimiser.zero_grad()
        (-(counts * W.log_softmax(dim=1)).sum() / counts.sum()).backward()
        optimiser.step()
    return W.detach()


def SIGNATURE(calls):
    """Every row lies between the flat belief and the data, and the rarer the row the flatter."""
    flatness = []
    for _, args, kwargs, W in calls:
        symbols = kwargs.get("symbols", SYMBOLS)
        if W is None or W.shape != (len(symbols), len(symbols)):
            return False
        if len(args[0]) <= 5:  # no row is common
            continue
        counts = bigram_counts(args[0], symbols).double()
        total = counts.sum(dim=1)
        E = counts / total.clamp(min=1)[:, None]
        left = (W.softmax(dim=1) - E).norm(dim=1) / (1 / len(symbols) - E).norm(dim=1)
        flatness.append(
            (left[total.argmax()].item(), left[torch.where(total > 0, total, 1e9).argmin()].item())
        )
    return (
        bool(flatness) and all(common < rare <= 1.001 for common, rare in flatness) and flatness[0][1] > 0.9
    )
