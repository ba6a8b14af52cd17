"""The course's people as a person reads of them in a terminal: what an export brought, and whose score went where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from .course_systems import Brought, Feedback, Filled
from .submission import Roster, counted, shown
from .submission.source import printable


def brought_lines(brought: Sequence[Brought]) -> Iterator[str]:
    """What each export brought, and what a person has to decide."""
    for one in brought:
        people = len(one.added) + len(one.completed) + len(one.same) + len(one.doubtful)
        told = [
            f"{len(names)} {what}"
            for names, what in (
                (one.added, "added"),
                (one.completed, "completed"),
                (one.same, "as they were"),
                (one.doubtful, "doubtful"),
            )
            if names
        ]
        what = f": {', '.join(told)}" if told else ""
        yield f"{one.system.title()}'s export of {counted(people, 'student')}{what}"
        yield from (printable(f"  doubtful, left out: {line}") for line in one.doubtful)
        yield from (printable(f"  differs, left as it was: {line}") for line in one.differing)
        yield from (printable(f"  left out: {line}") for line in one.left)
        if one.absent:
            yield f"  in the roster, and not in this export: {', '.join(map(shown, one.absent))}"


def roster_lines(roster: Roster) -> Iterator[str]:
    """How many people there are, and by which ids they are known."""
    people = list(roster)
    yield f"{counted(len(people), 'student')} in {printable(str(roster.file))}"
    for column, what in (
        ("canvas_id", "Canvas"),
        ("moodle_ids", "Moodle"),
        ("email", "Gradescope, by e-mail"),
    ):
        lacking = [shown(p.student) for p in people if not getattr(p, column)]
        if people and len(lacking) < len(people):
            names = f": {', '.join(lacking)}" if lacking else ""
            yield f"known to {what}: {len(people) - len(lacking)}, not known: {len(lacking)}{names}"


def export_lines(filled: Filled, system: str, file: Path) -> Iterator[str]:
    """Whose scores are in a download that was filled in, and whose are not."""
    scores = counted(len(filled.written), "score")
    to_do = (
        f"import it into {system.title()}"
        if system != "gradescope"
        else "Gradescope itself imports no scores"
    )
    yield f"{scores} in the column `{filled.column}` of {file}: {to_do}"
    for student, why in filled.left_out:
        yield f"left out: {shown(student)}: {why}"
    if filled.no_record:
        yield f"left out, nothing was graded: {', '.join(filled.no_record)}"
    if filled.unknown:
        names = ", ".join(map(shown, filled.unknown))
        yield f"not in the download, so not in the file: {names}. A roster says who they are there (autograder roster)"


def feedback_lines(feedback: Feedback, file: Path) -> Iterator[str]:
    """Whose feedback is in a zip, and whose is not."""
    yield f"feedback for {counted(len(feedback.students), 'student')} in {file}"
    for student, why in feedback.left_out:
        yield f"no feedback for {shown(student)}: {why}"
