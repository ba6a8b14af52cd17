"""Returns a sequence that answers otherwise each time it is read.

Elsewhere: a grader that checks the value and then uses it, checks one and uses another.
"""

# %% solution="value"
from toolbox import reached

SAYS = "values are off"


class Changing(list):
    def __init__(self, values):
        super().__init__(values)
        self.readings = 0

    def __iter__(self):
        reached()
        self.readings += 1
        return iter([float(self.readings)] * 4)

    def __len__(self):
        self.readings += 1
        return 4


def attribute(prompt, x):
    return Changing([0.0] * 4)
