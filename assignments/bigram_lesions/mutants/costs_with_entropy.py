"""H is the entropy of the model's own row, not its cross-entropy with the data."""

LOSES = {"rows"}
HINT = (
    "You take for H how uncertain the model's row is. "
    "What the row costs on these words depends on what follows in *them*: the cross-entropy."
)
BREAKS = {"forgetting_costs": "H the cross-entropy of the data's row with the model's"}


def forgetting_costs(W, words, symbols=SYMBOLS):
    share = bigram_counts(words, symbols).double().sum(dim=1)
    P = _probabilities(W)
    return share / share.sum() * (math.log(len(symbols)) + (P * P.log()).sum(dim=1))
