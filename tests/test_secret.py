"""A course's secret: how it is made and kept, that nothing is graded without it, and that no two draws meet in a table."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from autograder.checks.session import Session
from autograder.course import (
    FIXED,
    CourseError,
    Draw,
    draw_of,
    make_secret,
    open_assignment,
    open_course,
    public_variant,
    read_secret,
    variant_of,
)
from autograder.doctor import _draw as told_by_doctor
from autograder.grading.class_run import jobs_of
from autograder.grading.grade import Grader
from autograder.grading.pool import Done, Job
from autograder.grading.practice import practice_variant
from autograder.grading.single_run import SingleRun
from autograder.grading.specimens import GATE
from autograder.record import Record, Store
from autograder.sandbox import Tier
from autograder.submission import Candidate

from .conftest import Command

RIGHT = (Path(__file__).parent / "tiny_course/solutions/tiny.py").read_text()
SECRETS = [b"the first secret of all", b"another, of a later term"]


@pytest.fixture
def course(tiny: Path) -> Path:
    """A small course that says nothing of a draw, and whose secret is not made yet."""
    (tiny / "course.toml").write_text("")
    return tiny


@pytest.fixture
def autograder(course: Path, command: Command) -> Command:
    """`autograder(*arguments)`: the command, in that course's folder."""
    return command


@pytest.fixture
def handed_in(course: Path) -> Path:
    """The work of ada and bob."""
    folder = course / "handed_in"
    folder.mkdir()
    for student in ("ada", "bob"):
        (folder / f"{student}.py").write_text(RIGHT)
    return folder


def keep(course: Path, secret: bytes, mode: int = 0o600) -> Path:
    """Puts a secret where the course looks for it."""
    file = course / "course.secret"
    file.write_bytes(secret)
    file.chmod(mode)
    return file


def record_of(course: Path, student: str) -> Record:
    record = Store(course / "results", "tiny").read(student)
    assert record is not None
    return record


# ---- made once, and kept


def test_a_secret_is_made_for_its_owner_alone_and_never_again(course: Path, autograder: Command) -> None:
    made = autograder("secret")
    file = course / "course.secret"
    assert made.code == 0, made.err
    assert file.stat().st_mode & 0o777 == 0o600
    secret = file.read_bytes()
    assert len(secret.strip()) == 64
    assert draw_of(open_course(course)).fingerprint in made.out
    assert secret.decode().strip() not in made.out
    again = autograder("secret")
    assert again.code == 2
    assert "there is a secret already" in again.err
    assert file.read_bytes() == secret
    file.unlink()
    autograder("secret")
    assert file.read_bytes() != secret


@pytest.mark.parametrize("ignored", ["", "*.pyc", "*.secret\n"])
def test_git_leaves_it_alone(course: Path, autograder: Command, ignored: str) -> None:
    gitignore = course / ".gitignore"
    gitignore.write_text(ignored)
    subprocess.run(["git", "init", "--quiet", course], check=True)
    made = autograder("secret")
    command = ["git", "status", "--porcelain", "--untracked-files=all"]
    seen = subprocess.run(command, cwd=course, capture_output=True, text=True, check=True).stdout
    assert "course.toml" in seen
    assert "course.secret" not in seen
    if ignored == "*.secret\n":
        assert gitignore.read_text() == ignored
        assert ".gitignore" not in made.out
    else:
        assert gitignore.read_text().splitlines() == [*ignored.splitlines(), "/course.secret"]
        assert f"{gitignore} names it now" in made.out


def test_where_there_is_no_git_there_is_nothing_to_ignore(course: Path) -> None:
    make_secret(open_course(course))
    assert not (course / ".gitignore").exists()


def test_it_is_made_where_the_course_says(course: Path, tmp_path: Path) -> None:
    (course / "course.toml").write_text(f'secret_file = "{tmp_path}/kept"\n')
    assert make_secret(open_course(course)).file == tmp_path / "kept"
    assert read_secret(open_course(course)) == (tmp_path / "kept").read_bytes().strip()
    assert not (course / "course.secret").exists()


def test_none_is_made_that_would_not_be_used(course: Path, autograder: Command) -> None:
    (course / "course.toml").write_text('draw = "fixed"\n')
    ended = autograder("secret")
    assert (ended.code, 'draw = "fixed"' in ended.err) == (2, True)
    assert not (course / "course.secret").exists()


@pytest.mark.parametrize("place", ["student_template", "assignments/tiny/student"])
def test_none_is_made_or_read_where_students_see_it(course: Path, place: str) -> None:
    (course / "course.toml").write_text(f'secret_file = "{place}/secret"\n')
    with pytest.raises(CourseError, match="given to students"):
        make_secret(open_course(course))
    (course / place / "secret").write_bytes(SECRETS[0])
    (course / place / "secret").chmod(0o600)
    with pytest.raises(CourseError, match="given to students"):
        read_secret(open_course(course))


def test_none_is_left_where_it_cannot_be_kept(
    course: Path, autograder: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: (course / "course.secret").chmod(0o644))  # such a file system
    ended = autograder("secret")
    assert (ended.code, "no file is kept from others" in ended.err) == (2, True)
    assert not (course / "course.secret").exists()
    (course / "course.toml").write_text('secret_file = "nowhere/secret"\n')
    ended = autograder("secret")
    assert (ended.code, "cannot be made" in ended.err) == (2, True)


# ---- one that is no good


def test_a_secret_that_is_no_good_says_what_is_wrong(
    course: Path, autograder: Command, handed_in: Path
) -> None:
    file = course / "course.secret"

    def refused(*says: str) -> None:
        ended = autograder("grade", handed_in, "-a", "tiny")
        assert ended.code == 2
        assert all(part in ended.err for part in (file.name, *says)), ended.err
        assert not (course / "results").exists()

    keep(course, b"")
    refused("is empty", "autograder secret")
    keep(course, b" fifteen bytes.. \n")
    refused("has 15 bytes, and 16 are the least")
    for mode in (0o604, 0o602):
        keep(course, SECRETS[0], mode)
        refused("everybody on this machine may read or change", f"chmod o= {file}")
    file.unlink()
    file.mkdir()
    refused("is a folder")
    file.rmdir()
    os.mkfifo(file, 0o600)
    refused("is no ordinary file")
    file.unlink()
    file.symlink_to(file)  # what root may not read either
    refused("cannot be read", "Too many levels")
    file.unlink()
    file.symlink_to(course / "nowhere")
    refused("is a link that leads nowhere")


def test_a_group_of_tas_may_read_it(course: Path) -> None:
    keep(course, SECRETS[0], 0o640)
    assert read_secret(open_course(course)) == SECRETS[0]


# ---- no draw without one, unless it is asked for


def test_without_a_secret_nothing_is_graded_and_none_is_made(
    course: Path, autograder: Command, handed_in: Path
) -> None:
    ended = autograder("grade", handed_in, "-a", "tiny")
    assert ended.code == 2
    assert "`autograder secret`" in ended.err
    assert "--draw fixed" in ended.err
    assert not (course / "results").exists()
    assert not (course / "course.secret").exists()
    with pytest.raises(pytest.UsageError, match=r"`autograder secret`.*--draw fixed"):
        SingleRun(course / "assignments/tiny/graders", handed_in / "ada.py", "auto", None)
    assert not (course / "course.secret").exists()


def test_the_fixed_draw_is_asked_for_and_stands_on_the_record(
    course: Path, autograder: Command, handed_in: Path
) -> None:
    ended = autograder("grade", handed_in / "ada.py", "-a", "tiny", "--draw", "fixed")
    assert ended.code == 0, ended.err
    assert "anybody can rebuild" in ended.out
    record = record_of(course, "ada")
    assert (record.variant, record.fingerprint, record.score) == ("fixed", "", 100)
    (course / "course.toml").write_text('draw = "fixed"\n')
    assert autograder("grade", handed_in, "-a", "tiny").code == 0
    assert record_of(course, "bob").variant == "fixed"
    keep(course, SECRETS[0])
    assert draw_of(open_course(course)) == Draw()
    assert draw_of(open_course(course), "secret") == Draw(SECRETS[0])


def test_a_draw_that_there_is_not_is_wrong_usage(course: Path, autograder: Command, handed_in: Path) -> None:
    ended = autograder("grade", handed_in, "-a", "tiny", "--draw", "public")
    assert (ended.code, "no draw 'public': say secret or fixed" in ended.err) == (2, True)
    with pytest.raises(pytest.UsageError, match="say secret or fixed"):
        SingleRun(course / "assignments/tiny/graders", handed_in / "ada.py", "auto", "public")
    (course / "course.toml").write_text('draw = "none"\n')
    with pytest.raises(CourseError, match="there are secret and fixed"):
        open_course(course)


# ---- the draw, and what names it


def test_the_secret_draws_each_students_variant(course: Path) -> None:
    keep(course, SECRETS[0] + b"\n")
    draw = draw_of(open_course(course))
    ada, bob = (variant_of(draw, student, "tiny") for student in ("ada", "bob"))
    assert ada == variant_of(draw, "ada", "tiny")
    assert (ada.source, ada.fingerprint) == ("secret", draw.fingerprint)
    assert len({ada.seed, bob.seed, variant_of(draw, "ada", "other").seed}) == 3
    assert ada.seed != variant_of(Draw(SECRETS[1]), "ada", "tiny").seed
    assert ada.rng("x").random() != ada.rng("y").random()


def test_an_assignments_key_draws_as_the_secret_does_and_gives_nothing_else_away() -> None:
    draw = Draw(SECRETS[0])
    key = draw.key("tiny")
    assert key is not None
    assert key.variant("ada") == variant_of(draw, "ada", "tiny")
    assert key.variant("ada") != variant_of(draw, "ada", "other")
    said = msgspec.msgpack.encode(key) + repr(key).encode()
    other = draw.key("other")
    assert other is not None
    for hidden in (SECRETS[0], other.key):
        assert hidden not in said
    assert key.key.hex() not in repr(key)
    assert Draw().key("tiny") is None
    assert variant_of(Draw(), "ada", "tiny") == FIXED


def test_a_students_process_learns_nothing_of_the_seed(
    course: Path, handed_in: Path, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    """It sees what its generators begin with, and a seed that is short or known in part can be tried out there."""
    key = Draw(SECRETS[0]).key("tiny")
    assert key is not None
    handed = []
    before = Session.__init__

    def spied(session: Session, zygote: Any, submission: Any, limits: Any, seed: int, *rest: Any) -> None:
        handed.append(seed)
        before(session, zygote, submission, limits, seed, *rest)

    monkeypatch.setattr(Session, "__init__", spied)
    opened = open_course(course)
    with Grader(opened, open_assignment(opened, "tiny")) as grader:
        variant = key.variant("ada")
        grader.grade_files("ada", [handed_in / "ada.py"], variant)
    (seen,) = handed
    bits = int(variant.seed, 16)
    assert bits.bit_length() > 200
    assert seen == variant.number("process") != variant.number("another") < 2**31
    assert all((bits >> i) % 2**31 != seen for i in range(bits.bit_length() - 31))
    graders = [
        file
        for file in root.glob("assignments/*/graders/**/*.py")
        if "variant.seed" in file.read_text("utf-8")
    ]
    assert graders == [], "a seed is handed over as `variant.number(NAME)`"


def test_public_draws_are_what_they_always_were() -> None:
    """The gate's and the calibrations' students, and practice data, are measured with these."""
    assert public_variant(GATE, "student-7", "parity").seed == "167983937152644"
    assert practice_variant("parity").seed == "156368317148232"
    assert FIXED.seed == "0"


def test_a_fingerprint_tells_secrets_apart_and_nothing_of_them(course: Path) -> None:
    first, second = (Draw(secret) for secret in SECRETS)
    assert len(first.fingerprint) == 16
    assert first.fingerprint != second.fingerprint
    assert Draw().fingerprint == ""
    assert SECRETS[0].decode() not in repr(first)
    assert first.fingerprint in repr(first)
    (job,) = jobs_of(
        open_assignment(open_course(course), "tiny"),
        [Candidate("ada", (course / "solutions/tiny.py",))],
        {},
        first,
        Tier.NONE,
    )
    assert SECRETS[0] not in msgspec.msgpack.encode(job), "no worker has the secret"


def test_the_key_is_of_the_draw(tiny_grader: Grader) -> None:
    variants = [FIXED, *(variant_of(Draw(secret), "ada", "tiny") for secret in SECRETS)]
    same_seed = msgspec.structs.replace(variants[1], fingerprint="0" * 16)
    assert len({tiny_grader.key("work", variant) for variant in [*variants, same_seed]}) == 4
    assert tiny_grader.key("work", variants[1]) == tiny_grader.key(
        "work", variant_of(Draw(SECRETS[0]), "ada", "tiny")
    )


# ---- one table of scores, one draw


def test_records_of_another_draw_are_never_mixed_in(
    course: Path, autograder: Command, handed_in: Path
) -> None:
    keep(course, SECRETS[0])
    assert autograder("grade", handed_in / "ada.py", "-a", "tiny").code == 0
    first = draw_of(open_course(course)).fingerprint
    assert record_of(course, "ada").fingerprint == first
    scores = course / "results/tiny/scores.csv"
    before = scores.read_bytes(), Store(course / "results", "tiny").path("ada").read_bytes()

    def refused(*more: str) -> str:
        ended = autograder("grade", handed_in, "-a", "tiny", *more)
        assert ended.code == 2
        assert (scores.read_bytes(), Store(course / "results", "tiny").path("ada").read_bytes()) == before
        assert not Store(course / "results", "tiny").path("bob").exists()
        assert "-o" in ended.err
        assert "mv " in ended.err
        return ended.err

    assert "(ada), and this run has the fixed draw" in refused("--draw", "fixed")
    keep(course, SECRETS[1])
    second = draw_of(open_course(course)).fingerprint
    said = refused()
    assert f"made with the secret of fingerprint {first}" in said
    assert f"this run has the secret of fingerprint {second}" in said
    assert autograder("grade", handed_in, "-a", "tiny", "-o", course / "others").code == 0
    keep(course, SECRETS[0])
    assert autograder("grade", handed_in, "-a", "tiny").code == 0, "with its own secret the class goes on"
    assert Store(course / "results", "tiny").path("ada").read_bytes() == before[1]


def test_a_record_that_does_not_say_its_draw_is_not_mixed_in_and_a_damaged_one_is_graded_anew(
    course: Path, autograder: Command, handed_in: Path
) -> None:
    keep(course, SECRETS[0])
    autograder("grade", handed_in, "-a", "tiny")
    store = Store(course / "results", "tiny")
    whole = store.path("bob").read_bytes()
    for old in ({"fingerprint": ""}, {"fingerprint": "", "variant": ""}):
        store.write(msgspec.structs.replace(record_of(course, "bob"), **old))
        ended = autograder("grade", handed_in, "-a", "tiny")
        assert ended.code == 2
        assert "a draw that they do not say (bob)" in ended.err
        store.path("bob").write_bytes(whole)
    store.path("bob").write_bytes(whole[:100])
    assert autograder("grade", handed_in, "-a", "tiny").code == 0
    assert record_of(course, "bob").fingerprint == Draw(SECRETS[0]).fingerprint


def test_a_record_without_a_verdict_has_its_draw_too(
    course: Path, autograder: Command, handed_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(jobs: Iterable[Job], *_: object) -> Iterator[Done]:
        yield from (Done(job, error="the grading process died on it twice") for job in jobs)

    keep(course, SECRETS[0])
    monkeypatch.setattr("autograder.grading.class_run.run", dying)
    assert autograder("grade", handed_in, "-a", "tiny").code == 3
    assert record_of(course, "ada").draw == Draw(SECRETS[0]).fingerprint


# ---- what else knows of it


def test_a_release_makes_the_secret_where_there_is_none_and_gives_it_to_nobody(
    course: Path, autograder: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, out = course / "course.secret", tmp_path / "out"
    holds = False
    monkeypatch.setattr("autograder.gate.table.show_gate", lambda *_: holds)
    assert autograder("release", "tiny", "-o", out).code == 1
    assert not file.exists(), "nothing is made where nothing is released"
    holds = True
    made = autograder("release", "tiny", "-o", out)
    assert made.code == 0, made.err
    secret = file.read_bytes()
    assert "made the course's secret" in made.out
    again = autograder("release", "tiny", "-o", out)
    assert again.code == 0
    assert "secret" not in again.out
    assert file.read_bytes() == secret
    files = [path for path in out.rglob("*") if path.is_file()]
    assert not [path for path in files if secret.strip() in path.read_bytes() or path.name == file.name]
    keep(course, b"short")
    holds = False  # it is not asked
    assert autograder("release", "tiny", "-o", out).code == 2


def test_a_release_of_a_course_with_the_fixed_draw_makes_none(
    course: Path, autograder: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (course / "course.toml").write_text('draw = "fixed"\n')
    monkeypatch.setattr("autograder.gate.table.show_gate", lambda *_: True)
    assert autograder("release", "tiny", "-o", tmp_path / "out").code == 0
    assert not (course / "course.secret").exists()


def test_doctor_says_what_the_course_draws_by(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "autograder secret makes" in str(told_by_doctor(course))
    file = keep(course, SECRETS[0])
    told = str(told_by_doctor(course))
    assert f"{file}, fingerprint {Draw(SECRETS[0]).fingerprint}" == told
    keep(course, SECRETS[0], 0o640)
    assert "Its group reads it too" in str(told_by_doctor(course))
    subprocess.run(["git", "init", "--quiet", course], check=True)
    subprocess.run(["git", "add", "course.secret"], cwd=course, check=True)
    assert "git has it" in str(told_by_doctor(course))
    keep(course, b"short")
    assert "has 5 bytes" in str(told_by_doctor(course))
    (course / "course.toml").write_text('draw = "fixed"\n')
    assert "public" in str(told_by_doctor(course))
    monkeypatch.chdir(tmp_path)
    assert told_by_doctor(None) is None, "outside a course there is nothing to say"
