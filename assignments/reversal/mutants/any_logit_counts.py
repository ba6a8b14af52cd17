"""Every change of the logits counts, even one that changes no prediction."""

LOSES = {"influence", "explain"}
HINT = (
    "Every position influences every other in your matrix. "
    "A logit moves a little with any input: what has to change before it counts here?"
)


def influence(model, X):
    n_letters, length = model.config["n_letters"], model.config["length"]
    changed = torch.zeros(length, length, dtype=torch.float64)
    with torch.no_grad():
        before = model(X)
        for p in range(length):
            for shift in range(1, n_letters):
                other = X.clone()
                other[:, p] = (X[:, p] + shift) % n_letters
                changed[p] += (model(other) != before).any(dim=2)[:, :-1].double().mean(dim=0)
    return changed / (n_letters - 1)
