"""Turns its own module into one that has every function, each of which returns its argument.

Elsewhere: no task is missing, and identity checks pass.
"""

# %% solution="value"
import sys
import types

from toolbox import reached

SAYS = "values are off"


class Everything(types.ModuleType):
    def __getattr__(self, name):
        def function(*arguments):
            reached()
            return arguments[-1]

        return function


sys.modules[__name__].__class__ = Everything


def attribute(prompt, x):
    reached()
    return x
