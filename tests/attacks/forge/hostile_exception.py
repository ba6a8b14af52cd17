"""Raises an exception whose text, name, notes and traceback are themselves hostile.

Elsewhere: formatting the failure runs student code in the test's process.
"""

# %% solution="value"
from toolbox import reached

SAYS = "attribute"


class Meta(type):
    @property
    def __name__(cls):
        raise RuntimeError("no name")


class Hostile(BaseException):
    name = property(lambda self: 1 / 0)

    def __str__(self):
        reached()
        raise SystemExit(0)

    __repr__ = __str__

    def __getattribute__(self, name):
        if name in ("args", "__notes__", "__cause__", "__context__"):
            raise SystemExit(0)
        return super().__getattribute__(name)


def attribute(prompt, x):
    raise Hostile
