"""The tokens are the letters alone, without <eos>."""

LOSES = {"data"}
HINT = (
    "Your tokens have one column too few. What comes after the last letter, and which number stands for it?"
)
BREAKS = {"encode": "the last column is <eos>"}


def encode(strings, alphabet=ALPHABET):
    return torch.tensor([[alphabet.index(letter) for letter in text] for text in strings])
