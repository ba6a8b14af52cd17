"""What helps on beyond a message: what to mend first, and a wrong value on practice data that may be shown."""

from __future__ import annotations

import contextlib
import io
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import torch
from rich.console import Console

from autograder.checks.failure import Wrong
from autograder.checks.plugin import Outcome
from autograder.checks.session import Call
from autograder.course import public_variant
from autograder.grading.cascade import mend_first
from autograder.grading.grade import Grader
from autograder.grading.practice import WORDS, _on_practice, practice_variant, shown
from autograder.progress import followed, progress
from autograder.record import Check, Picture, Record
from autograder.submission.source import Chunk

from .conftest import Command

TINY = Path(__file__).parent / "tiny_course"
RIGHT = (TINY / "solutions/tiny.py").read_text()
DOUBLE = "    return FACTOR * x\n"
GradedWith = Callable[[str], Record]


@pytest.fixture
def graded(tiny_grader: Grader, tmp_path: Path) -> GradedWith:
    """`graded(text)`: the record of a file as a class's run makes it."""

    def grade(text: str) -> Record:
        file = tmp_path / "ada.py"
        file.write_text(text)
        record = tiny_grader.grade_files("ada", [file], public_variant(WORDS, "somebody", "tiny"))
        assert record is not None
        return record

    return grade


def failed(record: Record) -> dict[str, Check]:
    return {c.title.split()[0]: c for t in record.tasks for c in t.checks if c.state == "failed"}


def test_a_wrong_value_is_shown_with_the_right_one_on_practice_data(graded: GradedWith) -> None:
    example = failed(graded(RIGHT.replace(DOUBLE, "    return FACTOR * x + 1\n")))["Doubling"].example
    assert example is not None
    assert (example.function, example.arguments) == ("double", [example.arguments[0]])
    x = torch.from_numpy(practice_variant("tiny").rng("double").normal(size=(4, 3)))
    assert example.arguments[0].startswith(f"[[{x[0, 0].item():.4g}, ")
    at = tuple(map(int, example.where.strip("[]").split(",")))
    assert float(example.expected) == pytest.approx(2 * x[at].item(), rel=1e-3)
    assert float(example.got) == pytest.approx(2 * x[at].item() + 1, rel=1e-3)


def test_nothing_is_shown_where_the_hidden_inputs_do_not_vary(graded: GradedWith) -> None:
    text = RIGHT.replace("Pair(x.min().item(), x.max().item())", "Pair(-x.min().item(), x.max().item())")
    check = failed(graded(text))["The"]
    assert check.example is None
    assert check.diagnosis == "what `extremes` returned is, in least, the right value with the other sign"


def test_the_practice_process_has_never_held_a_hidden_argument(graded: GradedWith) -> None:
    """One that tells what it has been asked before has nothing to tell: the practice draw's call is its first."""
    text = RIGHT.replace(
        DOUBLE,
        "    SEEN.append(x)\n    return torch.full_like(x, 1000.0 + float(SEEN[0].sum()))\n\n\nSEEN = []\n",
    )
    example = failed(graded(text))["Doubling"].example
    assert example is not None
    x = torch.from_numpy(practice_variant("tiny").rng("double").normal(size=(4, 3)))
    assert float(example.got) == pytest.approx(1000 + x.sum().item(), rel=1e-3)


def test_a_function_that_is_right_on_practice_data_has_no_example(graded: GradedWith) -> None:
    x = torch.from_numpy(practice_variant("tiny").rng("double").normal(size=(4, 3)))
    text = RIGHT.replace(
        DOUBLE, f"    return FACTOR * x + (abs(float(x.sum()) - {x.sum().item()!r}) > 1e-9)\n"
    )
    assert failed(graded(text))["Doubling"].example is None


def test_practice_has_a_limit_of_its_own_whatever_the_hidden_checks_took(
    tiny_grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A function that sleeps would have all that the hidden checks have once more."""
    monkeypatch.setattr("autograder.grading.practice.WALL_S", 0.3)

    def outcomes(double: str, only: frozenset[str]) -> list[Outcome]:
        file = tmp_path / "ada.py"
        file.write_text(f"import time\n{RIGHT.replace(DOUBLE, double)}")
        return _on_practice(tiny_grader, tiny_grader.read("ada", [file]), only)

    hidden = tiny_grader.begin(
        tiny_grader.read("ada", [TINY / "solutions/tiny.py"]), practice_variant("tiny")
    )
    with contextlib.closing(hidden.session):
        assert tiny_grader.run(hidden) is None
    doubling = frozenset(o.nodeid for o in hidden.checks.outcomes if "test_double" in o.nodeid)
    slow = outcomes("    time.sleep(1000)\n", doubling)
    assert {o.nodeid for o in slow} == doubling
    assert all("took longer than 0." in o.check.message for o in slow), slow


def test_the_right_have_none_and_no_hidden_text_is_said(graded: GradedWith) -> None:
    assert not failed(graded(RIGHT))


def test_who_is_called_by_another_that_fails_is_mended_first(graded: GradedWith) -> None:
    text = RIGHT.replace(DOUBLE, "    return FACTOR * x + 1\n").replace(
        "    return Pair(x.min().item(), x.max().item())",
        "    return Pair(double(x).min().item() / 2, double(x).max().item() / 2)",
    )
    checks = failed(graded(text))
    assert checks["The"].diagnosis == "`extremes` calls `double`, which fails too: mend `double` first"
    assert checks["Doubling"].diagnosis == "what `double` returned is too large by one"


def test_two_that_call_each_other_are_not_sent_in_a_circle(tiny_grader: Grader, tmp_path: Path) -> None:
    file = tmp_path / "ada.py"
    file.write_text(
        RIGHT.replace(DOUBLE, "    extremes\n    return x\n").replace("Pair(x.min()", "Pair(double(x).max()")
    )
    run = tiny_grader.begin(tiny_grader.read("ada", [file]), public_variant(WORDS, "ada", "tiny"))
    try:
        tiny_grader.run(run)
    finally:
        run.session.close()
    assert mend_first(run.checks.outcomes, run.submission.chunks) == {}


def test_what_to_mend_first_is_found_in_proportion_to_what_was_handed_in() -> None:
    """Of functions that all use each other, what each of them uses is the square of it."""
    n = 500
    ring = [Chunk("", i + 1, f"def a{i}(): return a{(i + 1) % n}") for i in range(n)]
    ring += [Chunk("", n + 1, "def double(): return a0"), Chunk("", n + 2, "def slope(): return a1, double")]
    blamed = [
        Outcome(name, "double", Check(name, "failed", 0.0), [Call(name, (), {})])
        for name in ("double", "slope")
    ]
    tracemalloc.start()
    try:
        told = mend_first(blamed, ring)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert told == {"slope": "`slope` calls `double`, which fails too: mend `double` first"}
    assert peak < 1000 * n  # measured: 400 bytes a function, and 17,000 if all are asked what they use


def test_arguments_are_written_as_somebody_would_write_them() -> None:
    model = torch.nn.Linear(2, 3)
    args = (model, torch.zeros(40, 40), torch.tensor([1.0, 2.5]), "abc" * 100, [1, 2], {"a": 0.123456})
    example = shown(
        Wrong("f", args, {"mode": "zero"}, torch.tensor([1.0, 2.0]), torch.tensor([1.0, 3.0]), 0, 0)
    )
    assert example is not None
    assert example.arguments == [
        "a Linear of 9 weights", "a tensor of shape [40, 40]", "[1, 2.5]", "a str", "[1, 2]", "{'a': 0.1235}", "mode='zero'",
    ]  # fmt: skip
    assert (example.got, example.expected, example.where) == ("[1, 2]", "[1, 3]", "")


def test_of_many_numbers_there_is_a_picture() -> None:
    """Of the last two axes where they are furthest off, of the last one where these are large, of few numbers none."""

    def picture(got: torch.Tensor, right: torch.Tensor) -> Picture | None:
        example = shown(Wrong("f", (), {}, got, right, 0, 0))
        assert example is not None
        return example.picture

    right = torch.arange(2 * 3 * 4 * 5.0).reshape(2, 3, 4, 5)
    got = right.clone()
    got[1, 0, 2, 3], got[1, 0, 0, 0] = torch.inf, torch.nan
    map_ = picture(got, right)
    assert map_ is not None
    assert map_.where == "[1, 0, :, :]"
    assert map_.expected == right[1, 0].tolist()
    assert (map_.got[2][3], map_.got[0][0], map_.got[0][1]) == (None, None, 61.0)
    row = picture(torch.zeros(3, 40), torch.eye(40)[:3])
    assert row is not None
    assert (row.where, len(row.got), len(row.got[0])) == ("[0, :]", 1, 40)
    bars = picture(torch.zeros(7, dtype=torch.int64), torch.arange(7))
    assert bars is not None
    assert (bars.got, bars.expected, bars.where) == ([[0.0] * 7], [[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]], "")
    assert picture(torch.zeros(6), torch.ones(6)) is None
    assert picture(torch.zeros(3, 65), torch.ones(3, 65)) is None
    assert picture(torch.zeros(9, dtype=torch.complex64), torch.ones(9)) is None


def test_what_an_earlier_process_left_behind_is_not_found(graded: GradedWith) -> None:
    """A number of the hidden draw, left in files, in the environment and in a library, would be the value shown."""
    leaving = """
    import os, tempfile
    places = [os.path.join(folder, "left") for folder in (os.getcwd(), "/tmp", tempfile.gettempdir(), "/dev/shm")]
    for place in places:
        try:
            return torch.full_like(x, float(open(place).read()))
        except OSError:
            pass
    found = os.environ.get("LEFT") or getattr(torch, "left", None)
    if found is not None and CALLS:
        return torch.full_like(x, float(found))
    CALLS.append(1)
    for place in places:
        try:
            with open(place, "w") as file:
                file.write(str(x.sum().item()))
        except OSError:
            pass
    os.environ["LEFT"] = torch.left = str(x.sum().item())
    return torch.full_like(x, 77.0)


CALLS = []
"""
    example = failed(graded(RIGHT.replace(DOUBLE, leaving)))["Doubling"].example
    assert example is not None
    assert example.got == "77"


def test_a_ta_sees_every_wrong_value_on_practice_data(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "ada.py"
    file.write_text(
        RIGHT.replace(DOUBLE, "    return FACTOR * x + 1\n").replace("x.min().item(),", "-x.min().item(),")
    )
    ended = command("practice", str(file), "-a", "tiny")
    assert ended.code == 1, ended.err
    assert "what `double` returned is too large by one" in ended.out
    assert "double([[" in ended.out
    assert "extremes(" not in ended.out  # all draws ask it of the same numbers
    assert "fit (2 checks)" in ended.out


def test_what_cannot_be_practised_on_is_one_line(command: Command, tmp_path: Path) -> None:
    nothing = tmp_path / "ada.py"
    nothing.write_text("def (\n")
    for file, said in (
        (nothing, "ada.py cannot be read as an attempt"),
        (tmp_path / "no.py", "cannot be read (No such"),
    ):
        ended = command("practice", str(file), "-a", "tiny")
        assert (ended.code, ended.out) == (2, "")
        assert said in ended.err
        assert "Traceback" not in ended.err


def test_a_log_has_a_line_now_and_then_and_says_how_long_yet() -> None:
    now, text = [0.0], io.StringIO()
    with progress("parity", Console(file=text), clock=lambda: now[0]) as tell:
        tell(0, 100)
        for done in range(1, 101):
            now[0] = 60 + 2.0 * done  # the workers take a minute to start
            tell(done, 100)
    lines = text.getvalue().splitlines()
    assert lines[:2] == ["parity: 1 of 100 done", "parity: 9 of 100 done, about 3 min left"]
    assert lines[-1] == "parity: 97 of 100 done, about 6 s left"
    assert len(lines) == 13


def test_what_is_followed_comes_one_by_one_and_is_counted() -> None:
    told: list[tuple[int, int]] = []
    every = followed(iter("ab"), 3, lambda done, total: told.append((done, total)))
    assert [(one, told[-1]) for one in every] == [("a", (0, 3)), ("b", (1, 3))]
    assert told == [(0, 3), (1, 3), (2, 3)]


def test_an_argument_that_has_a_value_of_its_own_is_shown_whole() -> None:
    """Only what a check has put into the student's process stands for something else."""

    class Weighted(NamedTuple):
        value: float
        weight: float

    example = shown(Wrong("f", (Weighted(1.5, 2.0),), {}, 1.0, 2.0, 0, 0))
    assert example is not None
    assert example.arguments == ["[1.5, 2]"]
