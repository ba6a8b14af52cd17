"""The release gate as a person sees it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from .assignment import Assignment
from .batch import Crew
from .verify import GATE_STUDENT, gate


def show_gate(
    assignment: Assignment, course: Path, crew: Crew, seeds: int, short: bool, out: Console, err: Console
) -> bool:
    """Runs the gate and prints its table; True if it holds."""
    rows = list(
        track(gate(assignment, course, crew, seeds, short), assignment.name, console=err, transient=True)
    )
    table = Table(title=f"{assignment.name}: the release gate", title_justify="left")
    for name in ("specimen", "score", "loses", "holds", "note"):
        table.add_column(name, justify="right" if name == "score" else "left")
    own = sorted((row for row in rows if row.student == GATE_STUDENT), key=lambda row: _order(row.specimen))
    students = [row for row in rows if row.student != GATE_STUDENT]
    for row in [*own, *(row for row in students if not row.holds)]:
        name = row.specimen if row.student == GATE_STUDENT else f"{row.specimen} as {row.student}"
        score = "-" if row.score is None else f"{row.score:g}"
        table.add_row(
            name, score, _names(row.lost), "yes" if row.holds else "[bold red]NO[/]", escape(row.note)
        )
    out.print(table)
    holding = sum(row.holds for row in students)
    out.print(
        f"the reference as {len(students)} students, each with a variant of their own: {holding} full marks"
    )
    broken = [row for row in rows if not row.holds]
    out.print("the gate holds" if not broken else f"[bold red]the gate does not hold[/]: {len(broken)} rows")
    return not broken


def _order(specimen: str) -> tuple[int, str]:
    kinds = ("reference", "stub", "right", "mutant")
    return kinds.index(specimen.partition("/")[0].partition(" ")[0]), specimen


def _names(tasks: Iterable[str]) -> str:
    return ", ".join(sorted(tasks)) or "-"
