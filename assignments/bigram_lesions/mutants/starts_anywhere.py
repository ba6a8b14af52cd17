"""The first letter is drawn with the same probability for all letters, and not from the boundary's row."""

LOSES = {"sampling"}
HINT = "Your words begin with every letter equally often. Where in the matrix does it say how words begin?"


def sample_words(W, n, seed, max_len=30, temperature=1.0, symbols=SYMBOLS):
    generator = torch.Generator().manual_seed(seed)
    P = _probabilities(W / temperature)
    P[0] = (P[0] > 0).double()
    P[0, 0] = 0.0
    words = []
    for _ in range(n):
        word, here = "", 0
        while len(word) < max_len:
            here = int(torch.multinomial(P[here], 1, generator=generator))
            if here == 0:
                break
            word += symbols[here]
        words.append(word)
    return words


def SIGNATURE(calls):
    """First letters are spread evenly, whatever the model says."""
    even = []
    for name, args, kwargs, words in calls:
        if name == "sample_words" and words and len(words) > 1000:
            symbols = kwargs["symbols"]
            begin = bigram_counts([word[:1] for word in words], symbols)[0].double() / len(words)
            flat = torch.full_like(begin, 1 / (len(symbols) - 1))
            flat[0] = 0.0
            even.append(
                bool((begin - flat).abs().max() < 0.05 < (begin - _probabilities(args[0])[0]).abs().max())
            )
    return bool(even) and all(even)
