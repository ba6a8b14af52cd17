"""What a handout gives away, and what each task comes with: a program's view of the stubs' prose and folds.

That a hint is no solution is a matter of judgement. What can be held: no code, no number and no named part that only the
reference has stands in what a student gets; what was measured stands in folds, and each fold after its task.
"""

from __future__ import annotations

import ast
import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from autograder.course import Assignment, open_assignment, open_course
from autograder.course.stubs import source_cells, stub_source, stubs

ROOT = Path(__file__).parents[1]
NAMES = sorted(file.parent.name for file in ROOT.glob("assignments/*/assignment.toml"))

FOLD = re.compile(
    r"^<details><summary>([^<>\n]+)</summary>\n\n(.+?)\n\n</details>$", re.MULTILINE | re.DOTALL
)
TIME = re.compile(r"^\*About \d+ minutes; (easy|medium|hard)\.\*$", re.MULTILINE)
MEASURED = re.compile(r"\b(median|of our networks|of \d+ (seeds|networks|trainings)|\d+ of \d+ seeds)\b")
# Neurons, heads and latents, as written answers name them
PARTS = re.compile(r"\bn\d\b|\bL\d(?:H\d|\.mlp)\b|\b[Ll]atent \d+\b")
NUMBER = re.compile(r"(?<![\w.])-?\d*\.\d+")

# Numbers of written answers that the handout says itself, for a reason that is no answer.
SAID_ANYWAY: dict[str, set[str]] = {
    "induction_head": {".02", ".99"},  # of the model with the fixed period, by which its trap is explained
    "reversal": {".97"},  # which the question about a paper says
    "logit_decomposition": {".07"},  # of causal tracing, where to edit
    "bigram_lesions": {"7.76"},  # the mean length of the list's words, which the question gives
}


class Fold(NamedTuple):
    title: str
    text: str


@functools.cache
def opened(name: str) -> Assignment:
    return open_assignment(open_course(ROOT), name)


@functools.cache
def source(name: str) -> list[Any]:
    return source_cells(opened(name))


@functools.cache
def texts(name: str) -> list[str]:
    """The text cells of the notebook as students get it."""
    notebook = json.loads(stubs(opened(name))[f"{name}.ipynb"])
    cells = (cell for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    return ["".join(cell["source"]) for cell in cells]


def folds(text: str) -> list[Fold]:
    return [Fold(*found) for found in FOLD.findall(text)]


def unfolded(text: str) -> str:
    return FOLD.sub("", text)


def around(name: str, task: str) -> tuple[str, str]:
    """The text just before a task's cell, and all text after it up to the next graded cell."""
    cells = source(name)
    at = next(i for i, cell in enumerate(cells) if cell.metadata.get("solution") == task)
    after = []
    for cell in cells[at + 1 :]:
        if cell.metadata:
            break
        if cell.cell_type == "markdown":
            after.append(cell.source)
    return cells[at - 1].source, "\n\n".join(after)


def tasks() -> Iterator[Any]:
    for name in NAMES:
        for task in opened(name).settings.tasks:
            yield pytest.param(name, task.name, id=f"{name}-{task.name}")


def removed(name: str) -> Iterator[tuple[str, str]]:
    """Of each graded cell: the reference's code, and what the stub keeps of it."""
    for cell in source(name):
        if "solution" in cell.metadata:
            yield cell.source, stub_source(cell.source)


def expressions(code: str) -> set[str]:
    """What is computed anywhere in some code: calls, subscripts and operations, as they would be written."""
    kinds = ast.Call | ast.Subscript | ast.BinOp | ast.Compare
    return {ast.unparse(node) for node in ast.walk(ast.parse(code)) if isinstance(node, kinds)}


def computed(text: str) -> set[str]:
    """What the code in a text's backticks computes."""
    found: set[str] = set()
    for code in re.findall(r"`([^`]+)`", text):
        try:
            found |= expressions(code)
        except SyntaxError:  # words
            continue
    return found


def measured(text: str) -> list[str]:
    """Phrases by which the handouts say what was measured over many seeds."""
    return [found[0] for found in MEASURED.finditer(" ".join(text.split()))]


def named(text: str) -> set[str]:
    """The numbers of two decimals or more in a text, without sign, and the neurons, heads and latents that it names."""
    numbers = {number.lstrip("-") for number in NUMBER.findall(text.replace("−", "-"))}
    return {number for number in numbers if len(number.partition(".")[2]) > 1} | set(PARTS.findall(text))


@pytest.mark.parametrize("name", NAMES)
def test_every_fold_has_a_title_and_an_end_and_is_markdown_inside(name: str) -> None:
    for text in texts(name):
        assert len(folds(text)) == len(re.findall("<details", text)) == len(re.findall("</details", text)), (
            text
        )
        assert "<" not in "".join(fold.title for fold in folds(text))


@pytest.mark.parametrize(("name", "task"), list(tasks()))
def test_a_task_says_how_long_it_takes_and_has_hints_and_a_question_after_it(name: str, task: str) -> None:
    before, after = around(name, task)
    assert len(TIME.findall(before)) == 1
    hints = [fold.title for fold in folds(before)]
    assert len(hints) in (2, 3)
    assert all(title.startswith(f"Hint {i}: ") for i, title in enumerate(hints, start=1)), hints
    assert "**Think about it.**" in unfolded(after)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_says_what_it_is_for_and_where_to_read_on(name: str) -> None:
    first, last = texts(name)[0], texts(name)[-1]
    for part in ("**The goal.**", "**Afterwards you can**", "**You need**", "**Time.**"):
        assert part in first
    assert "## What the real models look like" in last
    assert "## Further reading" in last
    reading = last.partition("## Further reading")[2]
    entries = re.findall(r"^- (.+?)(?=\n- |\Z)", reading.strip(), re.MULTILINE | re.DOTALL)
    assert len(entries) >= 4
    for entry in entries:
        assert re.search(r"\b(19|20)\d\d\b.*<https://[^>]+>", entry, re.DOTALL), entry


@pytest.mark.parametrize("name", NAMES)
def test_what_was_measured_stands_in_folds(name: str) -> None:
    for text in texts(name):
        assert measured(unfolded(text)) == [], text


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_was_found_stands_before_its_task(name: str) -> None:
    """A hint comes before the cell, a finding after it."""
    for i, cell in enumerate(source(name)[:-1]):
        following = source(name)[i + 1]
        if "solution" in following.metadata:
            assert all(fold.title.startswith("Hint ") for fold in folds(cell.source)), cell.source


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_the_reference_stands_in_a_stub(name: str) -> None:
    given = {" ".join(line.split()) for text in stubs(opened(name)).values() for line in text.splitlines()}
    for code, kept in removed(name):
        for line in code.splitlines():
            line = " ".join(line.split())
            if len(line) > 40 and line not in " ".join(kept.split()):
                assert line not in given, line


@pytest.mark.parametrize("name", NAMES)
def test_no_hint_computes_what_the_reference_computes(name: str) -> None:
    reference = set().union(*(expressions(code) - expressions(kept) for code, kept in removed(name)))
    for text in texts(name):
        for fold in folds(text):
            assert not computed(fold.text) & reference, fold.title


@pytest.mark.parametrize("name", NAMES)
def test_no_number_or_part_that_an_answer_names_stands_in_the_text(name: str) -> None:
    said = named("\n".join(texts(name)))
    answers = {c.metadata["written"]: named(c.source) & said for c in source(name) if "written" in c.metadata}
    excused = SAID_ANYWAY.get(name, set())
    assert all(found <= excused for found in answers.values()), answers
    assert excused <= set().union(*answers.values()), "an excuse that nothing needs"


def test_what_these_tests_look_for_they_see() -> None:
    """Each kind of giveaway, where it would be one."""
    assert measured("In 38 % of our networks the two differ, as with 998 of\n1000 seeds (median of 20).")
    assert named("n3 has r = −.47, L0H0 writes .070, latent 86 fires") == {
        "n3",
        ".47",
        "L0H0",
        ".070",
        "latent 86",
    }
    assert named("the rate 0.3, 5e-3, section 2.2, .9 of it, a loss of 1.2") == set()
    reference = "def f(H, y):\n    H = H - H.mean(dim=0)\n    return (y @ H) / H.norm(dim=0)"
    assert computed("divide `y @ H` by `H.norm(dim=0)`, see `f`, shape `[N, H]`") <= expressions(reference)
    fold = "<details><summary>Hint 1: a nudge</summary>\n\nLook.\n\n</details>"
    assert folds(f"a\n\n{fold}\n\n{fold}\n\nb") == [Fold("Hint 1: a nudge", "Look.")] * 2
    assert unfolded(f"a\n\n{fold}\n\nb").split() == ["a", "b"]


HOURS = {
    3.5: "three and a half",
    5: "five",
    5.5: "five and a half",
    6: "six",
    6.5: "six and a half",
    8: "eight",
}


@pytest.mark.parametrize("name", NAMES)
def test_the_hours_are_the_sum_of_the_minutes(name: str) -> None:
    """In the course's table and in the notebook's first text, to half an hour."""
    text = "\n".join(texts(name))
    core, _, extras = text.partition("## Extra · ")
    minutes = [
        sum(map(int, re.findall(r"^\*About (\d+) minutes", part, re.MULTILINE))) for part in (core, extras)
    ]
    hours, more = (round(part / 30) / 2 for part in minutes)
    assert f"**Time.** About {HOURS[hours]} hours" in " ".join(core.split())
    table = (ROOT / "docs/course.md").read_text("utf-8")
    assert f"| `{name}` | {hours:g} | {more:g} |" in table
