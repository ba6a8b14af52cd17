"""The boundary is written at the end of each word."""

LOSES = {"sampling", "lab"}
HINT = "Your words end with the boundary written out. It ends a word and is not a part of it."


def sample_words(W, n, seed, max_len=30, temperature=1.0, symbols=SYMBOLS):
    generator = torch.Generator().manual_seed(seed)
    P = _probabilities(W / temperature)
    words = []
    for _ in range(n):
        word, here = "", 0
        while len(word) < max_len:
            here = int(torch.multinomial(P[here], 1, generator=generator))
            word += symbols[here]
            if here == 0:
                break
        words.append(word)
    return words


def SIGNATURE(calls):
    """Some word ends with the boundary."""
    words = [word for name, _, _, value in calls if name == "sample_words" and value for word in value]
    for name, args, _, value in calls:
        if name == "lab_data" and value is not None:
            words += [word for sample in value.models[""].samples for word in sample]
            return any(word.endswith(args[2][0]) for word in words)
    return any(word.endswith(".") for word in words)
