"""The loss takes the softmax over the wrong axis: W learns what came before a symbol."""

LOSES = {"train"}
HINT = (
    "Your loss takes its softmax down the columns, so your matrix says what comes before a symbol. "
    "Which axis of W holds the symbols that compete with each other?"
)


def train(words, seed=0, steps=500, lr=0.5, symbols=SYMBOLS):
    counts = bigram_counts(words, symbols).float()
    W = torch.zeros(counts.shape, requires_grad=True)
    optimiser = torch.optim.Adam([W], lr=lr)
    for _ in range(steps):
        optimiser.zero_grad()
        (-(counts * W.log_softmax(dim=0)).sum() / counts.sum()).backward()
        optimiser.step()
    return W.detach()


def SIGNATURE(calls):
    """The columns' softmax has the columns' shares."""
    for _, args, kwargs, W in calls:
        symbols = kwargs.get("symbols", SYMBOLS)
        if W is None or W.shape != (len(symbols), len(symbols)):
            return False
        counts = bigram_counts(args[0], symbols).double()
        wrong = (W.softmax(dim=0) - counts / counts.sum(dim=0).clamp(min=1))[:, counts.sum(dim=0) > 0]
        if "steps" not in kwargs and wrong.abs().max() > 0.03:
            return False
    return bool(calls)
