"""The second model's logarithm minus the first's."""

LOSES = {"languages"}
HINT = "All your scores have the wrong sign. Which model should a positive score speak for?"


def language_scores(words, W_one, W_other, symbols=SYMBOLS):
    difference = W_other.double().log_softmax(dim=1) - W_one.double().log_softmax(dim=1)
    return torch.stack([(bigram_counts([word], symbols) * difference).sum() for word in words])
