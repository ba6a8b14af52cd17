"""Recurses: in Python with the guard taken away, in the compiler, in a returned value that holds itself.

Elsewhere: the interpreter's stack overflows, in whichever process walks the value.
"""

# %% solution="value"
import sys

from toolbox import reached

SAYS = "attribute"


def deeper(x):
    return deeper(x)


def attribute(prompt, x):
    reached()
    sys.setrecursionlimit(10**8)
    return deeper(x)


def extremes(x):
    itself = []
    itself.append(itself)
    return itself


def table(x):
    nested = {}
    for _ in range(10**6):
        nested = {"column 0": nested}
    return nested


def train(x, y, seed):
    return compile("-" * 200_000 + "1", "deep", "eval")
