"""Submissions of an assignment's own: nobody handed them in, and they go the way of a student's."""

from __future__ import annotations

import hashlib

from ..course import Assignment
from ..submission import Submission
from ..submission.source import Chunk, canonical


def from_chunks(assignment: Assignment, student: str, chunks: tuple[Chunk, ...], name: str) -> Submission:
    """A submission of these statements, under a specimen's name."""
    digest = hashlib.sha256(canonical(chunks).encode()).hexdigest()
    return Submission(
        student=student, assignment=assignment.name, file=f"{name}.py", sha256=digest, chunks=chunks, modules={}, files={},
        left_behind={}, problems=(), digest=digest,
    )  # fmt: skip
