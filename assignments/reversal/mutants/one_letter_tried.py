"""Each letter is replaced by the next one only, not by every other letter."""

LOSES = {"influence"}
HINT = (
    "You try one replacement for each letter. "
    "The docstring asks for all other letters of the alphabet: could a network tell some apart and not others?"
)
BREAKS = {"influence": "(N times n_letters - 1 cases"}


def influence(model, X):
    n_letters, length = model.config["n_letters"], model.config["length"]
    changed = torch.zeros(length, length, dtype=torch.float64)
    with torch.no_grad():
        before = model(X).argmax(dim=2)
        for p in range(length):
            other = X.clone()
            other[:, p] = (X[:, p] + 1) % n_letters
            changed[p] = (model(other).argmax(dim=2) != before)[:, :-1].double().mean(dim=0)
    return changed
