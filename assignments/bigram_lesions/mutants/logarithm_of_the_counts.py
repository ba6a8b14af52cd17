"""The closed form W = ln(counts) as it stands: pairs that do not occur get -inf."""

LOSES = {"train"}
HINT = "You take the logarithm of 0 where a pair never occurs. Which small number could stand there instead?"
BREAKS = {"train": "All of W is finite"}


def train(words, seed=0, steps=500, lr=0.5, symbols=SYMBOLS):
    return bigram_counts(words, symbols).double().log()
