"""The matrix has a row and a column for <eos>."""

LOSES = {"influence"}
HINT = "Your matrix has one row and one column too many. Which slot is neither changed nor looked at?"
BREAKS = {"influence": ("The <eos> slot is neither changed nor looked at", "[L, L]")}

_influence = influence


def influence(model, X):
    n_letters, slots = model.config["n_letters"], X.shape[1]
    with torch.no_grad():
        before = model(X).argmax(dim=2)
        changed = torch.zeros(slots, slots, dtype=torch.float64)
        for p in range(slots):
            for shift in range(1, n_letters):
                other = X.clone()
                other[:, p] = (X[:, p] + shift) % n_letters
                changed[p] += (model(other).argmax(dim=2) != before).double().mean(dim=0)
    return changed / (n_letters - 1)


def recover_permutation(model):
    return _influence(model, _every_input(model)).argmax(dim=0).tolist()
