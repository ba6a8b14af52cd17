"""Leaves the mean in."""

LOSES = {"value"}
HINT = "The attributions do not sum to zero: take their mean out."


def attribute(prompt, x):
    return x * len(prompt)
