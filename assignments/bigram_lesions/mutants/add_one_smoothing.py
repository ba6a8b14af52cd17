"""One is added to every count, as is done against overfitting: rare rows become nearly uniform."""

LOSES = {"train"}
HINT = "Was something added to your counts, so that nothing is improbable? What is asked for are the data's own shares; look at the row of q."
BREAKS = {"train": "|P - E| is at most .03 everywhere"}


def train(words, seed=0, steps=500, lr=0.5, symbols=SYMBOLS):
    return (bigram_counts(words, symbols) + 1.0).log()


def SIGNATURE(calls):
    """The probabilities are those of the counts plus one."""
    for _, args, kwargs, W in calls:
        symbols = kwargs.get("symbols", SYMBOLS)
        if W is None or W.shape != (len(symbols), len(symbols)):
            return False
        smoothed = bigram_counts(args[0], symbols) + 1.0
        if (
            not (W.softmax(dim=1) - smoothed / smoothed.sum(dim=1, keepdim=True)).abs().max() <= 0.02
        ):  # NaN: no
            return False
    return bool(calls)
