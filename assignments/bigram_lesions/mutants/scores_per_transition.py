"""The ratio is divided by the number of transitions, so that long words do not count for more."""

LOSES = {"languages"}
HINT = (
    "You take a mean over the transitions. The likelihood of a word is a product, so its logarithm is a sum."
)
BREAKS = {"language_scores": "The probability of a word is the product over all its transitions"}


def language_scores(words, W_one, W_other, symbols=SYMBOLS):
    difference = W_one.double().log_softmax(dim=1) - W_other.double().log_softmax(dim=1)
    counts = [bigram_counts([word], symbols) for word in words]
    return torch.stack([(c * difference).sum() / c.sum() for c in counts])
