"""Strings are taken to have one length if they have as many letters in all."""

LOSES = {"data"}
HINT = (
    "You look at how many letters the strings have in all, or on average. "
    "Three strings of two, three and one have as many as three of two: all lengths have to be the same."
)
BREAKS = {"encode": "so do strings of different lengths"}


def encode(strings, alphabet=ALPHABET):
    length = len(strings[0])
    if sum(map(len, strings)) != length * len(strings):
        raise ValueError("the strings have different lengths")
    rows = [[alphabet.index(letter) for letter in text[:length]] for text in strings]
    return torch.tensor([row + [len(alphabet)] * (length + 1 - len(row)) for row in rows])
