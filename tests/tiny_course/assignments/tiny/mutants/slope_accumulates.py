"""Reads x.grad without clearing it, so that a second call adds to the first."""

LOSES = {"fit"}
HINT = "The gradient of the second call holds the first one too."
BREAKS = {"slope": "The gradient of the sum"}


def slope(model, x):
    x.requires_grad_(True)
    model(x).sum().backward()
    return x.grad.clone()
