"""Sends replies that are wrong in places which a parser's error message would quote.

Elsewhere: `Invalid value '…'` stands in the report.
"""

# %% solution="value"
from toolbox import reply, returned

SAYS = "cannot be read"


def attribute(prompt, x):
    reply({"reply": f"{prompt} {int(x[0])}"})
    return x


def extremes(x):
    returned([f"{int(x[0])}", 1])
    return x


def table(x):
    returned(["array", f"{int(x[0, 0])}", "float64", [1]])
    return x


def train(x, y, seed):
    reply({"reply": "returned", "value": None}, header_size=1_234_567 + 10**8)
    return x
