"""The permutation is read off one string, by looking for each output letter in the input."""

LOSES = {"explain"}
HINT = (
    "You look for the output's letters in the input. "
    "If a network renames its letters, or one string holds a letter twice, that says nothing; what would change if "
    "you changed one letter of the input?"
)
BREAKS = {"recover_permutation": "The model may also rename letters"}


def recover_permutation(model):
    n_letters, length = model.config["n_letters"], model.config["length"]
    X = torch.tensor([[*(p % n_letters for p in range(length)), n_letters]])
    said = model(X).argmax(dim=2)[0].tolist()
    letters = X[0, :length].tolist()
    return [letters.index(letter) if letter in letters else 0 for letter in said[:length]]
