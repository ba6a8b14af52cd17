"""The prediction is compared with the label of the flipped pattern, so noise costs nothing."""

LOSES = {"noise"}
HINT = (
    "Your accuracy does not depend on the noise. "
    "Whose label is the prediction compared with: the pattern's that was sent, or the pattern's that arrived?"
)


def noisy_accuracy(model, X, y, flip_probability):
    flips = (X[:, None] != X[None]).sum(dim=2).double()
    chance = flip_probability**flips * (1 - flip_probability) ** (X.shape[1] - flips)
    with torch.no_grad():
        right = (model(X).argmax(dim=1) == y)[None]
    return (chance * right).sum(dim=1).mean().item()
