"""A student's own draw of planted models and variant tasks."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

import msgspec

from .course import Course

if TYPE_CHECKING:
    import numpy as np
    import torch

FIXED_SEED = 0


class Variant(msgspec.Struct, frozen=True):
    """A student's own draw of planted models and variant tasks, never of the difficulty.

    `source` says where the seed came from: `secret`, or `fixed` where the course has none.
    """

    seed: int
    source: str

    def rng(self, name: str) -> np.random.Generator:
        """An independent NumPy generator for this name."""
        import numpy as np  # here: what only opens a course is quick without

        return np.random.default_rng(_derive(self.seed, name))

    def torch(self, name: str) -> torch.Generator:
        """An independent torch generator for this name."""
        import torch

        return torch.Generator().manual_seed(_derive(self.seed, name) % 2**63)


def _derive(seed: int, name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}/{name}".encode()).digest()[:8], "big")


def variant_of(course: Course, student: str, assignment: str) -> Variant:
    """The variant of a student: a seed from HMAC(course secret, student, assignment), a fixed one without a secret."""
    if course.secret is None:
        return Variant(FIXED_SEED, "fixed")
    message = f"{assignment}\0{student}".encode("utf-8", "surrogateescape")
    digest = hmac.new(course.secret, message, hashlib.sha256).digest()
    return Variant(int.from_bytes(digest[:6], "big"), "secret")
