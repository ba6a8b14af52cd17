"""What is uploaded to Gradescope, and what it grades there, in the folders that Gradescope lays out."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import nbformat
import pytest
import torch

from autograder.course import CourseError, Draw, Variant, open_assignment, open_course, variant_of
from autograder.course.stubs import write_stubs
from autograder.gradescope import judge
from autograder.gradescope.bundle import write_bundle
from autograder.gradescope.needs import packages_of, pins
from autograder.gradescope.run import container, main
from autograder.grading.grade import Grader
from autograder.record import Record

from .conftest import TINY, Command
from .importers import Refused, gradescope_score

RIGHT = (TINY / "solutions/tiny.py").read_text()
WRONG = RIGHT.replace("FACTOR * x", "2 + x")
SECRET = b"a secret that stays at home"
ADA = {"email": "ada@example.org", "id": 7, "name": "Ada Lovelace"}
TIME = datetime.datetime(2026, 10, 1, 12, tzinfo=datetime.UTC)


class Ended(NamedTuple):
    """How a run ended: its exit code, the results as Gradescope has them, and what the TA reads."""

    code: int
    data: bytes | None
    told: str

    @property
    def results(self) -> dict[str, Any]:
        assert self.data is not None, self.told
        gradescope_score(self.data)
        return dict(json.loads(self.data))

    @property
    def score(self) -> float:
        assert self.data is not None, self.told
        return gradescope_score(self.data)

    @property
    def seen(self) -> str:
        """All that a student reads."""
        found = self.results
        return "\n".join([found["output"], *(f"{test['name']} {test['output']}" for test in found["tests"])])


class There:
    """The folders of a container, with a bundle unpacked in them."""

    def __init__(self, root: Path, bundle: Path) -> None:
        self.root = root
        for folder in ("source", "submission", "results"):
            (root / folder).mkdir(parents=True)
        with zipfile.ZipFile(bundle) as packed:
            packed.extractall(root / "source")
            for entry in packed.infolist():  # as `unzip` does, and Python does not
                (root / "source" / entry.filename).chmod(entry.external_attr >> 16)

    def hand_in(self, files: dict[str, str | bytes]) -> None:
        for name, content in files.items():
            file = self.root / "submission" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def say(self, previous: list[object] | None = None, users: object = None, **more: object) -> None:
        """Writes the metadata."""
        said = {
            "id": 123, "created_at": TIME.isoformat(), "users": [ADA] if users is None else users,
            "assignment": {"id": 1, "title": "Tiny"}, "submission_method": "upload",
            "previous_submissions": previous or [], **more,
        }  # fmt: skip
        (self.root / "submission_metadata.json").write_text(json.dumps(said))

    def settings(self, **changed: object) -> None:
        file = self.root / "source/bundle.json"
        about = json.loads(file.read_text())
        about["settings"] |= changed
        file.write_text(json.dumps(about))

    @property
    def results(self) -> bytes | None:
        file = self.root / "results/results.json"
        return file.read_bytes() if file.exists() else None

    def run_autograder(self) -> Ended:
        """Runs the bundle's own script, as the harness does; what setup.sh installs is this environment's."""
        home = self.root / "home"
        (home / "bin").mkdir(parents=True)
        python = home / "bin/python"
        python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
        python.chmod(0o755)
        (home / "engine").symlink_to(self.root / "source/engine")
        environment = {"PATH": os.environ["PATH"], "HOME": str(home), "AUTOGRADER_HOME": str(home)}
        done = subprocess.run(
            [self.root / "source/run_autograder", self.root], cwd=self.root, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        return Ended(done.returncode, self.results, done.stdout)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The small course, with a secret and a roster."""
    course = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("gradescope") / "course"))
    (course / "course.toml").write_text(f"name = {json.dumps('Tiny, for 🎓', ensure_ascii=False)}\n", "utf-8")
    (course / "course.secret").write_bytes(SECRET)
    (course / "course.secret").chmod(0o600)
    (course / "roster.csv").write_text(
        "student,name,email,sis_id\nlovelace,Ada Lovelace,ADA@example.org,444\nbyron,Annabella Byron,byron@example.org,\n"
    )
    write_stubs(open_assignment(open_course(course), "tiny"))
    return course


@pytest.fixture(scope="module")
def bundle(course: Path) -> Path:
    opened = open_course(course)
    file = course.parent / "tiny.zip"
    assert write_bundle(opened, open_assignment(opened, "tiny"), Draw(SECRET), file).people == 2
    return file


@pytest.fixture
def there(tmp_path: Path, bundle: Path) -> There:
    made = There(tmp_path / "autograder", bundle)
    made.say()
    return made


@pytest.fixture
def graded(
    there: There, tiny_grader: Grader, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """`graded(files)`: the run of a submission, graded in this process by the bundle's own course. `only` ends it after so
    many checks, as the deadline does; `changed` are fields of the last record."""

    def graded(files: dict[str, str | bytes], only: int | None = None, **changed: object) -> Ended:
        there.hand_in(files)

        def judged(order: judge.Order, until: float) -> Iterator[judge.Told]:
            opened = open_course(Path(order.course))
            found = open_assignment(opened, order.assignment)
            told: list[Record] = []
            with Grader(opened, found, zygote=tiny_grader.zygote) as grader:
                paths = [Path(os.fsdecode(file)) for file in order.files]
                final = grader.grade_files(order.student, paths, order.variant, tell=told.append)
            assert final is not None
            yield from map(judge.SoFar, told[:only])
            final = msgspec.structs.replace(final, **changed)
            yield judge.Failed("the time was over") if only is not None else judge.Final(final)

        monkeypatch.setattr("autograder.gradescope.run.judged", judged)
        capsys.readouterr()
        code = main(there.root)
        return Ended(code, there.results, capsys.readouterr().out)

    return graded


def before(score: float | None, hours: float, results: object = None, **note: object) -> dict[str, object]:
    """An earlier submission, so many hours before this one."""
    if results is None:
        results = {
            "score": score, "output": "as it was", "tests": [], "extra_data": {"autograder": {"counts": True, **note}}
        }  # fmt: skip
    time = (TIME - datetime.timedelta(hours=hours)).isoformat()
    return {"submission_time": time, "score": score, "results": results}


# ---- the bundle


def test_a_bundle_has_what_gradescope_calls_at_its_root_and_never_the_secret(
    bundle: Path, course: Path
) -> None:
    with zipfile.ZipFile(bundle) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
        modes = {name: packed.getinfo(name).external_attr >> 16 for name in ("setup.sh", "run_autograder")}
    assert set(modes.values()) == {0o755}
    assert not [name for name, data in files.items() if SECRET in data or name.endswith("course.secret")]
    assert "engine/autograder/inside/child.py" in files
    assert "course/assignments/tiny/graders/test_tiny.py" in files
    assert not [name for name in files if "/right/" in name or "nbgrader" in name or name.endswith(".pyc")]
    roster = files["course/roster.csv"].decode()
    assert "Lovelace" not in roster, "no more of a person than tells who it is"
    for script in ("setup.sh", "run_autograder"):
        assert subprocess.run(["bash", "-n"], input=files[script], check=False).returncode == 0


def test_the_same_bundle_is_the_same_bytes(bundle: Path, course: Path, tmp_path: Path) -> None:
    opened = open_course(course)
    write_bundle(opened, open_assignment(opened, "tiny"), Draw(SECRET), tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == bundle.read_bytes()


def test_a_secret_that_somebody_has_copied_into_the_graders_does_not_leave_with_them(tiny: Path) -> None:
    (tiny / "assignments/tiny/graders/notes.txt").write_bytes(b"ours: " + SECRET)
    opened = open_course(tiny)
    with pytest.raises(CourseError, match=r"notes\.txt would carry the course's secret"):
        write_bundle(opened, open_assignment(opened, "tiny"), Draw(SECRET), tiny / "out.zip")
    assert not (tiny / "out.zip").exists()


def test_what_is_installed_there_is_what_is_here(course: Path) -> None:
    found = open_assignment(open_course(course), "tiny")
    packages = packages_of(found, [found.solution])
    assert {"torch", "numpy", "msgspec", "pytest"} <= set(packages)
    pinned = pins(packages)
    assert f"torch=={torch.__version__.partition('+')[0]}" in pinned
    assert any(pin.startswith("sympy==") for pin in pinned), "and what these need"
    assert not any("+" in pin for pin in pinned)


def test_how_torch_is_had_there_is_a_setting_that_cannot_run_anything(tiny: Path) -> None:
    with (tiny / "course.toml").open("a") as file:
        file.write('[gradescope]\ntorch_pip = "--index-url https://packages.example/cpu ; touch /tmp/x"\n')
    opened = open_course(tiny)
    write_bundle(opened, open_assignment(opened, "tiny"), Draw(), tiny / "out.zip")
    setup = zipfile.ZipFile(tiny / "out.zip").read("setup.sh").decode()
    assert "-q --index-url https://packages.example/cpu ';' touch /tmp/x -c" in setup


def test_a_sandbox_that_there_is_not_is_said_before_anybody_waits_for_it(tiny: Path) -> None:
    with (tiny / "course.toml").open("a") as file:
        file.write('[gradescope]\nsandbox = "docker"\n')
    with pytest.raises(CourseError, match="there is no sandbox 'docker'"):
        open_course(tiny)


@pytest.mark.usefixtures("in_this_process")
def test_release_writes_it_and_says_what_to_set(tiny: Path, command: Command) -> None:
    ended = command("release", "tiny", "-o", tiny / "out", "--unverified", "--bundle", "gradescope")
    assert ended.code == 0, ended.err
    assert (tiny / "out/instructor/gradescope/tiny.zip").is_file()
    assert "100 points, a timeout of 10 minutes" in ended.out
    ended = command("release", "tiny", "-o", tiny / "out", "--unverified", "--bundle", "otter")
    assert (ended.code, "no bundle for 'otter'; there is: gradescope" in ended.err) == (2, True)


# ---- a verdict there is the verdict at home


def test_a_submission_is_judged_as_at_home(
    graded: Callable[..., Ended], course: Path, tiny_grader: Grader, tmp_path: Path
) -> None:
    ended = graded({"tiny.py": WRONG})
    opened = open_course(course)
    with Grader(opened, open_assignment(opened, "tiny"), zygote=tiny_grader.zygote) as grader:
        (tmp_path / "tiny.py").write_text(WRONG)
        home = grader.grade_files(
            "lovelace", [tmp_path / "tiny.py"], variant_of(Draw(SECRET), "lovelace", "tiny")
        )
    assert home is not None
    assert ended.score == home.score == 70
    note = ended.results["extra_data"]["autograder"]
    assert (note["key"], note["fingerprint"]) == (home.key, Draw(SECRET).fingerprint)
    assert note["counts"] is True


def test_a_student_sees_tasks_points_and_hints_and_nothing_of_the_tas(graded: Callable[..., Ended]) -> None:
    ended = graded(
        {"tiny.py": WRONG.replace("    return 2 + x", "    print('the printed text')\n    return 2 + x")}
    )
    tests = {test["name"]: test for test in ended.results["tests"]}
    assert (tests["double"]["score"], tests["double"]["max_score"]) == (30, 60)
    assert tests["double"]["status"] == "failed"
    assert tests["fit"]["status"] == "passed"
    assert "This adds two; doubling multiplies." in ended.seen
    assert "the printed text" not in ended.data.decode() if ended.data else ""
    assert "the printed text" in ended.told
    assert ended.results["stdout_visibility"] == "hidden"
    assert "why, a written answer" in ended.results["output"]


# ---- whose it is


def drawn_for(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Variant]]:
    seen: list[tuple[str, Variant]] = []

    def judged(order: judge.Order, until: float) -> Iterator[judge.Told]:
        seen.append((order.student, order.variant))
        yield judge.Failed("only asked")

    monkeypatch.setattr("autograder.gradescope.run.judged", judged)
    return seen


@pytest.mark.parametrize(
    ("users", "student"),
    [
        ([ADA], "lovelace"),
        ([{"email": "grace@example.org", "name": "Grace", "id": 9}], "grace@example.org"),
        ([ADA, {"email": "byron@example.org", "name": "A. Byron"}], "byron+lovelace"),
        ([{"email": "other@example.org", "name": "Ada", "sid": "444"}], "lovelace"),
        ([{"email": None, "name": "Nobody's \ud800/../name\n"}], None),
    ],
)
def test_a_student_has_the_name_that_grading_at_home_gives_them(
    there: There,
    users: object,
    student: str | None,
    monkeypatch: pytest.MonkeyPatch,
    course: Path,
    tmp_path: Path,
) -> None:
    from autograder.submission import gather, roster_at

    seen = drawn_for(monkeypatch)
    there.say(users=users)
    main(there.root)
    ((name, variant),) = seen
    assert variant == variant_of(Draw(SECRET), name, "tiny")
    if student is None:
        assert "/" not in name
        return
    assert name == student
    export = tmp_path / "export/submission_1"
    export.mkdir(parents=True)
    (export / "tiny.py").write_text(RIGHT)
    people = "".join(
        f"  - :name: {u['name']}\n    :email: {u['email']}\n    :sid: {u.get('sid', '1')}\n"
        for u in users  # type: ignore[attr-defined]
    )
    (export.parent / "submission_metadata.yml").write_text(f"---\nsubmission_1:\n  :submitters:\n{people}")
    at_home = gather([export.parent], "tiny", roster_at(course / "roster.csv"))
    assert [one.student for one in at_home] == [student]


@pytest.mark.parametrize(
    "metadata",
    [None, b"", b"{", b"[]", b"null", b'{"users": []}', b'{"users": {"email": "a"}}', b'{"users": [7, null]}', b"\xff\xfe",
     b'{"users": [{"email": ["x"], "name": true}]}', b"[" * 100_000],
)  # fmt: skip
def test_without_knowing_whose_it_is_nothing_is_graded_and_the_ta_reads_why(
    there: There, metadata: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    there.hand_in({"tiny.py": RIGHT})
    file = there.root / "submission_metadata.json"
    file.unlink()
    if metadata is not None:
        file.write_bytes(metadata)
    assert main(there.root) == 1
    assert there.results is None
    assert "submission_metadata.json" in capsys.readouterr().out


def test_metadata_that_is_odd_in_what_is_not_needed_stops_nothing(
    there: There, graded: Callable[..., Ended]
) -> None:
    there.say(
        created_at="yesterday",
        previous_submissions=[None, 3, {"score": "a"}, {"results": []}, {"score": True}],
    )
    assert graded({"tiny.py": RIGHT}).score == 100


# ---- what is handed in


def test_a_notebook_and_a_module_beside_its_own_are_graded(
    there: There, graded: Callable[..., Ended]
) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("from mine import *\n" + RIGHT)])
    ended = graded({"tiny.ipynb": nbformat.writes(notebook), "mine.py": "HALF = 0.5\n", "data.csv": "1,2\n"})
    assert ended.score == 100


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "nothing to grade"),
        ({"tiny.txt": RIGHT}, "tiny.txt"),
        ({"tiny.py": ""}, "is empty"),
        ({"tiny.py": b"PK\x03\x04 not a module"}, "only named .py"),
        ({"tiny.py": RIGHT, "tiny (1).py": WRONG}, "they differ"),
        ({"tiny.py": "def other():\n    return 1\n"}, "defines none of"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_the_reason_and_costs_no_submission(
    files: dict[str, str | bytes], says: str, graded: Callable[..., Ended]
) -> None:
    ended = graded(files)
    assert ended.score == 0
    assert says in ended.results["output"].replace("\\", "")
    assert ended.results["extra_data"]["autograder"]["counts"] is False


def test_a_file_of_another_name_is_graded_where_it_is_the_only_one(graded: Callable[..., Ended]) -> None:
    assert graded({"final version (2).py": RIGHT}).score == 100


# ---- a fault of ours is no student's zero


def test_what_was_not_reached_keeps_the_score_before(there: There, graded: Callable[..., Ended]) -> None:
    there.say([before(80, 30), before(90, 50)])
    ended = graded({"tiny.py": WRONG}, only=3)
    assert (ended.code, ended.score) == (0, 80)
    assert "the score is that of your submission of 2026-09-30 06:00 +0000" in ended.results["output"].lower()
    tests = {test["name"]: test for test in ended.results["tests"]}
    assert tests["double"]["score"] == 30
    assert "score" not in tests["fit"]
    assert "could not be judged" in tests["fit"]["output"].lower()
    assert ended.results["extra_data"]["autograder"]["counts"] is False
    assert "the time was over" in ended.told


@pytest.mark.parametrize("instead", ["nothing", "a file"])
def test_a_folder_that_the_machine_did_not_make_is_no_students_zero(
    there: There, graded: Callable[..., Ended], instead: str
) -> None:
    def hand_in_nothing() -> Ended:
        folder = there.root / "submission"
        if folder.is_dir():
            folder.rmdir()
            if instead == "a file":
                folder.write_text("no folder")
        return graded({})

    ended = hand_in_nothing()
    assert (ended.code, ended.data) == (1, None)
    assert f"{there.root / 'submission'} cannot be looked into" in ended.told
    there.say([before(80, 30)])
    assert hand_in_nothing().score == 80


def test_a_score_for_what_was_never_graded_is_not_kept(there: There, graded: Callable[..., Ended]) -> None:
    """The 0 of a rejected file is no score for work that nobody could judge."""
    there.say([before(80, 30), before(0, 10, counts=False)])
    assert graded({"tiny.py": RIGHT}, only=3).score == 80
    there.say([before(0, 10, counts=False)])
    assert graded({"tiny.py": RIGHT}, only=3).data is None


@pytest.mark.parametrize("only", [0, 1, 3])
def test_with_no_score_before_there_is_none(only: int, graded: Callable[..., Ended]) -> None:
    ended = graded({"tiny.py": RIGHT}, only=only)
    assert (ended.code, ended.data) == (1, None)
    assert "no result was written" in ended.told


def test_a_container_that_is_stopped_leaves_what_it_has(
    there: There, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def judged(order: judge.Order, until: float) -> Iterator[judge.Told]:
        os.kill(os.getpid(), signal.SIGTERM)
        yield judge.Failed("it was not stopped")

    monkeypatch.setattr("autograder.gradescope.run.judged", judged)
    there.say([before(80, 30)])
    assert main(there.root) == 0
    assert there.results is not None
    assert gradescope_score(there.results) == 80
    assert "the container is being stopped" in capsys.readouterr().out


def test_when_all_checks_are_judged_the_time_for_hints_takes_nothing_away(
    graded: Callable[..., Ended],
) -> None:
    ended = graded({"tiny.py": WRONG}, only=5)
    assert (ended.code, ended.score) == (0, 70)


def test_results_grow_and_are_whole_at_every_moment(
    there: There, graded: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.gradescope import run

    kept: list[bytes] = []

    def keeping(path: Path, data: bytes) -> None:
        kept.append(data)

    monkeypatch.setattr(run, "write_atomically", keeping)
    graded({"tiny.py": WRONG})
    assert [gradescope_score(data) for data in kept] == [30, 30, 70, 70, 70]
    kept.clear()
    there.say([before(55, 30)])
    graded({"tiny.py": WRONG})
    assert [gradescope_score(data) for data in kept] == [55, 55, 55, 70, 70, 70]


def test_whose_process_was_killed_for_want_of_memory_is_not_judged_in_what_it_failed(
    there: There, graded: Callable[..., Ended]
) -> None:
    """A check's own limit of memory ends in an error of Python's; a kill is the container's."""
    there.say([before(80, 30)])
    ended = graded({"tiny.py": WRONG}, limits_hit=["memory", "killed"])
    assert ended.score == 80
    tests = {test["name"]: test for test in ended.results["tests"]}
    assert "score" not in tests["double"]
    assert tests["fit"]["score"] == 40
    assert "a container of 768 MB is too small for this one: choose a larger one" in ended.told


def test_what_costs_no_submission_tells_nothing_of_what_was_judged(
    there: There, graded: Callable[..., Ended]
) -> None:
    """Where submissions are counted: who has the system end their process would have a verdict for each question."""
    there.settings(per_day=2)
    there.say([before(80, 30)])
    ended = graded({"tiny.py": WRONG}, limits_hit=["memory", "killed"])
    assert ended.score == 80
    assert ended.results["extra_data"]["autograder"]["counts"] is False
    assert ended.results["tests"] == []
    assert "Below is" not in ended.results["output"]


# ---- submissions a day


def test_the_submission_that_is_one_too_many_keeps_the_last_result(
    there: There, graded: Callable[..., Ended]
) -> None:
    there.settings(per_day=2)
    last = before(90, 2)
    there.say([before(80, 23), last, before(10, 30)])
    ended = graded({"tiny.py": RIGHT})
    assert (ended.code, ended.score) == (0, 90)
    assert ended.results["output"].endswith("as it was")
    assert "from 2026-10-01 13:00 +0000 on" in ended.results["output"]
    # and the one after it is judged by the same two, and shows the same result once
    again = before(90, 1, ended.results)
    there.say([before(80, 23), last, again])
    ended = graded({"tiny.py": RIGHT})
    assert ended.score == 90
    assert ended.results["output"].count("Not graded") == 1
    assert ended.results["output"].endswith("as it was")


def test_what_could_not_be_graded_or_is_a_day_old_counts_for_nothing(
    there: There, graded: Callable[..., Ended]
) -> None:
    there.settings(per_day=2)
    there.say(
        [before(0, 1, counts=False), before(20, 2), before(70, 24), before(70, 48), before(None, 3, {})]
    )
    assert graded({"tiny.py": RIGHT}).score == 100


@pytest.mark.parametrize(
    "time", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"]
)
def test_a_time_that_nothing_can_be_reckoned_from_is_none(
    there: There, graded: Callable[..., Ended], time: str
) -> None:
    there.settings(per_day=1)
    there.say([before(80, 30) | {"submission_time": time}], created_at=time)
    assert graded({"tiny.py": ""}).score == 0


@pytest.mark.parametrize("results", [{}, None, [], "text", {"score": "none"}])
def test_where_nothing_is_left_of_the_results_before_it_is_graded(
    there: There, results: object, graded: Callable[..., Ended]
) -> None:
    there.settings(per_day=1)
    one = before(None, 1) | {"results": results}
    there.say([one])
    assert graded({"tiny.py": RIGHT}).score == 100


# ---- the real thing: the bundle's script, its own process, and code that wants more than an answer

HOSTILE = """
def double(x):
    for place in ({results!r}, {metadata!r}, {solution!r}):
        for mode in ("r", "w"):
            try:
                with open(place, mode) as file:
                    got = file.write('{{"score": 1000}}') if mode == "w" else file.read()
                print("opened", place, mode, got)
            except OSError as error:
                print("refused", type(error).__name__)
    print("x" * 200_000)
    return FACTOR * x
"""


def test_the_script_grades_what_is_there_and_hostile_code_reaches_nothing(there: There) -> None:
    places = {
        "results": "results/results.json",
        "metadata": "submission_metadata.json",
        "solution": "source/course/solutions/tiny.py",
    }
    there.hand_in(
        {"tiny.py": RIGHT + HOSTILE.format(**{name: str(there.root / p) for name, p in places.items()})}
    )
    ended = there.run_autograder()
    assert (ended.code, ended.score) == (0, 100), ended.told
    assert "kept apart by: " in ended.told
    assert Draw(SECRET).fingerprint in ended.told
    assert json.loads((there.root / "submission_metadata.json").read_text())["id"] == 123
    assert (there.root / "source/course/solutions/tiny.py").read_text() == RIGHT
    assert SECRET.decode() not in ended.told


def test_code_that_loops_for_ever_ends_before_gradescopes_time_does(there: There) -> None:
    there.say([before(40, 30)])
    there.settings(timeout_minutes=0.2, margin_s=0)
    toml = there.root / "source/course/assignments/tiny/assignment.toml"
    toml.write_text(
        toml.read_text()
        .replace("cpu_s = 1\n", "cpu_s = 500\n")
        .replace("total_cpu_s = 4", "total_cpu_s = 500")
    )
    there.hand_in({"tiny.py": RIGHT + "def fit(seed):\n    while True:\n        pass\n"})
    ended = there.run_autograder()
    assert ended.score == 40
    assert "the time was over" in ended.told


def test_the_containers_memory_is_told_where_the_kernel_tells_it(tmp_path: Path) -> None:
    assert container(tmp_path) == "not known here"
    (tmp_path / "memory.peak").write_text(f"{700 << 20}\n")
    (tmp_path / "memory.max").write_text("max\n")
    assert container(tmp_path) == "700 MB"
    (tmp_path / "memory.max").write_text(f"{768 << 20}\n")
    assert container(tmp_path) == "700 MB of 768 MB"


def test_the_importer_refuses_what_gradescope_refuses() -> None:
    for wrong in (
        {},
        {"tests": [{"name": "a"}]},
        {"score": "1"},
        {"score": 1, "tests": [{"visibility": "hidden"}]},
    ):
        with pytest.raises(Refused):
            gradescope_score(json.dumps(wrong).encode())
