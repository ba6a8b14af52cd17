"""Adds two instead of doubling."""

LOSES = {"double"}
HINT = "This adds two; doubling multiplies."
BREAKS = {"double": "Twice `x`"}


def double(x):
    return x + 2
