"""What a run shows: one submission as its student reads it, a small class as a table, a large one as what to look at."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from autograder.class_table import SMALL, shown_in_short, shown_whole
from autograder.course import open_assignment, open_course
from autograder.outcome import Standing
from autograder.record import Check, Record

from ..conftest import TINY, Command
from .conftest import EXAMPLE, FOR_THE_TA, failed, record, task

RIGHT = Check("It is right", "passed", 1.0)
HINT = "This adds two; doubling multiplies."


def printed(records: Sequence[Record], short: bool = False) -> str:
    text = io.StringIO()
    show = shown_in_short if short else shown_whole
    console = Console(file=text, width=100)
    console.print(
        show(open_assignment(open_course(TINY), "tiny"), [Standing(record) for record in records]),
        highlight=False,
    )
    return text.getvalue()


def test_one_submission_is_shown_as_its_student_reads_it() -> None:
    bad = failed("Twice (relu)", "x: [off]", hint=HINT, diagnosis="negated", example=EXAMPLE)
    said = printed(
        [record("ada", task("double", bad, failed("Twice (tanh)", "x: [off]")), task("fit", RIGHT))]
    )
    for part in (
        "ada: 10 of 20",
        "Twice (relu)",
        "x: [off]",
        HINT,
        "negated",
        "tensor([3., 4.])",
        "not yet scored",
    ):
        assert part in said
    assert "fit (1 check)" in said
    assert FOR_THE_TA not in said
    assert "error / tolerance" not in said


def test_a_small_class_is_a_table_and_a_large_one_a_summary() -> None:
    records = [record(f"s{i:03}", task("double", failed("x", hint=HINT))) for i in range(SMALL + 1)]
    assert "what to look at" in printed(records[:SMALL])
    said = printed(records)
    assert "what to look at" not in said
    assert f"{SMALL + 1}  double  {HINT}" in said
    assert "autograder pages tiny" in said
    assert len(said.splitlines()) < 40


def test_a_summary_is_no_longer_for_a_class_in_which_everything_goes_wrong() -> None:
    words = [f"{'abcdefghij'[i % 10]}{'klmnopqrst'[i // 10 % 10]}{'uvwxyz'[i // 100]}" for i in range(600)]
    records = [
        msgspec.structs.replace(
            record(f"s{i:03}", task("double", failed("x", word), failed("y", word * 2, hint=word))),
            limits_hit=["cpu"],
        )
        for i, word in enumerate(words)
    ]
    said = printed(records)
    assert "and 592 more" in said
    assert len(said.splitlines()) < 60


@pytest.mark.parametrize("name", ["\x1b[31mred", "[bold]a[/]", "a\u202eb", "\udcff"])
def test_names_and_messages_reach_the_terminal_as_text(name: str) -> None:
    bad = failed(name, name, hint=name, example=msgspec.structs.replace(EXAMPLE, got=name))
    one = record(name, task("double", bad), status="rejected", reason=name)
    for said in (printed([one]), printed([one] * (SMALL + 1)), printed([one], short=True)):
        assert "\x1b" not in said
        assert "\u202e" not in said
    if name.startswith("[bold]"):
        assert name in printed([one])


def test_in_short_it_is_a_few_lines() -> None:
    said = printed([record(f"s{i}", task("double", RIGHT)) for i in range(300)], short=True)
    assert "300 submissions" in said
    assert "full marks 300" in said
    assert len(said.splitlines()) == 3


def handed_in(tiny: Path) -> Path:
    right = (tiny / "solutions/tiny.py").read_text()
    (tiny / "class").mkdir()
    (tiny / "class/ada.py").write_text(right)
    (tiny / "class/bob.py").write_text(right.replace("FACTOR * x", "2 + x"))
    (tiny / "class/notes.txt").write_text("x")
    return tiny / "class"


def test_lines_of_json_are_the_records_and_nothing_else(command: Command, tiny: Path) -> None:
    said = command("grade", handed_in(tiny), "-a", "tiny", "--json")
    lines = [json.loads(line) for line in said.out.splitlines()]
    assert [(line["student"], line["score"]) for line in lines] == [("ada", 100), ("bob", 70)]
    assert "not graded: `notes.txt`" in said.err


def test_quietly_it_says_the_summary_and_what_was_left(command: Command, tiny: Path) -> None:
    said = command("grade", handed_in(tiny), "-a", "tiny", "-q")
    assert "Tiny: 2 submissions" in said.out
    assert "not graded: `notes.txt`" in said.out
    assert "2 records and scores.csv" in said.out
    assert "bob" not in said.out
    assert said.err == ""


def test_one_without_a_verdict_says_the_ta_why(command: Command, tiny: Path) -> None:
    folder = handed_in(tiny)
    (folder / "ada").mkdir()
    (folder / "ada/tiny.py").write_text("x = 1")
    for other in ("bob.py", "notes.txt"):
        (folder / other).unlink()
    said = command("grade", folder, "-a", "tiny")
    assert said.code == 3
    assert "ada: not graded yet" in said.out
    assert "for you alone: 2 hand-ins of this student were found" in said.out


def test_a_terminal_without_a_name_s_letters_shows_it_all_the_same(
    command: Command, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of the C locale, or a pipe of another encoding. Lines of JSON are UTF-8 everywhere."""
    bob = handed_in(tiny) / "bob.py"
    bob = bob.rename(bob.with_name("zoé.py"))
    for more, shown in (([], "zo?: 70 of 100"), (["--json"], '"student":"zoé"')):
        terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
        with monkeypatch.context() as patch:
            patch.setattr("sys.stdout", terminal)
            assert command("grade", bob, "-a", "tiny", *more).code == 0
        terminal.flush()
        assert shown in terminal.buffer.getvalue().decode()  # type: ignore[attr-defined]
