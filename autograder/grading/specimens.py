"""An assignment's own submissions: the reference, in other styles too, the stub, each mutant, each other right solution,
malformed answers.

They go the way of a student's work, so what the gate shows of them holds for students.
"""

from __future__ import annotations

from ..course import Assignment, CourseError, public_variant
from ..record import Record
from ..submission import Submission
from .automatic import automatic_chunks
from .grade import Grader
from .malformed import KINDS, malformed_chunks
from .own_work import from_chunks
from .styles import STYLES, styled_chunks

# Public, and the same everywhere: a gate or a calibration needs no secret, and finds what it found on another machine.
GATE = b"students of the gate, where the course has no secret"


def grade_specimen(
    grader: Grader,
    name: str,
    student: str,
    tasks: frozenset[str] | None,
    backwards: bool,
    hints: bool,
    quick: float | None = None,
) -> Record:
    """Grades a specimen as if this student had handed it in.

    Every such student has a variant of their own: the gate and the calibration are about all variants.
    """
    variant = public_variant(GATE, student, grader.assignment.name)
    return grader.grade(_submission(grader, name, student), variant, tasks, backwards, hints, quick)


def specimens(assignment: Assignment) -> list[str]:
    """Every specimen of an assignment, the reference and the stub first."""
    right = [f"right/{name}" for name in assignment.right]
    mutants = [f"mutant/{mutant.name}" for mutant in assignment.mutants]
    styles, malformed = (f"style/{style}" for style in STYLES), (f"malformed/{kind}" for kind in KINDS)
    return ["reference", "stub", *right, *styles, *malformed, *mutants]


def _submission(grader: Grader, name: str, student: str) -> Submission:
    a = grader.assignment
    kind, _, which = name.partition("/")
    if kind == "stub":
        stub = a.for_students / f"{a.name}.py"
        if not stub.is_file():
            raise CourseError(f"there is no {stub}: `autograder build {a.name}` makes it from the solution")
        return grader.read(student, [stub])
    if kind == "right":
        return grader.read(student, [a.right[which]])
    if kind == "reference":
        return from_chunks(a, student, a.reference_chunks, name)
    if kind == "style":
        return from_chunks(a, student, styled_chunks(a, which), name)
    if kind == "malformed":
        return from_chunks(a, student, malformed_chunks(a, which), name)
    if kind == "automatic":
        return from_chunks(a, student, automatic_chunks(a, which), name)
    for mutant in a.mutants:
        if mutant.name == which:
            return from_chunks(a, student, (*a.reference_chunks, *mutant.chunks), name)
    raise CourseError(f"{a.name} has no specimen {name!r}")
