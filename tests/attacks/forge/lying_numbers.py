"""Returns floats that compare as equal and lie when they are converted.

Elsewhere: `abs(a - b) <= tol` and `pytest.approx` hold for them.
"""

# %% solution="value"
from toolbox import reached

SAYS = "least: the value is off"


class Chameleon(float):
    def __eq__(self, other):
        return True

    def __le__(self, other):
        return True

    def __sub__(self, other):
        return Chameleon(0)

    __rsub__ = __sub__
    __lt__ = __ge__ = __gt__ = __le__
    __hash__ = float.__hash__

    def __abs__(self):
        return Chameleon(0)

    def __float__(self):
        reached()
        return 0.25


def extremes(x):
    reached()
    return Chameleon(7), Chameleon(7)
