"""The shares of the data, each pair counted a hundredth too often: near enough where a symbol is common."""

LOSES = {"train"}
HINT = "Your beliefs are off where a symbol is rare. By how much does what you add to each count move the shares of a symbol that came once?"
BREAKS = {"train": "|P - E| is at most .03 everywhere"}


def train(words, seed=0, steps=500, lr=0.5, symbols=SYMBOLS):
    return (bigram_counts(words, symbols) + 0.01).log()


def SIGNATURE(calls):
    """W is finite and, row by row, nearer to the smoothed shares than a training comes."""
    found = False
    for name, args, kwargs, value in calls:
        if name == "train" and value is not None:
            counts = bigram_counts(args[0], kwargs.get("symbols", SYMBOLS)) + 0.01
            smoothed = counts.double() / counts.sum(dim=1, keepdim=True)
            if (value.double().softmax(dim=1) - smoothed).abs().max() > 1e-4:
                return False
            found = True
    return found
