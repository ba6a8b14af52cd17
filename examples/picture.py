"""Draws the table that `make demo` ends with, a line for each submission: `examples/demo.svg`, for the README.

    make demo && .venv/bin/python -m examples.picture

The same records give the same bytes. Colours and background are the picture's own, so that it reads on light pages
and on dark ones; it loads nothing, fonts included.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.terminal_theme import TerminalTheme

from autograder.class_table import score_table
from autograder.course import open_assignment, open_course
from autograder.outcome import Standing
from autograder.record import Store

from .demo import DEMO, RESULTS

HERE = Path(__file__).parent
WIDTHS = (24, 11, 17, 66)  # student, score, points lost in, what to look at
COLUMNS = sum(WIDTHS) + 3 * len(WIDTHS)
PAPER, INK, RULE = (22, 27, 34), (230, 237, 243), (99, 110, 123)
THEME = TerminalTheme(PAPER, INK, [RULE] * 8, [RULE] * 8)
# every line of text carries its own length (`textLength`), so any monospaced font keeps the columns
SVG = """\
<svg viewBox="0 0 {terminal_width} {terminal_height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>The demo's class: each submission's score, where it lost points, and what to look at</title>
<style>
.{unique_id}-matrix {{
    font: {char_height}px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
    white-space: pre;
}}
{styles}
</style>
<defs>{lines}</defs>
<rect width="100%" height="100%" rx="10" fill="#161b22"/>
<g transform="translate(0, 8)" class="{unique_id}-matrix">
{matrix}
</g>
</svg>
"""


def draw() -> str:
    """The picture of the records that are there, as SVG."""
    console = Console(
        width=COLUMNS, record=True, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    for name, files in DEMO.items():
        console.print(_table(name, {file.partition(".")[0] for file in files}))
    svg = console.export_svg(theme=THEME, code_format=SVG, unique_id="demo")
    rounded = re.sub(r'(?<=")\d+\.\d{3,}(?=")', lambda number: f"{float(number[0]):.1f}", svg)
    return "\n".join(line.rstrip() for line in rounded.splitlines() if line.strip()) + "\n"


def _table(name: str, students: set[str]) -> Table:
    """The demo's table of an assignment, in the picture's own widths."""
    course = open_course(HERE.parent)
    records = [Standing(record) for record in Store(RESULTS, name).all() if record.student in students]
    table = score_table(open_assignment(course, name), records)
    table.title = f" {table.title}"
    table.box, table.border_style, table.title_style = SIMPLE_HEAD, "bright_black", "bold"
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width, column.no_wrap, column.overflow = width, True, "ellipsis"
    return table


if __name__ == "__main__":
    (HERE / "demo.svg").write_text(draw(), "utf-8")
