"""nbgrader's `release_feedback`, which reads a student's files with no care: whatever those are, everybody's feedback is
released."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.course import FIXED, open_course
from autograder.grading.unjudged import without_verdict
from autograder.nbgrader.publish import publish
from autograder.nbgrader.submitted import SECRET, TIMESTAMP, is_line, put_secret

from .conftest import Classroom

SOUND = "0123456789abcdef" * 8
UNSOUND: dict[str, bytes | None] = {  # None is a folder
    "not_utf8": b"\xff\xfe\x00",
    "empty": b"",
    "blank": b"\n\n",
    "large": b"x" * 100_000,
    "folder": None,
}
EACH_ENDED_IT = ("not_utf8", "empty", "folder")


def put(file: Path, content: bytes | None) -> None:
    if file.exists():
        file.unlink()
    if content is None:
        file.mkdir()
        (file / "x").write_bytes(b"1")
    else:
        file.write_bytes(content)


@pytest.mark.parametrize("name", UNSOUND)
def test_a_secret_that_is_none_gives_way_to_a_fresh_one(name: str, tmp_path: Path) -> None:
    put(tmp_path / SECRET, UNSOUND[name])
    assert put_secret(tmp_path)
    fresh = (tmp_path / SECRET).read_text("ascii")
    assert len(fresh) == 128
    assert not put_secret(tmp_path), "that one stays"
    assert (tmp_path / SECRET).read_text("ascii") == fresh


def test_a_link_gives_way_and_not_what_it_points_to(tmp_path: Path) -> None:
    (tmp_path / "private").write_text(SOUND)
    (tmp_path / SECRET).symlink_to(tmp_path / "private")
    assert put_secret(tmp_path)
    assert (tmp_path / "private").read_text() == SOUND != (tmp_path / SECRET).read_text()


def test_a_secret_that_is_one_stays_as_it_is(tmp_path: Path) -> None:
    assert not put_secret(tmp_path), "there was none, and nobody is to blame"
    for sound in (SOUND, "a b\n", "short", "-_" * 64 + "\r\n"):
        (tmp_path / SECRET).write_bytes(sound.encode())
        assert not put_secret(tmp_path)
        assert (tmp_path / SECRET).read_bytes() == sound.encode()
    (tmp_path / TIMESTAMP).write_text("2026-10-01 12:00:00.000000 UTC")
    assert is_line(tmp_path / TIMESTAMP)


@pytest.mark.usefixtures("class_in_this_process")
def test_one_students_files_end_nobodys_feedback(
    classroom: Classroom, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is in `submitted`, and what came into `autograded` since. Their notebooks are none, so that nothing has
    to be run to reject them."""
    notebook: dict[str, str | bytes] = {"tiny.ipynb": b""}
    classroom.hand_in("ada", {**notebook, SECRET: SOUND})
    for name in EACH_ENDED_IT:
        put(classroom.hand_in(name, notebook) / SECRET, UNSOUND[name])
        classroom.hand_in(f"before_{name}", notebook)
    pages = classroom.hand_in("pages", {**notebook, "tiny.html": "my own", "more.html": "too"})
    put(pages / "folder.html", None)
    classroom.nbgrader("autograde", "tiny")
    said = capsys.readouterr().err
    autograded = classroom.folder / "autograded"
    for name in EACH_ENDED_IT:
        assert f"submitted/{name}/tiny: the {SECRET} that was handed in is none" in said
        for file in (SECRET, TIMESTAMP):
            put(autograded / f"before_{name}/tiny" / file, UNSOUND[name])
    assert "ada/tiny: the" not in said
    classroom.nbgrader("generate_feedback", "tiny")
    said = capsys.readouterr().err
    assert all(f"before_{name}: the {SECRET} that was handed in is none" in said for name in EACH_ENDED_IT)
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    classroom.nbgrader("release_feedback", "tiny", f"--Exchange.root={exchange}")
    released = list(exchange.glob("*/feedback/*.html"))
    assert len(released) == 2 + 2 * len(EACH_ENDED_IT), "one page for each, and none of a student's own"
    assert all("This submission was rejected" in page.read_text("utf-8") for page in released)
    assert (classroom.folder / "feedback/ada/tiny" / SECRET).read_text() == SOUND


@pytest.mark.parametrize("name", ["not_utf8", "folder"])
def test_an_export_takes_no_secret_and_no_time_that_is_none(classroom: Classroom, name: str) -> None:
    submitted = classroom.hand_in("eve", {"tiny.ipynb": b""})
    put(submitted / SECRET, UNSOUND[name])
    put(submitted / TIMESTAMP, UNSOUND[name])
    autograded = classroom.folder / "autograded/eve/tiny"
    shutil.copytree(submitted, autograded)  # by an earlier run
    record = without_verdict(classroom.assignment, FIXED, "eve", "nobody could")
    done = publish(open_course(classroom.root), classroom.assignment, [record], [], classroom.folder)
    assert done.renewed == ["eve"]
    assert is_line(autograded / SECRET)
    assert (autograded / SECRET).read_text() == (submitted / SECRET).read_text()
    assert not (autograded / TIMESTAMP).exists()
