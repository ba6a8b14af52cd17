"""`train` returns the probabilities and not the logits, so that whoever takes the softmax takes it twice."""

LOSES = {"train"}
HINT = "Are your rows probabilities already, and sum to 1? W holds logits; take its softmax and see what is left of the beliefs."
BREAKS = {"train": "Fits the logits W [V, V] to the transitions of the words"}


def train(words, seed=0, steps=500, lr=0.5, symbols=SYMBOLS):
    counts = bigram_counts(words, symbols).float()
    W = torch.zeros(counts.shape, requires_grad=True)
    optimiser = torch.optim.Adam([W], lr=lr)
    for _ in range(steps):
        optimiser.zero_grad()
        (-(counts * W.log_softmax(dim=1)).sum() / counts.sum()).backward()
        optimiser.step()
    return W.detach().softmax(dim=1)


def SIGNATURE(calls):
    """No entry is negative and each row sums to 1."""
    returned = [W for _, _, _, W in calls if W is not None]
    return bool(returned) and all(W.min() >= 0 and (W.sum(dim=1) - 1).abs().max() < 1e-3 for W in returned)
