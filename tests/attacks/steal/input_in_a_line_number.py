"""Raises at a line whose number is the hidden number, in a file that it calls its own.

Elsewhere: a traceback's line numbers are shown, whatever they are.
"""

# %% solution="value"
from toolbox import reached

SAYS = "attribute raised ValueError"


def raise_at(line, where="probing.py"):
    exec(compile("\n" * (line - 1) + "raise ValueError", where, "exec"))


def attribute(prompt, x):
    reached()
    raise_at(int(x[0]))


def extremes(x):
    raise_at(int(x[0]), f"probing.py, line {int(x[0])}")


def table(x):
    raise SyntaxError("here", ("probing.py", int(x[0, 0]), 1, "text"))
