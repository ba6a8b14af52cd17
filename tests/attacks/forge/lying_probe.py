"""Returns a probe that has every method and every attribute, and agrees with any reading.

Elsewhere: the grader calls the probe in its own process, and compares what the probe returns.
"""

# %% solution="value"
from toolbox import reached

SAYS = "read gave the wrong kind of value"


class Probe:
    readings = 2

    def __getattr__(self, name):
        def method(*arguments):
            reached()
            return Probe()

        return method

    def __eq__(self, other):
        return True

    __hash__ = None


def watch(model):
    return Probe()
