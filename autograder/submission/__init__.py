"""Handed-in files: who handed in what, what of it can be read, and what travels to the student's process."""

from .extract import Chunk, Place, Problem, Unreadable
from .gather import Candidate, GatherError, gather
from .read import Rejected, Submission, read

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
