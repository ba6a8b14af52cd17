"""Returns an object that says it equals whatever it is compared with.

Elsewhere: every point that hangs on `assert student(x) == expected`.
"""

# %% solution="value"
from toolbox import reached

SAYS = "expected a tensor or array of numbers, got an object of another type"
WITNESS = True


class Anything:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = None


def attribute(*arguments):
    reached()
    return Anything()


extremes = table = watch = attribute
