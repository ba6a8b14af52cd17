"""The temperature is not used."""

LOSES = {"sampling"}
HINT = "Your words are the same at every temperature. What should it do to the logits?"


def sample_words(W, n, seed, max_len=30, temperature=1.0, symbols=SYMBOLS):
    generator = torch.Generator().manual_seed(seed)
    P = _probabilities(W)
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
    """Words drawn at another temperature than 1 are far more probable at 1 than at that, or its inverse."""
    lukewarm = []
    for name, args, kwargs, words in calls:
        temperature = kwargs.get("temperature", 1.0)
        if name == "sample_words" and words and temperature != 1.0 and len(words) > 1000:
            counts = bigram_counts(words, kwargs["symbols"])
            one, right, inverse = (
                (counts * _probabilities(args[0] * t).log()).sum() for t in (1, 1 / temperature, temperature)
            )
            lukewarm.append(bool(one > max(right, inverse) + 100))
    return bool(lukewarm) and all(lukewarm)
