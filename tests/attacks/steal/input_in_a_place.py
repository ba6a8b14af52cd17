"""Sends a trouble whose place, type and name are the hidden inputs.

Elsewhere: the place of an error is text from the student's process.
"""

# %% solution="value"
from toolbox import reply

SAYS = "attribute raised"


def trouble(text, line):
    place = {"where": text, "line": line}
    reply({"reply": "trouble", "type": text, "text": text, "place": place, "name": text})


def attribute(prompt, x):
    trouble(prompt, int(x[0]))
    return x


def extremes(x):
    trouble("probing.py", int(x[0]))
    return x


def table(x):
    trouble(f"probing.py\r\n{int(x[0, 0])}", -int(x[0, 0]))
    return x
