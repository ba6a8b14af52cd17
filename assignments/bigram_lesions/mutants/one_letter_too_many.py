"""The cut comes one letter late: a word may have max_len + 1 letters."""

LOSES = {"sampling", "lab"}
HINT = "A word that is cut has one letter more than max_len. How often does your loop draw?"


def sample_words(W, n, seed, max_len=30, temperature=1.0, symbols=SYMBOLS):
    generator = torch.Generator().manual_seed(seed)
    P = _probabilities(W / temperature)
    words = []
    for _ in range(n):
        word, here = "", 0
        while len(word) <= max_len:
            here = int(torch.multinomial(P[here], 1, generator=generator))
            if here == 0:
                break
            word += symbols[here]
        words.append(word)
    return words


def SIGNATURE(calls):
    """The longest word has one letter too many."""
    for name, _, kwargs, value in calls:
        if name == "sample_words" and value and "max_len" in kwargs:
            if max(map(len, value)) == kwargs["max_len"] + 1:
                return True
        elif name == "lab_data" and value is not None:
            sizes = [
                len(word) for view in value.models.values() for sample in view.samples for word in sample
            ]
            if max(sizes, default=0) == LAB_LENGTH + 1:
                return True
    return False
