"""The path is followed for a hundred letters instead of until it comes back to where it was."""

LOSES = {"program", "lab"}
HINT = (
    "Your path goes round and round until a counter stops it. "
    "After which letter do you know that it will repeat itself for ever?"
)
BREAKS = {"greedy_word": "it stops before writing it again"}


def greedy_word(W, symbols=SYMBOLS):
    word, following = "", W.argmax(dim=1)
    here = int(following[0])
    while here != 0 and len(word) < 100:
        word += symbols[here]
        here = int(following[here])
    return GreedyPath(word, here == 0, "" if here == 0 else word)
