"""What a student has in the end: the record as a person has decided it, less what lateness costs. Computed here and nowhere
else, for the table, scores.csv, exports and nbgrader."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import msgspec

from ..course import Course
from ..record import Record, Store
from .decisions import decided, decided_tasks, in_force, outdated, read_decisions
from .late import penalty, terms_of, time_of


class Standing(msgspec.Struct, frozen=True, omit_defaults=True):
    """A student's record with all that counts beside it. `record` is as decided; `late` is None where nobody knows;
    `notes` are what a person should see to."""

    record: Record
    written: float | None = None  # points for written answers; None where nobody has given any
    late: bool | None = None
    days_late: float | None = None  # after what was due for this student
    penalty: float = 0.0  # points
    excused: bool = False
    comments: tuple[str, ...] = ()
    decisions: int = 0
    notes: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()  # the tasks whose points, or a check's of it, a person decided

    @property
    def total(self) -> float | None:
        """The points that count; None where there is no verdict, or the student is excused."""
        if self.record.score is None or self.excused:
            return None
        return round(max(0.0, self.record.score + (self.written or 0.0) - self.penalty), 4)

    @property
    def out_of(self) -> float:
        """What `total` is of, as far as the student's own work says: the maximum by machine, and that of the written answers
        once one of them is scored."""
        written = sum(answer.points for answer in self.record.manual) if self.written is not None else 0.0
        return self.record.max_score + written

    @property
    def unscored(self) -> list[str]:
        """The written answers without points."""
        return [answer.name for answer in self.record.manual if answer.score is None]

    @property
    def why_none(self) -> str:
        """Why there is no total."""
        return (
            "excused"
            if self.excused
            else f"no verdict: {self.record.reason}"
            if self.record.score is None
            else ""
        )

    def columns(self, out_of: float) -> dict[str, object]:
        """What `scores.csv` says of it beside the record; `out_of` is what the class's totals are of."""
        return {
            "written": self.written,
            "late": {None: None, True: "late", False: "in time"}[self.late],
            "penalty": self.penalty or None,
            "excused": "excused" if self.excused else None,
            "total": self.total,
            "out_of": out_of,
            "comment": " / ".join(self.comments) or None,
        }


def out_of(standings: Iterable[Standing]) -> float | None:
    """What the totals of a class are of, the same for everybody: once a written answer of one is scored, those of the others
    count as 0. None where nobody is there."""
    return max((standing.out_of for standing in standings), default=None)


def yet_to_score(standings: Iterable[Standing]) -> Iterator[tuple[str, list[str]]]:
    """Whose total counts a written answer as nothing for want of points, and which: once answers of the class are scored."""
    counted = [one for one in standings if one.total is not None]
    if any(one.written is not None for one in counted):
        yield from ((one.record.student, one.unscored) for one in counted if one.unscored)


class Standings:
    """How the students of an assignment stand. `people` are those of the roster, if there is one. Raises `CourseError` where
    the course's dates or extensions cannot be read."""

    def __init__(
        self, course: Course, assignment: str, store: Store, people: Collection[str] | None = None
    ) -> None:
        self._terms = terms_of(course, assignment, people)
        self._store = store

    def of(self, record: Record) -> Standing:
        """How a record's student stands. Raises `CourseError` where what was decided cannot be read."""
        decisions = read_decisions(self._store, record.student)
        standing_decisions = in_force(decisions)
        now, lost_ones = decided(record, decisions)
        notes = [*lost_ones, *outdated(record, decisions)]
        given = [answer.score for answer in now.manual if answer.score is not None]
        excused = penalised = None
        time = record.handed_in.time
        for one in standing_decisions:
            excused = one.excused if one.excused is not None else excused
            penalised = one.penalty if one.penalty is not None else penalised
            time = one.handed_in or time
        points = (now.score or 0.0) + sum(given)
        late, days, lost, note = self._lateness(record, time, points)
        if penalised is not None:
            lost, note = min(penalised, max(0.0, points)), ""
        return Standing(
            now,
            round(sum(given), 4) if given else None,
            late,
            days,
            round(lost, 4),
            bool(excused),
            tuple(one.comment for one in standing_decisions if one.comment),
            len(standing_decisions),
            (*notes, note) if note else tuple(notes),
            decided_tasks(record, decisions),
        )

    def rows(self, records: Iterable[Record]) -> list[tuple[Record, dict[str, object]]]:
        """What `scores.csv` says of the records of a class."""
        standings = [self.of(record) for record in records]
        full = out_of(standings) or 0.0
        return [(standing.record, standing.columns(full)) for standing in standings]

    def _lateness(
        self, record: Record, time: str, points: float
    ) -> tuple[bool | None, float | None, float, str]:
        """Whether it was late, by how many days, what that costs, and what nobody knows."""
        mark = record.handed_in.late
        due = self._terms.due_for(record.people)
        came = time_of(time)
        if due is None:
            return mark, None, 0.0, ""
        if came is not None:
            seconds = (came - due).total_seconds()
            lost = penalty(self._terms.late, points, seconds)
            return seconds > 60 * self._terms.late.grace_minutes, round(seconds / 86_400, 4), lost, ""
        if mark and self._terms.late.per_day:
            told = "late by the system's mark, and nothing says by how much: no penalty until --handed-in or --penalty"
            return mark, None, 0.0, f"{told} is decided"
        return mark, None, 0.0, ""
