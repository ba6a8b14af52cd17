"""A course's draw, and a student's own part of it: planted models and variant tasks."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

import msgspec

from .course import DRAWS, Course
from .problem import CourseError
from .secret import NoSecret, fingerprint, read_secret

if TYPE_CHECKING:
    import numpy as np
    import torch

# With the NUL byte that comes after it no message of a fingerprint, which has none.
_OF_AN_ASSIGNMENT = "autograder: the key of an assignment"


class Key(msgspec.Struct, frozen=True):
    """What one assignment's variants are drawn by. It follows from the course's secret, and from it neither the secret
    nor another assignment's key: so it may lie where the assignment is graded, and the secret stays at home.
    `fingerprint` is the secret's."""

    assignment: str
    key: bytes
    fingerprint: str

    def variant(self, student: str) -> Variant:
        """The student's: its seed is HMAC(key, student), all of it, since what is short can be tried out."""
        seed = hmac.new(self.key, student.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()
        return Variant(seed, "secret", self.fingerprint)

    def __repr__(self) -> str:  # nothing for a traceback or a log
        return f"Key({self.assignment}, {self.fingerprint})"


class Draw(msgspec.Struct, frozen=True):
    """What the variants of a class are drawn by: the course's secret, or nothing, which is the fixed draw."""

    secret: bytes | None = None

    def key(self, assignment: str) -> Key | None:
        """An assignment's own key; None in the fixed draw."""
        if self.secret is None:
            return None
        message = f"{_OF_AN_ASSIGNMENT}\0{assignment}".encode("utf-8", "surrogateescape")
        key = hmac.new(self.secret, message, hashlib.sha256).digest()
        return Key(assignment, key, self.fingerprint)

    @property
    def fingerprint(self) -> str:
        """The secret's; empty for the fixed draw."""
        return fingerprint(self.secret) if self.secret is not None else ""

    @property
    def name(self) -> str:
        """As records name it: the fingerprint, or `fixed`."""
        return self.fingerprint or "fixed"

    def __repr__(self) -> str:  # a secret is nothing for a traceback or a log
        return f"Draw({self.name})"


class Variant(msgspec.Struct, frozen=True):
    """A student's own draw of planted models and variant tasks, never of the difficulty.

    `source` says where the seed came from: `secret`, with the secret's fingerprint, or `fixed`. The seed itself, and what
    follows from a part of it, never reaches a student's process: whoever has it draws the planted models again. What is
    handed over as a seed comes from `number`.
    """

    seed: str
    source: str
    fingerprint: str = ""

    def rng(self, name: str) -> np.random.Generator:
        """An independent NumPy generator for this name."""
        import numpy as np  # here: what only opens a course is quick without

        return np.random.default_rng(_derive(self.seed, name))

    def torch(self, name: str) -> torch.Generator:
        """An independent torch generator for this name."""
        import torch

        return torch.Generator().manual_seed(_derive(self.seed, name) % 2**63)

    def number(self, name: str) -> int:
        """A number below 2³¹ of this name, to seed the libraries' own generators by: from it neither the variant's seed
        follows nor a generator of another name."""
        return _derive(self.seed, name) % 2**31


FIXED = Variant("0", "fixed")


def _derive(seed: str, name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}/{name}".encode()).digest()[:8], "big")


def draw_of(course: Course, asked: str | None = None, how: str = "--draw fixed") -> Draw:
    """The draw that a class is graded with: `asked` for (`secret` or `fixed`), else what course.toml says.

    Raises `CourseError` if that takes a secret and there is none, or none to trust; `how` its reader would ask for the
    fixed draw.
    """
    draw = asked or course.settings.draw
    if draw not in DRAWS:
        raise CourseError(f"there is no draw {draw!r}: say {' or '.join(DRAWS)}")
    if draw == "fixed":
        return Draw()
    try:
        return Draw(read_secret(course))
    except NoSecret as missing:
        raise NoSecret(
            f"{missing}. Without it any student could rebuild the planted models at home, so nothing is graded. Copy "
            "the one that others grade this course with into the course's folder; if nobody has one, `autograder secret` "
            f"makes it. To try things out with the draw that is public: {how}"
        ) from None


def variant_of(draw: Draw, student: str, assignment: str) -> Variant:
    """The variant of a student, drawn by the assignment's key; `FIXED` in the fixed draw."""
    key = draw.key(assignment)
    return FIXED if key is None else key.variant(student)


def public_variant(words: bytes, student: str, assignment: str) -> Variant:
    """The variant of somebody whom nobody grades: of the gate's students, of practice data. Its words are public, and so
    its seed may be short: the calibrations are drawn by these."""
    message = f"{assignment}\0{student}".encode("utf-8", "surrogateescape")
    digest = hmac.new(words, message, hashlib.sha256).digest()
    return Variant(str(int.from_bytes(digest[:6], "big")), "secret", fingerprint(words))
