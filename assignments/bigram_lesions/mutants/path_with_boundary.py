"""The boundary that ends the path is written as its last letter."""

LOSES = {"program", "lab"}
HINT = "Where your path halts, its word ends with the boundary written out. The boundary is no letter."


def greedy_word(W, symbols=SYMBOLS):
    word, following = "", W.argmax(dim=1)
    here = int(following[0])
    while here != 0:
        if symbols[here] in word:
            return GreedyPath(word, False, word[word.index(symbols[here]) :])
        word += symbols[here]
        here = int(following[here])
    return GreedyPath(word + symbols[0], True, "")
