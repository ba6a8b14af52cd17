"""A closed form with a small number in place of 0, which is not small beside the counts of few words."""

LOSES = {"train"}
HINT = "Your beliefs are off where a symbol is rare. By how much does what you add to each count move the shares of a symbol that came once?"
BREAKS = {"train": "for any list of words, a short one too"}


def train(words, seed=0, steps=500, lr=0.5, symbols=SYMBOLS):
    return (bigram_counts(words, symbols) + 0.002).log()


def SIGNATURE(calls):
    """Of few words one small number, added to all counts, gives what each row's symbols have that never follow."""
    added = []
    for name, args, kwargs, W in calls:
        if name != "train" or W is None or len(args[0]) > 5:
            continue
        counts = bigram_counts(args[0], kwargs.get("symbols", SYMBOLS))
        P, total = W.double().softmax(dim=1), counts.sum(dim=1)
        of_each = P * total[:, None] / (1 - len(P) * P)
        added += of_each[(counts == 0) & (total[:, None] > 0)].tolist()
    return bool(added) and min(added) > 1e-4 and max(added) < min(1.1 * min(added), 0.1)
