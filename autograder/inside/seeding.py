"""torch's seed."""

from __future__ import annotations


def seed_torch(seed: int) -> None:
    """What `torch.manual_seed` does. Without a GPU that takes 2 ms a call: it notes a traceback for each kind of device."""
    import torch

    if torch.cuda.is_available():
        torch.manual_seed(seed)
    else:
        torch.default_generator.manual_seed(seed)
