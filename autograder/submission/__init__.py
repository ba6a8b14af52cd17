"""Handed-in files: who handed in what, what of it can be read, and what travels to the student's process."""

from .archive import Rejected, Taken, called, take, take_all
from .gather import (
    Candidate,
    Gathered,
    GatherError,
    Left,
    candidate,
    candidate_of,
    gather,
    gather_all,
    read_each,
)
from .names import MAX_BYTES, by_reason, counted, file_name, listed, shown, student_name
from .read import Submission, graded_file, read
from .roster import Person, Roster, RosterError, read_roster, roster_at, students_in
from .source import Chunk, Place, Problem, Unreadable

__all__ = [
    "MAX_BYTES",
    "Candidate",
    "Chunk",
    "GatherError",
    "Gathered",
    "Left",
    "Person",
    "Place",
    "Problem",
    "Rejected",
    "Roster",
    "RosterError",
    "Submission",
    "Taken",
    "Unreadable",
    "by_reason",
    "called",
    "candidate",
    "candidate_of",
    "counted",
    "file_name",
    "gather",
    "gather_all",
    "graded_file",
    "listed",
    "read",
    "read_each",
    "read_roster",
    "roster_at",
    "students_in",
    "shown",
    "student_name",
    "take",
    "take_all",
]
