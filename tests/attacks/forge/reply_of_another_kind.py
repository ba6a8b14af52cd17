"""Answers calls with what belongs to other questions: that there is no such function, that all was loaded.

Elsewhere: a missing function is skipped rather than failed.
"""

# %% solution="value"
from toolbox import reply

SAYS = "attribute"


def attribute(prompt, x):
    reply({"reply": "missing"})
    return x


def extremes(x):
    reply({"reply": "loaded", "functions": ["extremes"], "troubles": []})
    return x
