"""The ratio is taken between logits and not probabilities, and so depends on the gauge of each row."""

LOSES = {"languages"}
HINT = (
    "You subtract logits. Add a constant to a row of one model: it is the same model, and your scores change. "
    "What has to be subtracted?"
)


def language_scores(words, W_one, W_other, symbols=SYMBOLS):
    difference = W_one.double() - W_other.double()
    return torch.stack([(bigram_counts([word], symbols) * difference).sum() for word in words])
