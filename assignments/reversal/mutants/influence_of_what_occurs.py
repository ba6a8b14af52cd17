"""Only letters that occur somewhere in X are tried."""

LOSES = {"influence"}
HINT = "Your matrix is right where every letter occurs. Which letters have to be tried where X holds only some of them?"
BREAKS = {"influence": "all *other* letters of the alphabet at input position p (N times n_letters - 1 cases"}


def influence(model, X):
    length = model.config["length"]
    letters = X[:, :-1].unique()
    with torch.no_grad():
        before = model(X).argmax(dim=2)
        changed = torch.zeros(length, length, dtype=torch.float64)
        for p in range(length):
            for letter in letters:
                other = X.clone()
                other[:, p] = letter
                changed[p] += (model(other).argmax(dim=2) != before)[:, :-1].double().mean(dim=0)
    return changed / max(1, len(letters) - 1)
