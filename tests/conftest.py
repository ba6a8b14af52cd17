"""What the kit's own tests share: the small course, the assignment that a folder of tests is about, and one way to grade."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import importlib
import os
import shutil
import socket
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import msgspec
import pytest
import torch

from autograder.cli import main
from autograder.course import FIXED, Assignment, Draw, open_assignment, open_course
from autograder.grading.class_run import jobs_of
from autograder.grading.grade import Grader
from autograder.grading.pool import Done, Job, Workers, run
from autograder.grading.specimens import grade_specimen
from autograder.record import Record, encoded, write_atomically
from autograder.sandbox import TIERS, Tier, Zygote, choose
from autograder.submission import gather
from examples.build import class_folder

collect_ignore = [
    "tiny_course",
    "attacks",
]  # courses of their own and hostile submissions, not tests of the kit

ROOT = Path(__file__).parents[1]
# What `make test` grades of an example class, beside what is rejected: the other classes, and the whole ones, take minutes.
QUICK_CLASSES = {
    "parity": {
        "reference_in_a_zip",
        "half_done",
        "mean_for_zero",
        "exits",
        "equal_to_everything",
    }
}
TINY = Path(__file__).parent / "tiny_course"
torch.set_num_threads(1)  # two change the last digits


def pytest_addoption(parser: pytest.Parser) -> None:
    told = "what is left to `make gate`: every attack in every tier, whole example classes everywhere, formgrader"
    parser.addoption("--long", action="store_true", help=told)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long(what): left to `make gate`, which runs pytest with --long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _spread([item for item in items if item.path.name == "test_gate.py"], items)
    for item in items if not config.getoption("--long") else ():
        name = _assignment_of(item) if "example_class" in getattr(item, "fixturenames", ()) else None
        if name is not None and name not in QUICK_CLASSES:
            item.add_marker(pytest.mark.long(f"the example class of {name}"))
        if (marker := item.get_closest_marker("long")) is not None:
            why = f"{marker.args[0]}: --long, which is part of `make gate`"
            item.add_marker(pytest.mark.skip(reason=why))


def _spread(long: list[pytest.Item], items: list[pytest.Item]) -> None:
    """Puts the tests that take a minute at equal distances: of its share, a test worker gives away the end only."""
    others = [item for item in items if item not in long]
    every = len(others) // max(1, len(long))
    for i, item in enumerate(long):
        others.insert(i * (every + 1), item)
    items[:] = others


def _assignment_of(item: pytest.Item) -> str | None:
    """The assignment that a test is about: its parameter `name`, or its folder."""
    callspec = getattr(item, "callspec", None)
    name = item.path.parent.name if callspec is None else callspec.params.get("name", item.path.parent.name)
    return name if (ROOT / "assignments" / name).is_dir() else None


def tiers(other: Tier) -> list[object]:
    """The sandbox's tiers, and none, as parameters: `make test` has the best that there is here and this other one."""
    kept = (choose(), other)
    left = pytest.mark.long("the tiers between")
    return [pytest.param(tier, marks=[] if tier in kept else [left]) for tier in (*TIERS, Tier.NONE)]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository, which is a course root."""
    return ROOT


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the small course, to be changed at will, with the template that all courses' students get."""
    shutil.copytree(ROOT / "student_template", tmp_path / "course/student_template")
    return Path(shutil.copytree(TINY, tmp_path / "course", dirs_exist_ok=True))


@pytest.fixture(scope="session")
def tiny_grader() -> Iterator[Grader]:
    """One grader for the small course as it stands."""
    course = open_course(TINY)
    with Grader(course, open_assignment(course, "tiny")) as grader:
        yield grader


@pytest.fixture(scope="session")
def graded_here(tiny_grader: Grader) -> Callable[..., Iterator[Done]]:
    """`graded_here(jobs, …)`: in place of `pool.run` for submissions of the small course, in this process. What would go
    to a worker and back is encoded and decoded."""

    def graded(jobs: Iterable[Job], *_: object) -> Iterator[Done]:
        for job in jobs:
            job = msgspec.msgpack.decode(msgspec.msgpack.encode(job), type=Job)
            try:
                files = [Path(os.fsdecode(file)) for file in job.files]
                assert job.variant is not None
                known = (job.known_key, job.known_quickly)
                done = Done(job, tiny_grader.grade_files(job.student, files, job.variant, *known))
            except Exception as error:  # as a worker says it
                done = Done(job, error=f"{type(error).__name__}: {error}")
            yield msgspec.msgpack.decode(encoded(done, msgspec.msgpack.encode), type=Done)

    return graded


@pytest.fixture
def in_this_process(tiny_grader: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate grades the small course here and not in workers, which import torch for seconds."""
    specimens_graded_here(monkeypatch, lambda: tiny_grader.zygote)


def specimens_graded_here(
    monkeypatch: pytest.MonkeyPatch, lent: Callable[[], Zygote | None], known: Assignment | None = None
) -> None:
    """The gate grades in this process, students in what is `lent`, or else in a zygote of their assignment's; `known` is the
    assignment where it need not be opened anew."""

    def graded(jobs: Iterable[Job], course: Path, assignment: str, _: Workers) -> Iterator[Done]:
        opened = open_course(course)
        with Grader(opened, known or open_assignment(opened, assignment), zygote=lent()) as grader:
            for job in jobs:
                assert job.specimen is not None
                how = (job.tasks, job.backwards, job.hints, job.quick)
                try:
                    yield Done(job, grade_specimen(grader, job.specimen, job.student, *how))
                except Exception as error:  # as a worker says it
                    yield Done(job, error=f"{type(error).__name__}: {error}")

    for room in ("verify", "mutate", "hinted", "calibrate"):
        monkeypatch.setattr(f"autograder.gate.{room}.run", graded)


@pytest.fixture
def class_in_this_process(tiny_grader: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Students' work for the small course is graded here and not in workers, by command and by nbgrader."""
    students_graded_here(monkeypatch, tiny_grader)


def students_graded_here(monkeypatch: pytest.MonkeyPatch, tiny_grader: Grader) -> None:
    """Whatever is graded of the small course is so in this process, students in the grader's zygote."""

    def graded(jobs: Iterable[Job], root: Path, assignment: str, _: Workers) -> Iterator[Done]:
        opened = open_course(root)
        with Grader(opened, open_assignment(opened, assignment), zygote=tiny_grader.zygote) as grader:
            for job in jobs:
                assert job.variant is not None
                files = [Path(os.fsdecode(file)) for file in job.files]
                known = (job.known_key, job.known_quickly)
                yield Done(job, grader.grade_files(job.student, files, job.variant, *known))

    for room in ("grading.class_run", "nbgrader.grading"):
        monkeypatch.setattr(f"autograder.{room}.run", graded)


class Ended(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


Command = Callable[..., Ended]


@pytest.fixture
def command(
    tiny: Path,
    class_in_this_process: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    """`command(*arguments)`: the command `autograder` in the small course's folder. It grades in this process, without
    workers."""

    def command(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["autograder", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Ended(int(ended.value.code or 0), said.out, said.err)

    monkeypatch.chdir(tiny)
    monkeypatch.setenv("COLUMNS", "200")
    return command


@pytest.fixture
def graded_in(tiny_grader: Grader, tmp_path: Path) -> Callable[[Path, str], Record]:
    """`graded_in(course, source)`: the record of a module of that source, handed in to a copy of the small course whose
    provided code is as it was."""

    def grade(course_root: Path, source: str) -> Record:
        file = tmp_path / "handed_in" / "ada.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(source, "utf-8")
        course = open_course(course_root)
        lent = tiny_grader.zygote
        with Grader(course, open_assignment(course, "tiny"), zygote=lent) as grader:
            record = grader.grade_files("ada", [file], FIXED)
        assert record is not None
        return record

    return grade


@pytest.fixture(scope="session")
def of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all test workers of this run share, and no other run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextlib.contextmanager
def made_once(made: Path) -> Iterator[bool]:
    """Whether `made`, a file or folder that the test workers of a run share, has still to be made. It is the first
    worker's to make it, in the block; the others wait for it."""
    done = made.with_name(f"{made.name}.done")
    with made.with_name(f"{made.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not done.exists()
        done.touch()


@pytest.fixture(scope="session")
def example_class(
    request: pytest.FixtureRequest, root: Path, of_this_run: Path
) -> Callable[[str], dict[str, Record]]:
    """`example_class(assignment)`: the records of its example submissions, graded two at a time.

    Once for all tests of a run: what one test worker has graded, the others read. Without `--long` it lacks those that are
    left to the gate.
    """

    @functools.cache
    def records(name: str) -> dict[str, Record]:
        kept = of_this_run / f"records_of_{name}.json"
        with made_once(kept) as missing:
            if missing:
                write_atomically(kept, msgspec.json.encode(grade(name)))
        return {
            record.student: record for record in msgspec.json.decode(kept.read_bytes(), type=list[Record])
        }

    def grade(name: str) -> list[Record]:
        left_out = set() if request.config.getoption("--long") else left_to_the_gate(name)
        candidates = [c for c in gather([class_folder(name)], name) if c.student not in left_out]
        workers = Workers(2, choose())
        jobs = jobs_of(open_assignment(open_course(root), name), candidates, {}, Draw(), workers.tier)
        done = list(run(jobs, root, name, workers))
        assert [d.error for d in done if d.error] == []
        return [d.record for d in done if d.record is not None]

    return records


def left_to_the_gate(name: str) -> set[str]:
    """The submissions of an example class that `make test` does without. Of a class that it grades it has one of each kind;
    of others it leaves out known mistakes of which no more is expected than what they lose and other right solutions, which
    the gate grades, and those that the class's script calls slow."""
    script = importlib.import_module(f"examples.classes.{name}")
    if name in QUICK_CLASSES:
        return script.LOSES.keys() - QUICK_CLASSES[name]
    folder = ROOT / "assignments" / name
    known = {file.stem for part in ("mutants", "right") for file in (folder / part).glob("*.py")}
    return known - getattr(script, "TOLD", {}).keys() | getattr(script, "SLOW", set())


@pytest.fixture(scope="session")
def assignment_named(root: Path) -> Callable[[str], Assignment]:
    """`assignment_named(name)`: an assignment of the repository, the same for all tests."""
    return functools.cache(lambda name: open_assignment(open_course(root), name))


@pytest.fixture(scope="module")
def assignment(request: pytest.FixtureRequest, assignment_named: Callable[[str], Assignment]) -> Assignment:
    """The assignment that the folder of the tests is named after."""
    return assignment_named(request.path.parent.name)


@pytest.fixture(scope="module")
def reference(assignment: Assignment) -> ModuleType:
    """Its reference solution, which has the names of `given` that it imports."""
    return assignment.reference


@pytest.fixture(scope="module")
def given(assignment: Assignment) -> ModuleType:
    """Its provided code."""
    with assignment.importing():
        return importlib.import_module("given")


@pytest.fixture(scope="module")
def planted(assignment: Assignment) -> ModuleType:
    """Its planted models."""
    with assignment.importing():
        return importlib.import_module("planted")


@pytest.fixture(scope="module")
def records(assignment: Assignment, example_class: Callable[[str], dict[str, Record]]) -> dict[str, Record]:
    """The records of its example class."""
    return example_class(assignment.name)


def descendants(pid: int) -> set[int]:
    """The processes under a process: its workers, their zygotes, and the students'."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found and child not in found}:
        found |= more
    return found - {pid}


PRIVATE = "def double(x):\n    return 'the private text'\n"
THINGS = (
    *("a link", "a link to a folder", "a dangling link", "a loop of links", "a pipe", "a socket", "a device"),
    *("a folder", "another person's file", "an oversized file"),
)


@pytest.fixture(params=THINGS)
def thing(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Path], None]:
    """`thing(path)` puts there what is no file that a student may hand in. Its text, where it has one, is `PRIVATE`."""
    private = tmp_path / "private/tiny"
    private.mkdir(parents=True)
    for name in ("tiny.py", "tiny.ipynb"):
        (private / name).write_text(PRIVATE)

    def make(path: Path) -> None:
        if request.param in ("a device", "another person's file") and os.geteuid() != 0:
            pytest.skip("takes the rights of root")
        match request.param:
            case "a link":
                path.symlink_to(private / "tiny.py")
            case "a link to a folder":
                path.symlink_to(private)
            case "a dangling link":
                path.symlink_to("nowhere")
            case "a loop of links":
                path.symlink_to(path)
            case "a pipe":
                os.mkfifo(path)
            case "a socket":
                with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as listening:
                    listening.bind(path.name)
            case "a device":
                try:
                    os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(1, 5))  # /dev/zero
                except OSError:
                    pytest.skip("no devices here")
            case "a folder":
                path.mkdir()
            case "another person's file":
                os.link(private / "tiny.py", path)
                os.chown(path.parent, 12345, -1)  # the student's own folder, who may write in it
            case "an oversized file":
                with path.open("wb") as file:
                    file.write(PRIVATE.encode())
                    file.truncate(1 << 40)

    return make


@pytest.fixture
def graded(tiny_grader: Grader, tmp_path: Path) -> Callable[[str], Record]:
    """`graded(source)`: the record of a module of that source, handed in to the small course."""

    def grade(source: str) -> Record:
        file = tmp_path / "ada.py"
        file.write_text(source, "utf-8")
        record = tiny_grader.grade_files("ada", [file], FIXED)
        assert record is not None
        return record

    return grade


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium, one for all tests of a process: a second Playwright beside it would not start."""
    why = "NOT tried in a browser: "
    playwright = pytest.importorskip("playwright.sync_api", reason=why + "playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome")
    chromium = next(filter(None, map(shutil.which, names)), None)
    if chromium is None:
        pytest.skip(why + "no chromium on the path")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()
