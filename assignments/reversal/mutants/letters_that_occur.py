"""The alphabet is taken to be the letters that occur in the strings."""

LOSES = {"data"}
HINT = (
    "Your tokens change when a letter of the alphabet does not occur. "
    "Which alphabet counts: the one that you are given, or the letters of these strings?"
)
BREAKS = {"encode": "a letter is its place in the alphabet"}


def encode(strings, alphabet=ALPHABET):
    if len({len(text) for text in strings}) > 1 or set("".join(strings)) - set(alphabet):
        raise ValueError(strings)
    here = [letter for letter in alphabet if letter in "".join(strings)]
    return torch.tensor([[*(here.index(letter) for letter in text), len(here)] for text in strings])
