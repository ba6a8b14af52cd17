"""Word i is drawn with the seed `seed + i`, so the next seed gives the same words, one place earlier."""

LOSES = {"sampling"}
HINT = "Is your word i drawn with the seed `seed + i`? Then the words of the next seed are the same ones, one place earlier."
BREAKS = {"sample_words": "another seed unrelated ones, not the same ones in other places"}


def sample_words(W, n, seed, max_len=30, temperature=1.0, symbols=SYMBOLS):
    P = _probabilities(W / temperature).numpy()
    words = []
    for i in range(n):
        rng = np.random.default_rng(seed + i)
        word, here = "", 0
        while len(word) < max_len and (here := int(rng.choice(len(P), p=P[here]))) != 0:
            word += symbols[here]
        words.append(word)
    return words


def SIGNATURE(calls):
    """The words of the next seed are those of this one from the second on."""
    forty = [
        (args[2], words)
        for name, args, _, words in calls
        if name == "sample_words" and words and args[1] == 40
    ]
    return any(
        two == one + 1 and words[1:] == others[:-1] and len(set(words)) > 5
        for one, words in forty
        for two, others in forty
    )
