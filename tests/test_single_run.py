"""`pytest assignments/NAME/graders --submission=FILE`, run as a person runs it, by the command. What a submission is told
is tried on a real assignment, pytest's own options on the small course, where a run takes no time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from autograder.course import FIXED, assignment_names, open_course
from autograder.grading.grade import Grader
from autograder.grading.single_run import SingleRun
from autograder.record import Record
from examples.build import class_folder

ROOT = Path(__file__).parents[1]
NAMES = assignment_names(open_course(ROOT))
PARITY = ROOT / "assignments/parity/graders"
CLASS = class_folder("parity")

Run = Callable[..., "Ended"]


class Ended(NamedTuple):
    code: int
    out: str

    @property
    def score(self) -> str | None:
        found = re.search(r"^score: ([\d.]+) of", self.out, re.MULTILINE)
        return found and found[1]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`run(*arguments)`: pytest in an empty folder of its own, as installed beside this interpreter."""
    working = tmp_path / "elsewhere"
    working.mkdir()

    def go(*arguments: object, cwd: Path = working) -> Ended:
        command = [Path(sys.executable).parent / "pytest", *arguments]
        cache = f"cache_dir={tmp_path / 'cache'}"
        done = subprocess.run(
            [*map(str, command), "--draw=fixed", "-o", cache],
            cwd=cwd,
            capture_output=True,
            text=True,
            env=os.environ | {"COLUMNS": "200", "PYTEST_ADDOPTS": ""},
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
        return Ended(done.returncode, done.stdout + done.stderr)

    return go


def told(record: Record) -> list[str]:
    """What the record says of each failed check."""
    checks = [check for task in record.tasks for check in task.checks if check.state == "failed"]
    return sorted(f"{c.message}\nhint: {c.hint}" if c.hint else c.message for c in checks)


def same_as_the_record(run: Run, record: Record, graders: Path, path: Path, xml: Path) -> None:
    """The score, the exit code and every message are the record's."""
    ended = run(graders, f"--submission={path}", f"--junitxml={xml}")
    if record.status == "rejected":
        assert ended.code == pytest.ExitCode.USAGE_ERROR
        assert record.reason is not None
        assert record.reason in ended.out
        return
    assert record.score is not None
    assert ended.score == f"{record.score:.4g}"
    assert ended.code == (1 if record.lost else 0)
    failures = [element.text for element in ElementTree.parse(xml).iter("failure")]
    assert sorted(map(str, failures)) == told(record)
    headings = re.findall(r"^_+ (.+?) _+$", ended.out, re.MULTILINE)
    failed = [check.title for task in record.tasks for check in task.checks if check.state == "failed"]
    assert sorted(headings) == sorted(failed)


@pytest.mark.long("every submission of the example classes by itself")
@pytest.mark.parametrize("name", NAMES)
def test_so_it_does_for_the_whole_class(
    run: Run, tmp_path: Path, name: str, example_class: Callable[[str], dict[str, Record]]
) -> None:
    records = example_class(name)
    for path in sorted(class_folder(name).iterdir()):
        graders = ROOT / "assignments" / name / "graders"
        same_as_the_record(run, records[path.stem], graders, path, tmp_path / "report.xml")


def test_full_marks_from_any_folder(run: Run) -> None:
    ended = run(PARITY, f"--submission={CLASS / 'reference_notebook.ipynb'}", "-q")
    assert (ended.code, ended.score) == (0, "110")
    assert "explain         20 of 20" in ended.out
    assert "reflection       - of 5    a written answer: a person scores it" in ended.out


@pytest.fixture
def graders(tiny: Path) -> Path:
    """Of the small course."""
    return tiny / "assignments/tiny/graders"


@pytest.fixture
def right(tiny: Path) -> Path:
    return Path(shutil.copy(tiny / "solutions/tiny.py", tiny / "ada.py"))


@pytest.fixture
def wrong(right: Path) -> Path:
    """One check of four fails."""
    wrong = right.with_name("bob.py")
    wrong.write_text(right.read_text().replace("FACTOR * x", "2 + x"))
    return wrong


def test_it_says_what_the_record_says(
    run: Run, graders: Path, wrong: Path, tmp_path: Path, tiny_grader: Grader
) -> None:
    """Of one that is partly right; `make gate` has the whole classes of all assignments."""
    record = tiny_grader.grade_files("bob", [wrong], FIXED)
    assert record is not None
    assert record.lost
    same_as_the_record(run, record, graders, wrong, tmp_path / "report.xml")


@pytest.mark.long("a zip by itself")
def test_a_zip_from_inside_the_graders(run: Run, graders: Path, right: Path) -> None:
    with zipfile.ZipFile(right.with_suffix(".zip"), "w") as packed:
        packed.write(right, "tiny.py")
    ended = run("--submission", os.path.relpath(right.with_suffix(".zip"), graders), cwd=graders)
    assert (ended.code, ended.score) == (0, "100")


MORE_OPTIONS = pytest.mark.long("more of pytest's own options beside a submission")


@pytest.mark.parametrize(
    ("arguments", "summary", "points"),
    [
        (["-k", "double or slope"], "1 failed, 1 passed, 2 deselected", "double      - of 60   0 of 1 checks, 1 not run"),
        pytest.param(["-x", "-q"], "1 failed", "no score: 3 checks have not run", marks=MORE_OPTIONS),
        pytest.param(["-n", "2", "--tb=short", "-rA"], "1 failed, 3 passed", "score: 70 of 100", marks=MORE_OPTIONS),
        pytest.param(["-v"], "1 failed, 3 passed", "PASSED The extremes of a tensor are found", marks=MORE_OPTIONS),
    ],
)  # fmt: skip
def test_pytests_own_options(
    run: Run, graders: Path, wrong: Path, arguments: list[str], summary: str, points: str
) -> None:
    ended = run(graders, f"--submission={wrong}", *arguments)
    assert ended.code == 1
    assert summary in ended.out
    assert points in ended.out


@MORE_OPTIONS
def test_last_failed_and_one_check_alone(run: Run, graders: Path, wrong: Path) -> None:
    alone = run(f"{graders}/test_tiny.py::test_double", f"--submission={wrong}")
    assert "1 failed in" in alone.out
    again = run(graders, f"--submission={wrong}", "--lf")
    assert "1 failed in" in again.out
    assert again.score is None


MORE = pytest.mark.long("more of what cannot be run, which is seen when all is imported")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([PARITY], "hidden checks need a submission: give --submission=FILE"),
        pytest.param([PARITY, "--submission=nobody.py"], "nobody.py: there is no such file or folder", marks=MORE),
        ([PARITY, f"--submission={CLASS / 'not_python.py'}"], "is rejected, which scores 0: `not_python.py`: line 1"),
        pytest.param([PARITY, f"--submission={CLASS}"], "holds 24 submissions: give one of them, or use autograder grade", marks=MORE),
        ([PARITY, ROOT / "assignments/sae/graders", f"--submission={CLASS / 'exits.py'}"], "(parity, sae): give those of one"),
        ([PARITY.parent, f"--submission={CLASS / 'exits.py'}"], "is a whole assignment: its hidden checks are in"),
        ([PARITY.parent.parent, f"--submission={CLASS / 'exits.py'}"], "several assignments in"),
        ([PARITY.parent.parent], "several assignments in"),
        ([PARITY / "test_none.py", f"--submission={CLASS / 'exits.py'}"], "there is no"),
        ([PARITY, ROOT / "tests/test_wire.py", f"--submission={CLASS / 'exits.py'}"], "is not among the graders of parity"),
        ([f"--submission={CLASS / 'exits.py'}"], "give the hidden checks of an assignment, for example"),
        pytest.param([PARITY, f"--submission={CLASS / 'exits.py'}", "--sandbox", "moat"], "moat", marks=MORE),
    ],
)  # fmt: skip
def test_what_cannot_be_run_is_one_clear_line(run: Run, arguments: list[object], line: str) -> None:
    ended = run(*arguments)
    assert ended.code == pytest.ExitCode.USAGE_ERROR
    assert line in ended.out
    assert len(ended.out.strip().splitlines()) == 1


def test_graders_that_a_wider_run_comes_upon(tiny: Path, run: Run) -> None:
    (
        tiny / "assignments/tiny/student/test_tiny.py"
    ).unlink()  # the public tests, which need a stub beside them
    conftest = tiny / "assignments/tiny/graders/conftest.py"
    conftest.write_text(f"import given\n{conftest.read_text()}")
    ended = run(cwd=tiny)
    assert ended.code == pytest.ExitCode.INTERRUPTED
    assert "hidden checks need a submission" in ended.out
    assert "No module named 'given'" not in ended.out
    assert "for example: pytest assignments/tiny/graders" in run("--submission=tiny.py", cwd=tiny).out


BROKEN = '''

@pytest.mark.task("double")
def test_broken():
    """Broken"""
    raise ValueError("the grader's own")


@pytest.mark.task("double")
def test_skipped():
    """Skipped"""
    pytest.skip("not on this machine")


@pytest.mark.task("double")
def test_misspelt(request):
    """Misspelt"""
    request.getfixturevalue("compere")
'''


def test_what_could_not_be_judged_stands_apart(run: Run, graders: Path, right: Path, tmp_path: Path) -> None:
    broken = graders / "test_tiny.py"
    broken.write_text(broken.read_text() + BROKEN)
    ended = run(graders, f"--submission={right}", f"--junitxml={tmp_path / 'report.xml'}")
    assert ended.code == 3
    assert "4 passed, 3 not judged" in ended.out
    assert "FAILURES" not in ended.out
    assert f"ValueError: the grader's own ({broken}, line" in ended.out
    assert "there is no fixture 'compere'" in ended.out
    assert "no score: 3 checks could not be judged" in ended.out
    suite = next(ElementTree.parse(tmp_path / "report.xml").iter("testsuite"))
    assert (suite.get("errors"), suite.get("failures"), suite.get("skipped")) == ("3", "0", "0")


def test_what_no_check_can_work_with_is_a_failure(run: Run, graders: Path, right: Path) -> None:
    """As `autograder grade` has it: the grader's own code raises on it, and not on the reference's answer."""
    check = '\n\n@pytest.mark.task("double")\ndef test_index(student):\n    """Index"""\n    import torch\n'
    body = "    [0, 1, 2][int(student.double(torch.ones(1)))]\n"
    (graders / "test_tiny.py").write_text((graders / "test_tiny.py").read_text() + check + body)
    right.write_text(right.read_text().replace("return FACTOR * x", "return 9 * x"))
    ended = run(graders, f"--submission={right}")
    assert ended.code == 1
    assert "COULD NOT BE JUDGED" not in ended.out
    assert "this check cannot work with what `double` returns" in ended.out
    assert "score: " in ended.out
    assert "not judged" not in ended.out


def test_an_assertion_of_a_grader_shows_its_message_and_no_values(
    run: Run, graders: Path, right: Path
) -> None:
    """pytest would rewrite it, and put what was compared into the message."""
    test = '\n\n@pytest.mark.task("double")\ndef test_plain():\n    """Plain"""\n    assert 606 * 70 == 41, "it is another"\n'
    (graders / "test_tiny.py").write_text((graders / "test_tiny.py").read_text() + test)
    ended = run(graders, f"--submission={right}")
    assert "it is another" in ended.out
    assert "42420" not in ended.out


def test_what_a_student_wrote_acts_on_no_terminal_and_leaves_the_xml_whole(
    run: Run, graders: Path, wrong: Path, tmp_path: Path
) -> None:
    acting = "\x1b]0;owned\x07\x1b[2J\x9b32mPASSED\u2028\u202e"
    wrong.write_text(
        wrong.read_text() + f"\n\ndef double(x):\n    print({acting!r})\n    raise ValueError({acting!r})\n"
    )
    report = tmp_path / "report.xml"
    ended = run(graders, f"--submission={wrong}", "-v", f"--junitxml={report}")
    assert "for you alone: ValueError: \N{REPLACEMENT CHARACTER}]0;owned" in ended.out
    assert all(line.isprintable() for line in ended.out.split("\n")), ended.out
    (failure,) = ElementTree.parse(report).iter("failure")
    assert str(failure.text).startswith("double raised ValueError at bob.py, line")


def test_a_name_that_acts_on_a_terminal_is_told_so_that_it_does_not(graders: Path, right: Path) -> None:
    for name, source in (("\x1b[32m.py", "x = 1"), ("eve.py", "\x1b")):
        file = right.with_name("\x1b[2J") / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(source)
        with pytest.raises(pytest.UsageError, match="\N{REPLACEMENT CHARACTER}") as problem:
            SingleRun(graders, file, "auto", "fixed")
        assert str(problem.value).isprintable()


@pytest.fixture
def beside_settings(right: Path, graders: Path) -> Path:
    """A submission with settings of pytest's in its folder, which have code of the student's run."""
    own = graders.parents[3] / "handed_in/ada"
    own.mkdir(parents=True)
    (own / "pytest.ini").write_text("[pytest]\npythonpath = .\naddopts = -p plugin_of_ada\n")
    (own / "plugin_of_ada.py").write_text(f"open({str(own / 'it_ran')!r}, 'w')\n")
    return Path(shutil.move(right, own / "tiny.py"))


def test_settings_beside_a_submission_are_not_read(run: Run, graders: Path, beside_settings: Path) -> None:
    """Not even where the course has none."""
    (graders.parents[2] / "pytest.ini").unlink()
    assert run(graders, f"--submission={beside_settings}", "-k", "double").code == 0
    assert not beside_settings.with_name("it_ran").exists()


def test_settings_beside_a_submission_are_refused(run: Run, graders: Path, beside_settings: Path) -> None:
    """pytest takes a submission that is a word of its own for a place to look for its settings."""
    ended = run("--submission", beside_settings, graders)
    assert ended.code == pytest.ExitCode.USAGE_ERROR
    assert "write --submission=FILE as one word" in ended.out
    beside_settings.with_name("pytest.ini").unlink()
    (graders.parents[2] / "pytest.ini").unlink()
    ended = run(graders, "--submission", beside_settings)
    assert ended.code == pytest.ExitCode.USAGE_ERROR
    assert "write --submission=FILE as one word, and a pytest.ini beside course.toml" in ended.out


@pytest.mark.long("a submission beside settings that are not read")
def test_settings_beside_a_submission_are_not_read_where_the_courses_own_come_first(
    run: Run, graders: Path, beside_settings: Path
) -> None:
    assert run(graders, "--submission", beside_settings, "-k", "double").code == 0
    assert not beside_settings.with_name("it_ran").exists()
