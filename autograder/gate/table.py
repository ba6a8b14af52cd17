"""The release gate as a person sees it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ..course import Assignment
from ..grading.pool import Workers
from ..progress import progress
from ..submission import counted
from .hinted import Hints
from .mutate import GATE_STUDENT, Findings
from .verify import Part, Row, gate


def show_gate(
    assignment: Assignment,
    course: Path,
    workers: Workers,
    seeds: int,
    short: bool,
    out: Console,
    err: Console,
    part: Part | None = None,
) -> bool:
    """Runs the gate, or the part of it that is asked for, and prints its table; True if it holds. Rows that do not hold are
    told to `err` as they come."""
    rows: list[Row] = []
    with progress(assignment.name, err) as tell:
        for row in gate(assignment, course, workers, seeds, short, part, tell):
            rows.append(row)
            if not row.holds:
                err.print(f"{_name(row)}: {row.note}", highlight=False, markup=False)
    table = Table(title=f"{escape(assignment.name)}: the release gate", title_justify="left")
    for name in ("specimen", "score", "loses", "holds", "note"):
        table.add_column(name, justify="right" if name == "score" else "left")
    own = sorted((row for row in rows if row.student == GATE_STUDENT), key=lambda row: _order(row.specimen))
    graded = [row for row in rows if row.student != GATE_STUDENT]
    for row in [*own, *(row for row in graded if not row.holds)]:
        score = "-" if row.score is None else f"{row.score:g}"
        table.add_row(
            escape(_name(row)),
            score,
            _names(row.lost),
            "yes" if row.holds else "[bold red]NO[/]",
            escape(row.note),
        )
    out.print(table)
    for what, of_it in (
        ("the reference", [row for row in graded if row.specimen == "reference"]),
        ("other right solutions, in turn,", [row for row in graded if row.specimen != "reference"]),
    ):
        if of_it:
            told, holding = counted(len(of_it), "student"), sum(row.holds for row in of_it)
            out.print(f"{what} as {told}, each with a variant of their own: {holding} full marks")
    if part is not None:
        some = [*sorted(part.tasks or ()), *part.specimens, *part.students]
        out.print(f"only {', '.join(some)}: before a release, run the whole gate", markup=False)
    elif short:
        tried = sum(row.specimen.startswith("mutant/") for row in rows)
        out.print(
            f"the short form: {tried} of {len(assignment.mutants)} mutants, each on the tasks it must lose"
        )
    broken = [row for row in rows if not row.holds]
    out.print(
        ("the gate holds" if part is None else "these hold")
        if not broken
        else f"[bold red]the gate does not hold[/]: {counted(len(broken), 'row')}"
    )
    return not broken


def changes_table(assignment: Assignment, tried: Findings) -> Table:
    """What became of the automatic mutants, by function; each survivor without a reason on a line of its own."""
    table = Table(title=f"{escape(assignment.name)}: changes made by machine", title_justify="left")
    for name in (
        "function",
        "tried",
        "caught",
        "explained",
        "open (lines from its `def`, without the docstring)",
    ):
        table.add_column(name, justify="left" if name.startswith(("function", "open")) else "right")
    for name, one in tried.items():
        open_ = [s.change for s in one.survivors if not s.why]
        caught, explained = one.tried - len(one.survivors), len(one.survivors) - len(open_)
        table.add_row(name, str(one.tried), str(caught), str(explained), escape("\n".join(open_)))
    return table


def hints_table(assignment: Assignment, hints: Hints) -> Table:
    """Each hint that an automatic mutant got, those that are not true marked."""
    true = sum(hint.true for hint in hints.hinted)
    title = f"{escape(assignment.name)}: of {hints.tried} changes made by machine {hints.lost} lose points, "
    title += f"{counted(len(hints.hinted), 'hint')}, {true} of them true"
    table = Table(title=title, title_justify="left")
    for name in ("change", "task", "hint", "on draws", "true"):
        table.add_column(name)
    for hint in hints.hinted:
        told = f"{hint.told} of {hint.draws}"
        table.add_row(
            escape(hint.change),
            escape(hint.task),
            escape(hint.hint),
            told,
            "yes" if hint.true else "[bold red]NO[/]",
        )
    return table


def _name(row: Row) -> str:
    return row.specimen if row.student == GATE_STUDENT else f"{row.specimen} as {row.student}"


def _order(specimen: str) -> tuple[int, str]:
    """Specimens by their kind; before them what is said of the assignment as a whole."""
    kinds = ("reference", "stub", "right", "style", "malformed", "automatic", "mutant")
    kind = specimen.partition("/")[0].partition(" ")[0].partition(":")[0].partition(".")[0]
    return kinds.index(kind) if kind in kinds else -1, specimen


def _names(tasks: Iterable[str]) -> str:
    return ", ".join(sorted(tasks)) or "-"
