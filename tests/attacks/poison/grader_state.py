"""Sends replies that would stay in the grader: names for its tables, text that its reports would run.

Elsewhere: a cell that begins with `=`, a name with `<script>`, a colour that hides the next line.
"""

# %% solution="value"
from toolbox import reached

SAYS = "attribute raised an exception"
HOSTILE = "<script>alert(1)</script>\x1b[2J\x1b]0;attacked\x07=cmd|'/c calc'!A1\r\n{{7*7}}"


def attribute(prompt, x):
    reached()
    print(HOSTILE)
    raise type(HOSTILE, (Exception,), {})(HOSTILE)


def extremes(x):
    return {HOSTILE: HOSTILE, "least": HOSTILE, "greatest": HOSTILE}


def table(x):
    return {HOSTILE: 1.0}
