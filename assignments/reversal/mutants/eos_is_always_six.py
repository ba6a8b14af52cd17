"""<eos> is 6, as it is for the alphabet of this notebook."""

LOSES = {"data"}
HINT = (
    "Your <eos> is right for six letters and wrong for another alphabet. "
    "Which number is the first that no letter uses?"
)
BREAKS = {"encode": "<eos> is len(alphabet)"}


def encode(strings, alphabet=ALPHABET):
    return torch.tensor([[*(alphabet.index(letter) for letter in text), 6] for text in strings])
