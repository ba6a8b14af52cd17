"""The changed run is compared with the reversed string instead of with the model's own prediction before."""

LOSES = {"influence"}
HINT = (
    "You compare with the reversed string, so every mistake of the model counts as an influence. "
    "What did the model itself say before the letter was changed?"
)
BREAKS = {"influence": "is not the one for the row as it was"}

_influence = influence


def influence(model, X):
    n_letters, length = model.config["n_letters"], model.config["length"]
    changed = torch.zeros(length, length, dtype=torch.float64)
    with torch.no_grad():
        for p in range(length):
            for shift in range(1, n_letters):
                other = X.clone()
                other[:, p] = (X[:, p] + shift) % n_letters
                changed[p] += (model(other).argmax(dim=2) != targets(X))[:, :-1].double().mean(dim=0)
    return changed / (n_letters - 1)


def recover_permutation(model):
    return _influence(model, _every_input(model)).argmax(dim=0).tolist()
