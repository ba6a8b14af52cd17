"""The table of features points to sections that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMES = sorted(file.stem for file in ROOT.glob("solutions/*.py"))
LAB = "assignments/bigram_lesions/student/lab_template.html"


def rows() -> Iterator[str]:
    """Where each feature stands: the table's second column."""
    for line in (ROOT / "docs/features.md").read_text("utf-8").splitlines():
        cells = line.strip("|").split(" | ")
        if line.startswith("| ") and len(cells) > 1 and cells[1].strip() not in {"here", ""}:
            yield cells[1].strip()


def headings(name: str) -> list[str]:
    text = (ROOT / f"solutions/{name}.py").read_text("utf-8")
    return re.findall(r"^# #+ (.+)$", text, re.MULTILINE)


@pytest.mark.parametrize("row", list(rows()))
def test_what_a_row_names_is_there(row: str) -> None:
    """Notebooks by their names, sections by number or title, chapters of the lab by number."""
    places = re.findall(r"`(\w+)` \(((?:[^()]|\([^()]*\))+)\)", row)
    for name, brackets in places:
        assert name in NAMES
        titles = re.findall(r"\*([A-Z][^*]+)\*", brackets)
        plain = [re.sub(r"^(Extra|Optional) · ", "", heading) for heading in headings(name)]
        for title in titles:
            assert any(title in heading for heading in plain), title
        sections = [
            int(number)
            for number in re.findall(r"(?<![\w.])\d+(?![\w.])", re.sub(r"\*[^*]*\*", "", brackets))
        ]
        numbered = {int(number) for heading in headings(name) for number in re.findall(r"^(\d+) · ", heading)}
        assert set(sections) <= numbered, sections
    for chapter in re.findall(r"the lab, (\d)", row):
        assert f'<span class="number">{chapter} ·</span>' in (ROOT / LAB).read_text("utf-8")


def test_every_notebook_is_named() -> None:
    table = "\n".join(rows())
    assert all(f"`{name}`" in table for name in NAMES)
