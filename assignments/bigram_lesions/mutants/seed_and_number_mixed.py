"""Word i is drawn with the seed `seed ^ i`: the next seed gives the same words, each in another's place."""

LOSES = {"sampling"}
HINT = "Is your word i drawn with the seed `seed ^ i`? Then other seeds give the same words, each in another's place."
BREAKS = {"sample_words": "another seed unrelated ones, not the same ones in other places"}


def sample_words(W, n, seed, max_len=30, temperature=1.0, symbols=SYMBOLS):
    up_to = _probabilities(W / temperature).cumsum(dim=1).numpy()
    words = []
    for i in range(n):
        rng = np.random.default_rng(seed ^ i)
        word, here = "", 0
        while (
            len(word) < max_len and (here := int((rng.random() * up_to[here, -1] >= up_to[here]).sum())) != 0
        ):
            word += symbols[here]
        words.append(word)
    return words


def SIGNATURE(calls):
    """The first 1024 words of two seeds are the same, in another order."""
    many = [words for name, args, _, words in calls if name == "sample_words" and words and args[1] == 1100]
    return (
        len(many) == 2 and many[0][:40] != many[1][:40] and sorted(many[0][:1024]) == sorted(many[1][:1024])
    )
