"""Word i is drawn with the seed `1000 * seed + i`: from the thousandth on they are the next seed's."""

LOSES = {"sampling"}
HINT = "Has every word a seed of its own? From some word on they are those of the next seed."
BREAKS = {"sample_words": "another seed unrelated ones, not the same ones in other places"}


def sample_words(W, n, seed, max_len=30, temperature=1.0, symbols=SYMBOLS):
    up_to = _probabilities(W / temperature).cumsum(dim=1).numpy()
    words = []
    for i in range(n):
        rng = np.random.default_rng(1000 * seed + i)
        word, here = "", 0
        while (
            len(word) < max_len and (here := int((rng.random() * up_to[here, -1] >= up_to[here]).sum())) != 0
        ):
            word += symbols[here]
        words.append(word)
    return words


def SIGNATURE(calls):
    """The words of the next seed begin at the thousandth of this one, and no sooner."""
    many = [words for name, args, _, words in calls if name == "sample_words" and words and args[1] == 1100]
    return len(many) == 2 and many[0][1000:1040] == many[1][:40] != many[0][:40]
