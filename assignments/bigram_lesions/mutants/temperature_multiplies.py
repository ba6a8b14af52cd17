"""The logits are multiplied by the temperature and not divided by it."""

LOSES = {"sampling"}
HINT = (
    "At low temperature your words are wilder than at high temperature. "
    "Does a temperature multiply the logits, or divide them?"
)


def sample_words(W, n, seed, max_len=30, temperature=1.0, symbols=SYMBOLS):
    generator = torch.Generator().manual_seed(seed)
    P = _probabilities(W * temperature)
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
    """Words drawn at another temperature than 1 are far more probable under its inverse."""
    hotter = []
    for name, args, kwargs, words in calls:
        temperature = kwargs.get("temperature", 1.0)
        if name == "sample_words" and words and temperature != 1.0 and len(words) > 1000:
            counts = bigram_counts(words, kwargs["symbols"])
            gains = [
                (counts * _probabilities(args[0] * t).log()).sum() for t in (temperature, 1 / temperature)
            ]
            hotter.append(bool(gains[0] > gains[1] + 100))
    return bool(hotter) and all(hotter)
