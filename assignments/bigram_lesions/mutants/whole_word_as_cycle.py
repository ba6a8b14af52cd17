"""The whole path is given as the cycle, with the letters that lead into it."""

LOSES = {"program", "lab"}
HINT = (
    "You give the whole path as its cycle. "
    "The letters before the one that it comes back to are written once and never again."
)


def greedy_word(W, symbols=SYMBOLS):
    word, following = "", W.argmax(dim=1)
    here = int(following[0])
    while here != 0:
        if symbols[here] in word:
            return GreedyPath(word, False, word)
        word += symbols[here]
        here = int(following[here])
    return GreedyPath(word, True, "")
