"""Answers calls with messages of another kind, whose names and texts are the hidden inputs.

Elsewhere: an assertion that names the unexpected object prints it in the report.
"""

# %% solution="value"
from toolbox import reply

SAYS = "attribute"


def attribute(prompt, x):
    reply({"reply": "loaded", "functions": [prompt, str(int(x[0]))], "troubles": []})
    return x


def extremes(x):
    text = str(int(x[0]))
    reply({"reply": "trouble", "type": "NameError", "text": text, "place": None, "name": text})
    return x


def table(x):
    text = str(int(x[0, 0]))
    place = {"where": text, "line": 1}
    trouble = {"type": text, "text": text, "place": place, "name": text, "reply": "trouble"}
    reply({"reply": "loaded", "functions": [text], "troubles": [trouble]})
    return x
