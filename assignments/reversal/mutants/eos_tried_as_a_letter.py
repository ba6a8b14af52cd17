"""<eos> is tried as one of the other letters."""

LOSES = {"influence"}
HINT = "Which tokens do you put in a letter's place? One of those that you try is no letter of the alphabet."
BREAKS = {"influence": "all *other* letters of the alphabet at input position p"}

_influence = influence


def influence(model, X):
    n_letters, length = model.config["n_letters"], model.config["length"]
    with torch.no_grad():
        before = model(X).argmax(dim=2)
        changed = torch.zeros(length, length, dtype=torch.float64)
        for p in range(length):
            for shift in range(1, n_letters + 1):
                other = X.clone()
                other[:, p] = (X[:, p] + shift) % (n_letters + 1)
                changed[p] += (model(other).argmax(dim=2) != before)[:, :-1].double().mean(dim=0)
    return changed / n_letters


def recover_permutation(model):
    return _influence(model, _every_input(model)).argmax(dim=0).tolist()
