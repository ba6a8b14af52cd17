"""Sends handles of objects that do not exist, with numbers that are negative, huge or another's.

Elsewhere: a handle is an index into a table of the grader's, or an `id()`.
"""

# %% solution="value"
import struct

from toolbox import returned

SAYS = "an object that was returned has no usable read"


def attribute(prompt, x):
    returned(["handle", -1, "Tensor"])
    return x


def extremes(x):
    returned(["handle", 2**62, "Finding"])
    return x


def table(x):
    returned(["items", "list", [["handle", 0, "dict"]] * 3])
    return x


def train(x, y, seed):
    returned(["items", "tuple", [["module", "Line", {}, None, 10**6, 0, True], ["items", "list", []]]])
    return x


def watch(model):
    weight, bias = (parameter.detach() for parameter in (model.weight, model.bias))
    arrays = {"weight": ["array", "tensor", "float32", [3]], "bias": ["array", "tensor", "float32", []]}
    unchanged = [
        "module",
        "Line",
        arrays,
        None,
        0,
        0,
        True,
    ]  # so that the probe is looked at, and not the model
    returned(["handle", 987654321, "Probe"], struct.pack("<4f", *weight.tolist(), bias.item()), [unchanged])
