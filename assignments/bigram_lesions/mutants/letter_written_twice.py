"""The letter that the path comes back to is written a second time."""

LOSES = {"program", "lab"}
HINT = "Your path writes the letter that it comes back to a second time. It should stop just before."


def greedy_word(W, symbols=SYMBOLS):
    word, following = "", W.argmax(dim=1)
    here = int(following[0])
    while here != 0:
        word += symbols[here]
        if symbols[here] in word[:-1]:
            return GreedyPath(word, False, word[word.index(symbols[here]) : -1])
        here = int(following[here])
    return GreedyPath(word, True, "")
