"""The seed is not used, so every seed gives whatever the generator happens to give."""

LOSES = {"sampling", "lab"}
HINT = "Your words do not depend on the seed. Which generator draws them, and who set it?"


def sample_words(W, n, seed, max_len=30, temperature=1.0, symbols=SYMBOLS):
    P = _probabilities(W / temperature)
    words = []
    for _ in range(n):
        word, here = "", 0
        while len(word) < max_len:
            here = int(torch.multinomial(P[here], 1))
            if here == 0:
                break
            word += symbols[here]
        words.append(word)
    return words


def SIGNATURE(calls):
    """Two seeds give the same words; or in the lab, words that are the same call's only if it is the first."""
    sampled = [(args, words) for name, args, _, words in calls if name == "sample_words" and words]
    forty = [(args[2], words) for args, words in sampled if args[1] == 40 and len(set(words)) > 5]
    if any(one != two and words == others for one, words in forty for two, others in forty):
        return True
    labs = [
        value.models[""].samples for name, _, _, value in calls if name == "lab_data" and value is not None
    ]
    if not labs or len(sampled) < 2:
        return False
    (_, first), (_, second), *_ = sampled
    return first == labs[-1][0] and second != labs[-1][1]
