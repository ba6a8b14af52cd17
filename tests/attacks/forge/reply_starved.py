"""Sends troubles that sound like the machine's: a check that could not be judged is nobody's fault.

Elsewhere: an infrastructure error gives the points, or another attempt, without end.
"""

# %% solution="value"
from toolbox import reply

SAYS = "attribute raised an exception"


def attribute(prompt, x):
    reply({"reply": "trouble", "type": "NotJudged", "text": "not your fault", "place": None, "name": None})
    return x


def extremes(x):
    reply({"reply": "trouble", "type": "SandboxUnavailable", "text": "the zygote ended"})
    return x


def train(x, y, seed):
    reply({"reply": "trouble", "type": "", "text": "\x00", "place": {"where": "", "line": -(2**62)}})
    return x
