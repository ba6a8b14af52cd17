"""A class as a person sees it in a terminal: who has how many points, what to look at, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table

from .alike import Pair
from .course import Assignment
from .grading.class_run import Graded
from .outcome import Standing
from .pages import told
from .pages.class_page import figures
from .pages.groups import first_trouble, passed_over
from .pages.terminal import class_headline, class_summary, student_report
from .record import Record, TaskResult, damage
from .submission import Gathered, by_reason, counted, listed, shown
from .submission.source import printable

SMALL = 40  # records in a table: of more, a summary says what to look at
NAME = 36  # columns of a student's name, so that there is room beside it


def shown_whole(assignment: Assignment, standings: Sequence[Standing]) -> RenderableType:
    """What a run has graded: one submission as its student reads it, a small class as a table, a large one as a summary."""
    title = assignment.settings.title
    if len(standings) == 1:
        return student_report(standings[0].record, title, told.beside(standings[0]))
    if len(standings) <= SMALL:
        return score_table(assignment, standings)
    return class_summary(figures(standings, title), assignment.name)


def shown_in_short(assignment: Assignment, standings: Sequence[Standing]) -> RenderableType:
    """What a run has graded in a few lines, however much it is."""
    return class_headline(figures(standings, assignment.settings.title))


def score_table(assignment: Assignment, standings: Sequence[Standing]) -> Table:
    """Student, score less what lateness costs, tasks, and what to look at."""
    table = Table(
        title=f"{escape(assignment.settings.title)}: {counted(len(standings), 'submission')}",
        title_justify="left",
    )
    table.add_column("student", no_wrap=True)
    table.add_column(f"score\nof {assignment.full_marks}", justify="right", no_wrap=True)
    table.add_column("points lost in", max_width=30)
    table.add_column("what to look at", ratio=1)
    for standing in standings:
        record = standing.record
        lost = [_lost(task) for task in record.lost]
        short = ", ".join(lost) if any(task.score for task in record.tasks) else "all"
        table.add_row(
            _name(record),
            told.less(standing),
            short,
            escape(printable(first_trouble(record, standing.excused).replace("\n", " "))),
        )
    return table


def alike_table(assignment: Assignment, pairs: Sequence[Pair], compared: int) -> Table:
    """The pairs that are most alike, and in what."""
    title = f"{escape(assignment.settings.title)}: {counted(compared, 'submission')} compared, "
    title += f"{counted(len(pairs), 'pair')} alike"
    table = Table(title=title, title_justify="left")
    for column in ("one", "other"):
        table.add_column(column)
    for column in ("shared\npassages", "of the\nsmaller", "names in\ncommon"):
        table.add_column(column, justify="right")
    for pair in pairs:
        names = [escape(shown(document.name)) for document in (pair.one, pair.other)]
        table.add_row(*names, str(pair.passages), f"{pair.share:.0%}", f"{pair.names:.0%}")
    return table


def closing_lines(graded: Graded, gathered: Gathered | None = None) -> Iterator[str]:
    """What is said below the table: changed scores, who has no verdict, what is left among the hand-ins, who of the roster
    is missing, what grading without a sandbox or a secret means."""
    left = gathered.left if gathered is not None else ()
    standing_of = {standing.record.student: standing for standing in graded.standings}
    for former, head in graded.changed:
        change = f"{_number(former)} -> {_number(head.score)}"
        if (standing := standing_of.get(head.student)) is not None and standing.decided:
            counts = f"by machine; with what a person decided {_number(standing.record.score)} count"
            yield f"score changed: {_name(head)} {change} {counts} (the former record is kept)"
        else:
            yield f"score changed: {_name(head)} {change} (the former record is kept)"
    heads, ungraded, unclear = graded.heads, graded.ungraded, set(graded.unclear)
    if len(heads) == 1 and ungraded:  # whose report is the student's, and does not say why
        yield f"for you alone: {escape(printable(ungraded[0].reason or ''))}"
    if again := [_name(head) for head in ungraded if head.student not in unclear]:
        yield f"not graded, run again: {listed(again)}"
    if unclear:
        to_mend = listed(_name(head) for head in ungraded if head.student in unclear)
        yield f"not graded, mend what their records name and run again: {to_mend}"
    for names, why in by_reason((f"`{shown(one.path.name)}`", one.why) for one in left):
        yield f"not graded: {escape(', '.join(names))} {why if len(names) == 1 else f'(each {why})'}"
    late = [_late(standing) for standing in graded.standings if standing.late]
    if late:
        yield f"late: {listed(late)}"
    decided = [f"{_name(s.record)} ({s.decisions})" for s in graded.standings if s.decisions]
    if decided:
        yield f"decided by a person, so many times: {listed(decided)}"
    notes = [(s.record.student, note) for s in graded.standings for note in s.notes]
    notes += [(head.student, passed_over(head)) for head in heads if head.submission.passed_over]
    for names, note in by_reason(notes):
        yield f"to be seen to: {escape(listed(names))}: {escape(printable(note))}"
    if gathered is not None and gathered.unknown:
        yield f"not in the roster, and graded: {escape(listed(map(shown, gathered.unknown)))}"
    if gathered is not None and gathered.missing:
        names = [
            f"{shown(p.student)} ({shown(p.name)})" if p.name else shown(p.student) for p in gathered.missing
        ]
        yield f"in the roster, and nothing handed in: {escape(listed(names))}"
        if len(gathered.unknown) == len(gathered.candidates):
            yield "nobody who handed in is in the roster: is it this folder, and the course's roster?"
    if graded.others:
        names = sorted(map(shown, graded.others))
        told = "has a record from before and is" if len(names) == 1 else "have records from before and are"
        what = f"not among what was graded: left out of {graded.scores.name}, and kept in its folder"
        yield f"{escape(listed(names))} {told} {what}"
    for names in _alike(heads):
        yield f"is this one person? {escape(' and '.join(names))}: the names differ in small and capital letters only"
    if any(head.sandbox == "none" for head in heads):
        yield "[bold red]graded without a sandbox[/]: student code could read and change all that you can"
    if any(head.draw == "fixed" for head in heads):
        yield "the fixed draw: all students had the same planted models, and anybody can rebuild these at home"
    for file in graded.damaged:
        told = f"{damage(file)}, and is not in {graded.scores.name}: grade its student again, or delete it"
        yield f"[bold red]damaged[/]: {escape(printable(f'{file} {told}'))}"
    folder = escape(printable(str(graded.scores.parent)))
    yield f"{counted(len(heads), 'record')} and {graded.scores.name} in {folder}"


def _name(record: Record) -> str:
    """A student's name in a line or a table: as it is, unless it would leave no room for anything else."""
    name = shown(record.student)
    if cell_len(name) > NAME:
        end = name[-10:] if cell_len(name[-10:]) == 10 else name[-5:]  # what tells it apart may stand there
        name = f"{set_cell_size(name, NAME - 11).rstrip()}…{end}"
    return escape(name)


def _alike(records: Sequence[Record]) -> Iterator[list[str]]:
    """Names that are the same but for small and capital letters."""
    by_letters: dict[str, list[str]] = {}
    for record in records:
        by_letters.setdefault(record.student.casefold(), []).append(shown(record.student))
    yield from (names for names in by_letters.values() if len(names) > 1)


def _late(standing: Standing) -> str:
    name = _name(standing.record)
    if standing.days_late is None:
        return f"{name} (by the system's own mark)"
    cost = f", {_number(standing.penalty)} points" if standing.penalty else ""
    hours = standing.days_late * 24
    long = (
        f"{standing.days_late:.3g} days" if hours >= 24 else f"{hours:.3g} hours" if hours >= 1 else "minutes"
    )
    return f"{name} ({long}{cost})"


def _lost(task: TaskResult) -> str:
    return f"{task.name} {_number(task.score)}/{task.points:g}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"
