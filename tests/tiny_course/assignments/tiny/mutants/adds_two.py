"""Adds two instead of doubling."""

LOSES = {"double"}
HINT = "This adds two; doubling multiplies."


def double(x):
    return x + 2
