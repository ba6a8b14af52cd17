"""The reference with its functions behind a wrapper, for what is done to any answer: `malformed`, `styles`."""

from __future__ import annotations

from types import FunctionType

from ..course import Assignment
from ..submission.source import Chunk


def wrapped_chunks(assignment: Assignment, code: str, **settings: object) -> tuple[Chunk, ...]:
    """The reference's chunks, and one of `code`, formatted with `settings` and with the names of the graded functions as
    `functions`, which it puts behind its wrapper."""
    names = [
        name for name in assignment.functions if isinstance(getattr(assignment.reference, name), FunctionType)
    ]
    return (*assignment.reference_chunks, Chunk("the gate", 1, code.format(functions=names, **settings)))
