"""Returns values that never end while they are read: mappings, records, lists with an endless iterator.

Elsewhere: `list(value)` in the grader does not come back.
"""

# %% solution="value"
import itertools
from collections.abc import Mapping

from toolbox import reached

SAYS = "attribute used more than"


class Endless(list):
    def __iter__(self):
        reached()
        return itertools.repeat(0.0)


class EndlessMapping(Mapping):
    def __getitem__(self, key):
        return 0.0

    def __len__(self):
        return 1

    def __iter__(self):
        return (f"column {i}" for i in itertools.count())


def attribute(prompt, x):
    return Endless()


def table(x):
    return EndlessMapping()
