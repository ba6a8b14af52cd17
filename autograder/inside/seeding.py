"""The seeds of the libraries' own generators, on both sides."""

from __future__ import annotations

import random
import sys


def seed_all(seed: int) -> None:
    """All three generators: after a fork torch's is the same in every child, `random`'s fresh, numpy's neither."""
    random.seed(seed)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(seed % 2**32)
    if "torch" in sys.modules:
        _seed_torch(seed)


def _seed_torch(seed: int) -> None:
    """What `torch.manual_seed` does. Without a GPU that takes 2 ms a call: it notes a traceback for each kind of device."""
    import torch

    if torch.cuda.is_available():
        torch.manual_seed(seed)
    else:
        torch.default_generator.manual_seed(seed)
