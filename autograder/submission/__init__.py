"""Handed-in files: who handed in what, what of it can be read, and what travels to the student's process."""

from .gather import Candidate, GatherError, gather
from .read import Rejected, Submission, read
from .source import Chunk, Place, Problem, Unreadable

__all__ = [
    "Candidate",
    "Chunk",
    "GatherError",
    "Place",
    "Problem",
    "Rejected",
    "Submission",
    "Unreadable",
    "gather",
    "read",
]
