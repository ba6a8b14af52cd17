"""The letters are changed in X itself, and those of the last position are left changed."""

LOSES = {"influence"}
HINT = "Your matrix is right. What does X hold after your call? Its last letters are not those that you were given."
BREAKS = {"influence": "Leaves X as it was"}


def influence(model, X):
    n_letters, length = model.config["n_letters"], model.config["length"]
    given = X.clone()
    with torch.no_grad():
        before = model(X).argmax(dim=2)
        changed = torch.zeros(length, length, dtype=torch.float64)
        for p in range(length):
            X[:] = given
            for _ in range(1, n_letters):
                X[:, p] = (X[:, p] + 1) % n_letters
                changed[p] += (model(X).argmax(dim=2) != before)[:, :-1].double().mean(dim=0)
    return changed / (n_letters - 1)
