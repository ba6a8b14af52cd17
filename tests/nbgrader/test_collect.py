"""nbgrader's `collect`, with what students can do to its exchange: files are taken as they were checked, and one student's
names and files stop nobody else's."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import MissingEntry
from nbgrader.coursedir import CourseDirectory

from autograder.nbgrader.collect import Collect

Thing = Callable[[Path], None]
WORK, PRIVATE = "the student's own", "the private text"
WHEN = "2026-01-01 10:00:00 UTC"


class _NoGradebook:
    """One that knows no due date: making a real one takes seconds."""

    def __init__(self, *arguments: Any) -> None:
        pass

    def __enter__(self) -> _NoGradebook:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def find_assignment(self, name: str) -> None:
        raise MissingEntry


class Exchange:
    """An exchange with the inbound folder of a course. `collected()`: what is in `submitted` after a run, by path."""

    def __init__(self, folder: Path) -> None:
        self.inbound = folder / "exchange/course/inbound"
        self.inbound.mkdir(parents=True)
        self.submitted = folder / "course/submitted"
        self.options: dict[str, Any] = {}
        self.said: list[str] = []

    def hand_in(self, name: str, when: str = WHEN, text: str = WORK) -> Path:
        folder = self.inbound / f"{name}+tiny+{when}+x"
        folder.mkdir()
        (folder / "tiny.ipynb").write_text(text)
        (folder / "timestamp.txt").write_text(when)
        return folder

    def collected(self, **options: Any) -> dict[str, str]:
        root = self.submitted.parent
        course = CourseDirectory(root=str(root), course_id="course", assignment_id="tiny", **self.options)
        collect = Collect(coursedir=course, **{"check_owner": False, **options})
        collect.root = str(self.inbound.parents[1])
        collect.set_timestamp()
        collect.init_src()
        collect.copy_files()
        files = (file for file in self.submitted.rglob("*") if file.is_file())
        return {
            str(file.relative_to(self.submitted)): file.read_text(errors="replace")
            for file in files
            if file.name != "timestamp.txt"
        }


@pytest.fixture
def exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    monkeypatch.setattr("nbgrader.exchange.default.collect.Gradebook", _NoGradebook)
    return Exchange(tmp_path)


def test_work_is_collected_once_and_again_when_it_is_newer(exchange: Exchange) -> None:
    exchange.hand_in("ada")
    assert exchange.collected() == {"ada/tiny/tiny.ipynb": WORK}
    assert (exchange.submitted / "ada/tiny/timestamp.txt").read_text() == WHEN
    exchange.hand_in("ada", "2026-01-02 10:00:00 UTC", "better")
    assert exchange.collected() == {"ada/tiny/tiny.ipynb": WORK}
    assert exchange.collected(update=True) == {"ada/tiny/tiny.ipynb": "better"}


@pytest.mark.parametrize("place", ["", "tiny.ipynb", "deep/more/tiny.ipynb"])
def test_a_submission_with_anything_else_in_it_is_left_and_the_others_are_collected(
    exchange: Exchange, thing: Thing, place: str
) -> None:
    folder = exchange.inbound / f"eve+tiny+{WHEN}+x"
    exchange.hand_in("ada")
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    thing(folder / place)
    exchange.hand_in("zoe")
    honest = {f"{name}/tiny/tiny.ipynb": WORK for name in ("ada", "zoe")}
    if (folder / place).is_dir() and not (folder / place).is_symlink():  # an empty folder is one
        assert exchange.collected() == honest
        return
    assert exchange.collected() == honest
    too_large = bool(place) and (folder / place).is_file() and (folder / place).stat().st_size > 1 << 39
    assert (exchange.submitted / "eve").exists() == too_large, (
        "nbgrader leaves a file that is too large, no more"
    )


@contextlib.contextmanager
def swapping(folder: Path, private: Path) -> Iterator[None]:
    """Meanwhile a file, and the folder that it lies in, become links to private ones, and files again."""
    done = threading.Event()
    file, own, link = folder / "lib/tiny.ipynb", folder.parent / "own", folder.parent / "link"

    def work() -> None:
        while not done.is_set():
            own.write_text(WORK)
            link.symlink_to(private / "tiny.ipynb")
            os.replace(link, file)
            os.replace(own, file)
            (folder / "lib").rename(own)
            (folder / "lib").symlink_to(private)
            (folder / "lib").unlink()
            own.rename(folder / "lib")
            folder.rename(own)
            folder.symlink_to(private)
            folder.unlink()
            own.rename(folder)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def test_what_is_swapped_for_a_link_while_it_is_collected_is_never_read_through_it(
    exchange: Exchange, tmp_path: Path
) -> None:
    private = tmp_path / "private"
    private.mkdir()
    (private / "tiny.ipynb").write_text(PRIVATE)
    folder = exchange.hand_in("eve")
    (folder / "lib").mkdir()
    (folder / "lib/tiny.ipynb").write_text(WORK)
    for number in range(20):  # so that there is time between looking and copying
        (folder / f"a{number}").write_text("x" * 10_000)
    exchange.hand_in("ada")
    seen: set[str] = set()
    with swapping(folder, private):
        for _ in range(60):
            shutil.rmtree(exchange.submitted, ignore_errors=True)
            found = exchange.collected()
            seen.update(found.values())
            assert found["ada/tiny/tiny.ipynb"] == WORK
    assert PRIVATE not in seen
    shutil.rmtree(exchange.submitted)  # the last run may have come when the folder was aside
    assert exchange.collected()["eve/tiny/lib/tiny.ipynb"] == WORK


def test_what_was_collected_stays_until_the_next_one_is_whole(exchange: Exchange) -> None:
    exchange.hand_in("ada")
    exchange.collected()
    (exchange.hand_in("ada", "2026-01-02 10:00:00 UTC") / "more").symlink_to("/etc/passwd")
    assert exchange.collected(update=True) == {"ada/tiny/tiny.ipynb": WORK}
    assert [file.name for file in (exchange.submitted / "ada").iterdir()] == ["tiny"]


@pytest.mark.parametrize("text", ["", "tomorrow", "9" * 400, "\0", "2026-01-01 10:00:00 \udcff"])
def test_a_time_that_a_student_wrote_stops_no_later_run(exchange: Exchange, text: str) -> None:
    stamp = exchange.hand_in("ada") / "timestamp.txt"
    stamp.write_bytes(text.encode("utf-8", "surrogateescape"))
    exchange.hand_in("bob")
    for _ in range(2):
        assert set(exchange.collected(update=True)) == {"ada/tiny/tiny.ipynb", "bob/tiny/tiny.ipynb"}
    shutil.copy(stamp, exchange.submitted / "ada/tiny/timestamp.txt")  # by an older run
    assert set(exchange.collected(update=True)) == {"ada/tiny/tiny.ipynb", "bob/tiny/tiny.ipynb"}


def test_the_courses_settings_hold(exchange: Exchange) -> None:
    folder = exchange.hand_in("ada")
    (folder / "__pycache__").mkdir()
    (folder / "big.csv").write_bytes(bytes(3000))
    (folder / "small.csv").write_text("1,2")
    exchange.options = {"max_file_size": 2}
    assert exchange.collected() == {"ada/tiny/tiny.ipynb": WORK, "ada/tiny/small.csv": "1,2"}
    shutil.rmtree(exchange.submitted)
    exchange.options = {"include": ["*.ipynb"], "groupshared": True}
    assert exchange.collected() == {"ada/tiny/tiny.ipynb": WORK}
    assert (exchange.submitted / "ada/tiny/tiny.ipynb").stat().st_mode & 0o660 == 0o660
    shutil.rmtree(exchange.submitted)
    exchange.options = {"max_dir_size": 2}
    exchange.hand_in("bob")
    assert set(exchange.collected()) == {"bob/tiny/tiny.ipynb"}


PARTS = [
    "",
    "+",
    "..",
    ".",
    "tiny",
    "%",
    "~",
    "-rf",
    "*",
    "?",
    "[a]",
    "{}",
    "{0}",
    "\\",
    "\n",
    "\x1b[31m",
    "\u202e",
]
PARTS += [
    "é",
    "e\u0301",
    "Ada",
    "ada",
    "名" * 20,
    "\udcff\udcfe",
    "$HOME",
    "`id`",
    "'",
    '"',
    " ",
    "CON",
    "\U0001f600",
]
TIMES = [
    WHEN,
    "",
    "tomorrow",
    "2026",
    "0001-01-01 00:00:00 +1400",
    "9999-12-31 23:59:59 -1400",
    "nan",
    "1e999",
    "१२",
]
TIMES += [
    "2026-01-01 10:00:00 Mars/Phobos",
    "2026-01-01 10:00:00 \udcff",
    "9" * 60,
    "-",
    "2026-02-30 10:00:00 UTC",
]


def test_whatever_students_name_their_folders_all_honest_work_is_collected(exchange: Exchange) -> None:
    draw = random.Random(0)
    honest = [f"student{number}" for number in range(5)]
    for name in honest:
        exchange.hand_in(name)
    made = 0
    for _ in range(300):
        name = "".join(draw.choice(PARTS) for _ in range(draw.randint(1, 4)))
        folder = exchange.inbound / f"{name}+tiny+{draw.choice(TIMES)}{draw.choice(['+x', '', '+a+b'])}"
        if os.path.lexists(folder):
            continue
        with contextlib.suppress(OSError):  # a name may be too long for the disk
            match draw.randint(0, 5):
                case 0:
                    folder.symlink_to(draw.choice(["nowhere", "/etc", exchange.submitted, folder]))
                case 1:
                    folder.write_text("no folder")
                case 2:
                    os.mkfifo(folder)
                case _:
                    folder.mkdir()
                    inner = draw.choice(["\udcff.ipynb", "a\nb.py", "tiny.ipynb", "%" * 200, "-rf", " "])
                    (folder / inner).write_text("odd")
            made += 1
    assert made > 200
    for _ in range(2):
        found = exchange.collected(update=True)
        assert all(found[f"{name}/tiny/tiny.ipynb"] == WORK for name in honest)
    course = exchange.submitted.parent
    assert [path.name for path in course.iterdir()] == ["submitted"], "nothing lies outside"
    for folder in exchange.submitted.iterdir():
        assert folder.name.isprintable()
        assert not set("*?[]") & set(folder.name), "nbgrader takes it for a pattern"
        assert [path.name for path in folder.iterdir()] == ["tiny"]
    assert all(path.isprintable() for path in found), "names that the gradebook, too, can hold"
