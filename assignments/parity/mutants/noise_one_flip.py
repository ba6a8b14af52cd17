"""At most one bit flips: patterns with two and more flips are left out."""

LOSES = {"noise"}
HINT = "Your probabilities do not add up to 1. How many bits can flip at once, if each flips on its own?"
BREAKS = {"noisy_accuracy": "The exact expected accuracy when each bit of the input flips independently"}


def noisy_accuracy(model, X, y, flip_probability):
    n = X.shape[1]
    keep, flip = (1 - flip_probability) ** n, flip_probability * (1 - flip_probability) ** (n - 1)
    with torch.no_grad():
        expected = keep * (model(X).argmax(dim=1) == y).double()
        for bit in range(n):
            flipped = X.clone()
            flipped[:, bit] = 1 - flipped[:, bit]
            expected += flip * (model(flipped).argmax(dim=1) == y).double()
    return expected.mean().item()
