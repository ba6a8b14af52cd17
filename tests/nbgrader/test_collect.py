"""nbgrader's `collect`, with what students can do to its exchange: files are taken as they were checked, and one student's
names and files stop nobody else's."""

from __future__ import annotations

import contextlib
import logging
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

from autograder.nbgrader.collect import Collect, List
from autograder.submission import MAX_BYTES, Rejected, read

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
        self.log = logging.getLogger("exchange")

    def hand_in(self, name: str, when: str = WHEN, text: str = WORK) -> Path:
        folder = self.inbound / f"{name}+tiny+{when}+x"
        folder.mkdir()
        (folder / "tiny.ipynb").write_text(text)
        (folder / "timestamp.txt").write_text(when)
        return folder

    def collected(self, **options: Any) -> dict[str, str]:
        course = self._course(**self.options)
        collect = Collect(coursedir=course, log=self.log, **{"check_owner": False, **options})
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

    def listed(self) -> list[str]:
        """Who has handed in, by `nbgrader list --inbound`."""
        found = List(coursedir=self._course(student_id=""), log=self.log, inbound=True)
        found.root = str(self.inbound.parents[1])
        found.init_dest()
        return [one["student_id"] for one in found.list_files()]

    def _course(self, **options: Any) -> CourseDirectory:
        root = str(self.submitted.parent)
        return CourseDirectory(root=root, course_id="course", assignment_id="tiny", **options)


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
    if bool(place) and (folder / place).is_file() and (folder / place).stat().st_size > 1 << 39:
        assert exchange.collected().keys() == {*honest, f"eve/tiny/{place}"}, "so much as shows its size"
        return
    if (folder / place).is_dir() and not (folder / place).is_symlink():  # an empty folder is one
        assert exchange.collected() == honest
        return
    assert exchange.collected() == honest
    assert not (exchange.submitted / "eve").exists()


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


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"x" * 2000, None])
def test_a_secret_that_is_none_is_not_collected_and_its_student_is_named(
    exchange: Exchange, caplog: pytest.LogCaptureFixture, content: bytes | None
) -> None:
    """nbgrader's release_feedback would end with it, for everybody."""
    own = exchange.hand_in("eve") / "submission_secret.txt"
    if content is None:
        own.mkdir()
        (own / "x").write_text("1")
    else:
        own.write_bytes(content)
    (exchange.hand_in("ada") / own.name).write_text("0123456789abcdef" * 8)
    found = exchange.collected()
    assert found["ada/tiny/submission_secret.txt"] == "0123456789abcdef" * 8
    assert len(found.pop("eve/tiny/submission_secret.txt")) == 128
    assert [name for name in found if name.startswith("eve/")] == ["eve/tiny/tiny.ipynb"]
    assert [record.getMessage().partition(",")[0] for record in caplog.records] == [
        "eve: the submission_secret.txt that was handed in is none"
    ]


def test_of_a_notebook_that_is_too_large_there_comes_so_much_as_shows_it(
    exchange: Exchange, caplog: pytest.LogCaptureFixture
) -> None:
    """Without a notebook a stub would lie there, and be a 0 without a reason. One that grading reads is no file to leave out."""
    folder = exchange.hand_in("eve")
    os.truncate(folder / "tiny.ipynb", 1 << 30)
    (folder / "data.csv").write_bytes(bytes(3000))
    exchange.hand_in("ada", text="x" * 3000)
    exchange.options = {"max_file_size": 2}
    assert exchange.collected()["ada/tiny/tiny.ipynb"] == "x" * 3000
    copy = exchange.submitted / "eve/tiny/tiny.ipynb"
    assert copy.stat().st_size == MAX_BYTES[".ipynb"] + 1
    with pytest.raises(Rejected, match="`tiny.ipynb` is over 20 MiB"):
        read("eve", [copy], "tiny", {})
    assert not (copy.parent / "data.csv").exists()
    named = [text for record in caplog.records if "tiny.ipynb is over" in (text := record.getMessage())]
    assert named == ["eve: tiny.ipynb is over 20 MiB: so much of it is collected that grading rejects it"]


@pytest.mark.parametrize("name", ["=1+1", "-1", "+1", "@a", "eve,,,,100,100", 'e"v', "e;v", "e\tv"])
def test_a_name_that_is_more_than_a_name_in_a_table_is_refused(
    exchange: Exchange, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    """nbgrader's grades.csv has names as they are, with nothing quoted: a formula, or the scores of another row."""
    exchange.hand_in(name)
    exchange.hand_in("ada-1@example.org")
    assert exchange.collected() == {"ada-1@example.org/tiny/tiny.ipynb": WORK}
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "its name says neither whose it is" in caplog.text


def test_whatever_lies_in_the_exchange_what_others_handed_in_is_listed(
    exchange: Exchange, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "submission_secret.txt"
    for name in ("ada", "zoe"):
        exchange.hand_in(name)
    (exchange.inbound / f"zoe+tiny+{WHEN}+x" / secret).write_text("0123456789abcdef")
    for number, content in enumerate((b"", b"\xff\xfe")):
        (exchange.hand_in(f"eve{number}") / secret).write_bytes(content)
    os.truncate(exchange.hand_in("large") / "tiny.ipynb", 1 << 40)
    os.mkfifo(exchange.hand_in("pipe") / "more.ipynb")
    (exchange.hand_in("folder") / "more.ipynb").mkdir()
    (exchange.hand_in("link") / "more.ipynb").symlink_to("/dev/zero")
    (exchange.hand_in("bytes") / secret).write_text("0123456789abcdef")
    (exchange.inbound / f"bytes+tiny+{WHEN}+x" / "\udcff.ipynb").write_text(WORK)
    assert exchange.listed() == ["ada", "zoe"]
    left = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len(left) == 7
    assert all("is not listed: " in text for text in left)


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
        assert not set(',;"') & set(folder.name) | set("=+-@") & set(folder.name[0]), "no name in a table"
        assert [path.name for path in folder.iterdir()] == ["tiny"]
    assert all(path.isprintable() for path in found), "names that the gradebook, too, can hold"
