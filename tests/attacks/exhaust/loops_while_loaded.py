"""Never comes to the end of its module, so that each check starts with the same loop.

Elsewhere: the import has no time limit, or each test pays for it in full.
"""

# %% solution="value"
from toolbox import reached

SAYS = "processor time"

REACHED = reached()


def loop():
    while True:
        pass


LOOP = loop()


def attribute(prompt, x):
    return x


def extremes(x):
    return 0.0, 0.0
