"""Only the transitions between letters count: how a word begins and ends is left out."""

LOSES = {"languages"}
HINT = "Your scores leave out how a word begins and ends. The steps from and to the boundary are transitions too."


def language_scores(words, W_one, W_other, symbols=SYMBOLS):
    difference = W_one.double().log_softmax(dim=1) - W_other.double().log_softmax(dim=1)
    return torch.stack([(bigram_counts([word], symbols) * difference)[1:, 1:].sum() for word in words])
