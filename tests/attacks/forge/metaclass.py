"""Returns an instance of a class named `Tensor` whose metaclass says that everything is an instance of it.

Elsewhere: `isinstance(value, kind)` and `type(value).__name__ == "Tensor"` are fooled.
"""

# %% solution="value"
from toolbox import reached

SAYS = "got an object of another type"


class Agreeing(type):
    def __instancecheck__(cls, value):
        return True

    def __subclasscheck__(cls, kind):
        return True

    def __eq__(cls, other):
        return True

    __hash__ = type.__hash__


class Tensor(metaclass=Agreeing):
    shape, dtype, ndim = (4,), "float64", 1

    @property
    def __class__(self):
        import torch

        return torch.Tensor

    def __getattr__(self, name):
        return lambda *a, **k: self


def attribute(prompt, x):
    reached()
    kind = type("Tensor", (), {"shape": (4,), "__eq__": lambda a, b: True, "__hash__": None})
    return kind()


def extremes(x):
    reached()
    return Tensor()
