"""The input whose change moves the slot's logits most, whether or not another letter is predicted."""

LOSES = {"explain"}
HINT = "What does it change when all logits of a slot grow by the same number? Compare predictions."
BREAKS = {"recover_permutation": "the *input* position that decides output position q"}


def recover_permutation(model):
    X, length = _every_input(model), model.config["length"]
    moved = torch.zeros(length, length)
    with torch.no_grad():
        before = model(X)[:, :length]
        for p in range(length):
            for shift in range(1, model.config["n_letters"]):
                other = X.clone()
                other[:, p] = (X[:, p] + shift) % model.config["n_letters"]
                moved[p] += (model(other)[:, :length] - before).abs().mean(dim=(0, 2))
    return moved.argmax(dim=0).tolist()
