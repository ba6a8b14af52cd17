"""The cost is that of one use of the row, not weighted by how often it is used."""

LOSES = {"rows"}
HINT = (
    "Your costs are for one transition out of each row, however rare. "
    "The loss is a mean over all transitions: which share of them starts there?"
)


def forgetting_costs(W, words, symbols=SYMBOLS):
    counts = bigram_counts(words, symbols).double()
    surprise = torch.where(counts > 0, -counts * _probabilities(W).log(), 0.0).sum(dim=1)
    total = counts.sum(dim=1)
    return torch.where(total > 0, math.log(len(symbols)) - surprise / total.clamp(min=1), 0.0)
