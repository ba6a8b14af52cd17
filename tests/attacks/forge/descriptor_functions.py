"""Hands in objects with `__get__`, `__call__` and `__wrapped__` in place of functions, awaitables in place of values.

Elsewhere: a grader that inspects, wraps or awaits them runs student code of its own choosing.
"""

# %% solution="value"
from toolbox import reached

SAYS = "attribute returned the wrong kind of value"


class Function:
    __name__ = __qualname__ = "attribute"
    __signature__ = "anything"

    def __get__(self, owner, kind=None):
        return self

    async def later(self):
        return 0

    def __call__(self, *arguments):
        reached()
        return self.later()


attribute = Function()


def extremes(x):
    yield from (1, 2)


async def table(x):
    return {}
