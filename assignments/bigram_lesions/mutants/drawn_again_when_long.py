"""A word that has not ended after max_len letters is drawn again, up to a hundred times, so that long words are rare."""

LOSES = {"sampling"}
HINT = "Do you draw a word again that has not ended in time? Then short words are too many: a long word should be cut."
BREAKS = {"sample_words": "A word that has max_len letters is cut there"}


def sample_words(W, n, seed, max_len=30, temperature=1.0, symbols=SYMBOLS):
    rng = np.random.default_rng(seed)
    P = _probabilities(W / temperature).numpy()
    words = []
    for _ in range(n):
        for _ in range(100):
            word, here = "", 0
            while len(word) < max_len and (here := int(rng.choice(len(P), p=P[here]))) != 0:
                word += symbols[here]
            if here == 0:
                break
        words.append(word)
    return words
