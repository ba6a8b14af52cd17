"""The predictions are looked up by the pattern's binary number, as if X counted upward."""

LOSES = {"noise"}
HINT = (
    "You find a pattern's prediction as if the rows counted upward in binary. "
    "What does the docstring say about their order?"
)
BREAKS = {"noisy_accuracy": "X [2^n, n] holds every pattern of n bits once, in any order"}


def noisy_accuracy(model, X, y, flip_probability):
    n = X.shape[1]
    with torch.no_grad():
        said = model(X).argmax(dim=1)
    rows = torch.arange(2**n)
    expected = 0.0
    for mask in range(2**n):
        flips = bin(mask).count("1")
        chance = flip_probability**flips * (1 - flip_probability) ** (n - flips)
        expected += chance * (said[rows ^ mask] == y).double().mean().item()
    return expected
