"""Handed-in files are taken as they were checked: no link is followed, nothing is waited for, each is read once."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.course import Assignment, open_assignment, open_course
from autograder.course.stubs import write_stubs
from autograder.nbgrader.shown import shown_cells
from autograder.nbgrader.submitted import put
from autograder.submission import Candidate, Rejected, candidate, disk, gather, read, take
from autograder.submission.names import MIB

Thing = Callable[[Path], None]
OWN, PRIVATE = b"def double(x):\n    return 'my own'\n", b"def double(x):\n    return 'the private text'\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a student hands in."""
    (tmp_path / "class/ada").mkdir(parents=True)
    return tmp_path / "class/ada"


@pytest.fixture
def assignment(tiny: Path) -> Assignment:
    found = open_assignment(open_course(tiny), "tiny")
    write_stubs(found)
    return open_assignment(open_course(tiny), "tiny")


@pytest.mark.parametrize("name", ["tiny.py", "tiny.ipynb", "tiny.zip"])
def test_whatever_lies_where_a_file_should_be_is_rejected_by_name(
    thing: Thing, folder: Path, name: str
) -> None:
    thing(folder / name)
    (one,) = gather([folder.parent], "tiny")
    with pytest.raises(Rejected) as caught:
        read("ada", one.files, "tiny", {})
    assert name in str(caught.value) or not one.files
    assert "private" not in str(caught.value)


def test_whatever_lies_where_a_students_folder_should_be_is_no_way_out(thing: Thing, tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    thing(tmp_path / "class/eve")
    (tmp_path / "class/bob.py").write_bytes(OWN)
    for one in gather([tmp_path / "class"], "tiny"):
        if one.student == "bob":
            assert read("bob", one.files, "tiny", {}).chunks
            continue
        with pytest.raises(Rejected):
            read("eve", one.files, "tiny", {})


def test_whatever_lies_in_nbgraders_folder_is_not_shown_or_copied(
    thing: Thing, folder: Path, assignment: Assignment, tmp_path: Path
) -> None:
    thing(folder / "tiny.ipynb")
    left = put([folder / "tiny.ipynb"], assignment, tmp_path / "submitted")
    copy = tmp_path / "submitted/tiny.ipynb"
    if (folder / "tiny.ipynb").is_file() and not left:
        assert 20 * MIB < copy.stat().st_size < 21 * MIB, "so much that it is told to be too large"
        return
    assert copy.read_text() == assignment.stub["tiny.ipynb"]
    assert "tiny.ipynb" in left[0]
    assert "private" not in str(shown_cells(assignment, [folder / "tiny.ipynb"]))


def test_a_folder_with_anything_else_in_it_is_not_copied(thing: Thing, folder: Path, tmp_path: Path) -> None:
    (folder / "deep").mkdir()
    thing(folder / "deep" / "tiny.py")
    if (folder / "deep/tiny.py").is_dir() and not (folder / "deep/tiny.py").is_symlink():
        pytest.skip("a folder may be copied")
    with disk.opened(folder) as opened, pytest.raises(disk.NotTaken, match=r"tiny\.py"):
        disk.copy(opened, tmp_path / "copy", lambda name, size: disk.Wanted(name), MIB)
    for file in (tmp_path / "copy").rglob("*"):
        assert file.is_dir() or b"private" not in file.read_bytes() or file.stat().st_size > MIB // 2


def test_a_path_that_passes_through_a_link_is_no_way_out(folder: Path, tmp_path: Path) -> None:
    """As where a student's folder became a link after it was looked into."""
    (folder / "tiny.py").write_bytes(OWN)
    (one,) = gather([folder.parent], "tiny")
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Rejected, match=r"`tiny.py` is a link"):
        read("ada", one.files, "tiny", {})


def test_a_link_that_the_ta_names_is_the_tas(folder: Path, tmp_path: Path) -> None:
    (folder / "tiny.py").write_bytes(OWN)
    (tmp_path / "handed_in").symlink_to(folder.parent)
    (one,) = gather([tmp_path / "handed_in"], "tiny")
    assert read("ada", one.files, "tiny", {}).chunks


def test_one_of_several_that_are_named_may_be_a_students_link(folder: Path, tmp_path: Path) -> None:
    """`autograder grade handed_in/*`"""
    (folder / "tiny.py").write_bytes(OWN)
    (folder.parent / "eve").symlink_to(folder)
    (folder.parent / "gone").symlink_to("nowhere")
    (folder.parent / "empty").mkdir()
    found = {one.student: one for one in gather(sorted(folder.parent.iterdir()), "tiny")}
    assert found.keys() == {"ada", "empty", "eve", "gone"}
    for name in ("eve", "gone"):
        with pytest.raises(Rejected, match=f"`{name}` is a link"):
            read(name, found[name].files, "tiny", {})
    assert found["empty"] == Candidate("empty", ()), "as it would be in the class's folder"


def test_nbgraders_folder_of_a_student_is_no_link(folder: Path) -> None:
    (folder / "tiny").mkdir()
    (folder / "tiny/tiny.py").write_bytes(OWN)
    (folder.parent / "eve").symlink_to(folder)
    assert candidate("ada", folder / "tiny", "tiny").problem is None
    assert "is a link" in str(candidate("eve", folder.parent / "eve/tiny", "tiny").problem)


def test_a_file_that_grows_is_read_once_and_no_further_than_it_may_be(folder: Path) -> None:
    file = folder / "tiny.py"
    file.write_bytes(OWN)
    assert disk.read_file(file, 10) == OWN[:11]
    with busy(lambda: append(file)):
        for _ in range(50):
            taken = take(file)
            assert taken.data.startswith(OWN)
            found = read("ada", [taken], "tiny", {})
            assert found.sha256 == hashlib.sha256(taken.data).hexdigest()


def append(file: Path) -> None:
    with file.open("ab") as stream:
        stream.write(b"# more\n")


@contextlib.contextmanager
def busy(change: Callable[[], None]) -> Iterator[None]:
    """Something goes on meanwhile."""
    done = threading.Event()

    def work() -> None:
        while not done.is_set():
            change()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def swap(path: Path, private: Path, folder_too: bool) -> None:
    """Turns a file into a link to the private one, and back; and so the folder that it lies in."""
    own, link = path.with_name("own"), path.with_name("link")
    own.write_bytes(OWN)
    link.symlink_to(private / path.name)
    os.replace(link, path)
    os.replace(own, path)
    if folder_too:
        aside = path.parent.with_name("aside")
        path.parent.rename(aside)
        path.parent.symlink_to(private)
        path.parent.unlink()
        aside.rename(path.parent)


@pytest.mark.parametrize("folder_too", [False, True], ids=["a file", "its folder too"])
def test_a_file_that_is_swapped_for_a_link_is_never_read_through_it(
    folder: Path, tmp_path: Path, assignment: Assignment, folder_too: bool
) -> None:
    private = tmp_path / "private"
    private.mkdir()
    (private / "tiny.py").write_bytes(PRIVATE)
    file = folder / "tiny.py"
    file.write_bytes(OWN)
    seen = set()
    with busy(lambda: swap(file, private, folder_too)):
        for i in range(300):
            for one in gather([folder.parent], "tiny"):
                with contextlib.suppress(OSError, Rejected):
                    seen.update(take(path).data for path in one.files)
            if i % 20 == 0:
                put([file], assignment, tmp_path / f"put{i}")
                seen.add(b"" if not (copy := tmp_path / f"put{i}/tiny.py").exists() else copy.read_bytes())
    assert OWN in seen
    assert PRIVATE not in seen
