"""Doubles by adding x to itself."""

EQUIVALENT = "x + x is 2x to the last bit"


def double(x):
    return x + x
