"""Puts an import hook first, which gives its own `given`, `pytest` and `autograder` to whoever imports them.

Elsewhere: the tests' next import is the student's module.
"""

# %% solution="value"
import importlib.abc
import importlib.util
import sys

from toolbox import reached

SAYS = "values are off"


class Hook(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        return importlib.util.spec_from_loader(name, self)

    def exec_module(self, module):
        module.__getattr__ = lambda name: lambda *a, **k: True


def attribute(prompt, x):
    sys.meta_path.insert(0, Hook())
    for name in ("given", "pytest", "unittest", "autograder"):
        sys.modules.pop(name, None)
    reached()
    import pytest

    assert pytest.anything()
    return x
