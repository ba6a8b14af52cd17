"""What the command line says of what it cannot do, and of names that look like its own markup."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from autograder.course import open_assignment, open_course
from autograder.gate import table
from autograder.gate.verify import Row
from autograder.grading.pool import Workers
from autograder.progress import progress
from autograder.sandbox import Tier

from .conftest import Command


@pytest.mark.parametrize(
    "arguments",
    [
        "calibrate tiny --students 0", "calibrate tiny --students -2", "hints tiny --sample 0", "hints tiny --sample -1",
        "hints tiny --draws 0", "verify tiny --seeds -1", "release tiny -o out --seeds -1",
    ],
)  # fmt: skip
def test_a_number_that_means_nothing_is_refused(command: Command, arguments: str) -> None:
    ended = command(*arguments.split())
    assert ended.code == 2
    assert "Invalid value for" in ended.err


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError("`a` is a named pipe"), ["`a` is a named pipe"]),
        (FileNotFoundError(2, "No such file or directory", "a"), ["a: No such file or directory"]),
        (OSError(28, "No space left on device"), ["the disk: No space left on device"]),
        (shutil.Error([("a", "out/a", "denied"), ("b", "out/b", "gone")]), ["out/a: denied", "out/b: gone"]),
    ],
)
def test_what_the_disk_does_not_take_is_said_with_the_file(
    command: Command, monkeypatch: pytest.MonkeyPatch, error: OSError, said: list[str]
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr("autograder.cli.open_course", fails)
    ended = command("secret")
    assert (ended.code, ended.err.splitlines()) == (2, [f"autograder: {line}" for line in said])


MARKUP = "[/x]"  # an error to who reads it as markup


def test_names_that_look_like_markup_are_printed_as_they_are(
    tiny: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, err = Console(file=io.StringIO(), width=200), Console(file=io.StringIO(), width=200)

    def rows(*_: object) -> Iterator[Row]:
        nothing: frozenset[str] = frozenset()
        yield Row(f"mutant/{MARKUP}", "", None, nothing, nothing, False, "loses nothing")

    monkeypatch.setattr(table, "gate", rows)
    tiny_assignment = open_assignment(open_course(tiny), "tiny")
    tiny_assignment.name = MARKUP
    assert not table.show_gate(tiny_assignment, tiny, Workers(1, Tier.NONE), 1, False, out, err)
    with progress(MARKUP, Console(file=io.StringIO(), force_terminal=True)) as tell:
        tell(1, 2)
    said = out.file.getvalue()  # type: ignore[attr-defined]
    assert f"{MARKUP}: the release gate" in said
    assert f"mutant/{MARKUP}" in said
    assert f"mutant/{MARKUP} as : loses nothing" in err.file.getvalue()  # type: ignore[attr-defined]


def test_paths_that_look_like_markup_are_printed_as_they_are(tiny: Path, command: Command) -> None:
    (tiny.parent / "[").mkdir()
    course = tiny.rename(tiny.parent / MARKUP)
    for arguments in (["build"], ["new", "another"]):
        ended = command(*arguments, "--course", course)
        assert (ended.code, f"{MARKUP}/assignments/" in ended.out) == (0, True)


@pytest.mark.parametrize("name", ["calibrate", "mutate"])
def test_a_long_command_that_is_stopped_says_how_to_go_on(
    tiny: Path, command: Command, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"autograder.gate.{name}.{name}", stopped)
    ended = command(name, "tiny")
    assert (ended.code, "the same command goes on" in ended.err) == (130, True)


def test_a_folder_that_pytest_cannot_be_given_is_named_before_anything_is_graded(
    tiny: Path, command: Command
) -> None:
    course = tiny.rename(tiny.parent / "term [2]")
    ended = command("verify", "tiny", "--course", course)
    assert (ended.code, "rename the folder" in ended.err) == (2, True)


def test_files_that_are_shared_are_watched_too(
    tiny: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched: list[Path] = []
    monkeypatch.setattr("autograder.gate.watch.each_change", lambda *paths: watched.extend(paths) or [])
    (tiny / "words.txt").write_text("one\n")
    settings = tiny / "assignments/tiny/assignment.toml"
    settings.write_text(f'shared = ["words.txt"]\n{settings.read_text()}')
    command("verify", "tiny", "--watch")
    assert tiny / "words.txt" in watched
