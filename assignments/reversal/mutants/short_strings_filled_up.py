"""Shorter strings are filled up with <eos>."""

LOSES = {"data"}
HINT = (
    "You encode strings of different lengths together. "
    "What does the docstring want to happen, and what would their targets be?"
)
BREAKS = {"encode": ("so do strings of different lengths", "All strings have the same length L")}


def encode(strings, alphabet=ALPHABET):
    longest = max(map(len, strings))
    rows = [[alphabet.index(letter) for letter in text] for text in strings]
    return torch.tensor([row + [len(alphabet)] * (longest + 1 - len(row)) for row in rows])


def SIGNATURE(calls):
    """There are tokens for strings of different lengths, also on average, and none for a letter that the alphabet lacks."""
    asked = [args for name, args, _, value in calls if name == "encode" and value is not None]
    unknown = any(set("".join(args[0])) - set((*args, ALPHABET)[1]) for args in asked)
    return not unknown and any(sum(map(len, args[0])) != len(args[0][0]) * len(args[0]) for args in asked)
