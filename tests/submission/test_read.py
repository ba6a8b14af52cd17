"""Handed-in bytes: what is read, which of several files is taken, and what each rejection says."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.submission import Rejected, Submission, read, source, take_all
from autograder.submission.archive import MAX_ENTRIES
from autograder.submission.names import MIB

Notebook = Callable[..., str]
Zipped = Callable[..., bytes]

STUB = 'from given import parity_data\n\n\ndef train(X, y, seed):\n    """Train."""\n    raise NotImplementedError\n'
WORK = STUB.replace("raise NotImplementedError", "return X, SCALE") + "\nSCALE = 3\nprint(train(1, 2, 3))\n"
OTHER = STUB.replace("raise NotImplementedError", "return y")


@pytest.fixture(scope="session")
def hand_in(notebook: Notebook) -> Callable[..., Submission]:
    """`hand_in({"parity.py": "..."})`: reads these files as one student's parity."""
    stub = {"parity.py": STUB, "parity.ipynb": notebook(STUB)}

    def submit(files: dict[str, str | bytes], functions: tuple[str, ...] = ("train", "ablate")) -> Submission:
        pairs = [(name, text.encode() if isinstance(text, str) else text) for name, text in files.items()]
        return read("ada", pairs, "parity", stub, functions)

    return submit


HandIn = Callable[..., Submission]


def rejection(hand_in: HandIn, files: dict[str, str | bytes]) -> str:
    with pytest.raises(Rejected) as caught:
        hand_in(files)
    return str(caught.value)


# ---- what is taken


def test_a_module_becomes_a_submission(hand_in: HandIn) -> None:
    found = hand_in({"parity.py": WORK})
    assert (found.student, found.assignment, found.file) == ("ada", "parity", "parity.py")
    assert found.sha256 == hashlib.sha256(WORK.encode()).hexdigest()
    assert [chunk.source.split("(")[0] for chunk in found.chunks] == [
        "from given import parity_data",
        "def train",
        "SCALE = 3",
    ]


def test_the_same_work_has_one_digest_in_every_form(
    hand_in: HandIn, notebook: Notebook, zipped: Zipped
) -> None:
    head, _, tail = WORK.partition("\n\n\n")
    forms: list[dict[str, str | bytes]] = [
        {"parity.py": WORK},
        {"anything.py": "# a comment\n" + WORK.replace("    ", "  ").replace('"', "'")},
        {"parity.ipynb": notebook("#: title", head, "%matplotlib inline", tail)},
        {"work.zip": zipped({"parity.py": WORK})},
        {"work.zip": zipped({"hand in/parity.ipynb": notebook(head, tail), "hand in/data.csv": "1,2"})},
        {"parity.py": STUB, "parity.ipynb": notebook(head, tail)},
        {"parity.py": WORK, "parity.ipynb": notebook(STUB + "\nprint('tried')")},
        {"parity.py": WORK, "parity.ipynb": notebook(WORK)},
    ]
    assert len({hand_in(form).digest for form in forms}) == 1


def test_other_work_has_another_digest(hand_in: HandIn, zipped: Zipped) -> None:
    zips = [zipped({"parity.py": WORK, "extra.py": text}) for text in ("a = 1", "a = 2")]
    forms: list[dict[str, str | bytes]] = [
        {"parity.py": WORK},
        {"parity.py": OTHER},
        {"a.zip": zips[0]},
        {"a.zip": zips[1]},
    ]
    assert len({hand_in(form).digest for form in forms}) == 4


def test_of_two_forms_the_changed_one_is_taken(hand_in: HandIn, notebook: Notebook) -> None:
    assert hand_in({"parity.py": STUB, "parity.ipynb": notebook(WORK)}).file == "parity.ipynb"
    assert hand_in({"parity.py": WORK, "parity.ipynb": notebook(STUB)}).file == "parity.py"
    assert hand_in({"parity.ipynb": notebook(STUB), "parity.py": STUB}).file == "parity.py"


def test_two_changed_forms_are_rejected_when_they_differ(hand_in: HandIn, notebook: Notebook) -> None:
    for other in (notebook(OTHER), "{"):
        message = rejection(hand_in, {"parity.py": WORK, "parity.ipynb": other})
        assert "both `parity.py` and `parity.ipynb` were changed" in message
        assert "hand in only the one to grade" in message


def test_a_broken_form_beside_the_untouched_stub_is_the_students_work(hand_in: HandIn) -> None:
    assert "`parity.ipynb`: line 1" in rejection(hand_in, {"parity.py": STUB, "parity.ipynb": "{"})


def test_the_untouched_stub_beside_an_archive_of_its_name_is_not_a_second_hand_in(
    hand_in: HandIn, notebook: Notebook, zipped: Zipped
) -> None:
    """nbgrader is given the stub beside whatever else was handed in."""
    for name, work, stub in (
        ("parity.ipynb", notebook(WORK), notebook(STUB)),
        ("parity.py", WORK, STUB),
    ):
        found = hand_in({"work.zip": zipped({name: work}), name: stub})
        assert found.digest == hand_in({name: work}).digest


def test_of_several_modules_the_one_named_for_the_assignment_is_taken(hand_in: HandIn) -> None:
    files: dict[str, str | bytes] = {"lovelaceada_12_34_parity-1.py": WORK, "helper.py": "def g(): pass"}
    found = hand_in(files)
    assert found.file == "lovelaceada_12_34_parity-1.py"
    assert found.modules == {"helper.py": "def g(): pass"}


def test_of_modules_with_other_names_the_one_with_the_functions_is_taken(hand_in: HandIn) -> None:
    assert hand_in({"helper.py": "def g(): pass", "main.py": WORK}).file == "main.py"
    assert "both `a.py` and `b.py` were changed" in rejection(hand_in, {"a.py": WORK, "b.py": OTHER})


def test_what_each_of_several_files_gives_is_worked_out_once(
    hand_in: HandIn, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes seconds where it is meant to, whether the file is taken, another one is, or it cannot be read."""
    asked: list[str] = []

    def extract(cells: list[source.Cell]) -> source.Extracted:
        asked.append(cells[0].source)
        if "too much" in asked[-1]:
            raise source.Unreadable("it holds too much")
        return whole(cells)

    whole = source.extract
    monkeypatch.setattr(source, "extract", extract)
    files: list[dict[str, str | bytes]] = [
        {"a.py": WORK, "b.py": OTHER},
        {"a.py": "def g(): pass", "b.ipynb": notebook(WORK)},
        {"a.py": "# too much\n1", "b.py": "# too much\n2"},
        {"parity.py": WORK, "parity.ipynb": notebook(OTHER)},
    ]
    for each in files:
        hand_in({"parity.py": STUB, "parity.ipynb": notebook(STUB)})  # their digests are kept
        asked.clear()
        with contextlib.suppress(Rejected):
            hand_in(each)
        assert len(asked) == len(set(asked)) == 2


def test_files_that_are_too_much_together_are_not_read_to_tell_which_one_to_grade(
    hand_in: HandIn, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight that are each as long as may be took forty seconds."""
    long = WORK + "# filled\n" * 8000
    assert hand_in({"parity.py": long, "other.py": long}).modules.keys() == {"other.py"}
    monkeypatch.setattr(source, "extract", None)
    kinds: list[dict[str, str | bytes]] = [
        {f"m{number}.py": long + str(number) for number in range(4)},
        {f"m{number}.ipynb": notebook(long + str(number)) for number in range(4)},
        {f"parity ({number}).py": long + str(number) for number in range(4)},
    ]
    for files in kinds:
        message = rejection(hand_in, files)
        assert re.search(r"` hold 28\d,\d{3} characters of code, over 250,000", message)
        assert message.endswith("hand in only the one to grade, parity.py or parity.ipynb")


def test_an_older_copy_does_not_matter_beside_the_assignments_own_name(hand_in: HandIn) -> None:
    assert hand_in({"old_parity.py": OTHER, "parity.py": WORK}).file == "parity.py"


def test_programs_that_are_not_graded_are_named(hand_in: HandIn, zipped: Zipped, notebook: Notebook) -> None:
    copy = {"parity.ipynb": notebook(WORK), "parity-Copy1.ipynb": notebook(OTHER)}
    found = hand_in({**copy, "parity.py": STUB, "parity-final.py": OTHER, "lib.py": "x = 1\n"})
    assert (found.file, found.passed_over) == ("parity.ipynb", ("parity-Copy1.ipynb", "parity-final.py"))
    assert hand_in({"a.zip": zipped({f"top/{name}": text for name, text in copy.items()})}).passed_over == (
        "top/parity-Copy1.ipynb",
    )
    assert hand_in({"parity.py": WORK, "parity-Copy1.py": WORK}).passed_over == (), "the same work twice"


def test_an_archive_in_an_archive_is_named(hand_in: HandIn, zipped: Zipped) -> None:
    inner = zipped({"parity.py": WORK})
    message = rejection(hand_in, {"work.zip": zipped({"hand in/parity.zip": inner})})
    told = (
        "nothing to grade in `hand in/parity.zip`, for an archive in an archive (`work.zip`) is not opened: "
    )
    assert message.startswith(told)
    beside = hand_in({"work.zip": zipped({"parity.py": OTHER, "parity.zip": inner})})
    assert beside.passed_over == ("parity.zip",)
    assert not beside.files


def test_many_modules_without_the_functions_are_rejected(hand_in: HandIn) -> None:
    files: dict[str, str | bytes] = {f"part{letter}.py": f"x = '{letter}'" for letter in "abcdefghi"}
    assert "name the one to grade parity.py" in rejection(hand_in, files)


def test_functions_may_come_from_an_extra_module(hand_in: HandIn, zipped: Zipped) -> None:
    assert hand_in({"a.zip": zipped({"parity.py": "from lib import *", "lib.py": WORK})}).modules == {
        "lib.py": WORK
    }


def test_extra_modules_and_members_have_the_limits_of_files(hand_in: HandIn, zipped: Zipped) -> None:
    long = {"parity.py": WORK, "lib.py": "# " + "and so on " * 30_000}
    assert "the modules beside `parity.py` are over 250,000 characters" in rejection(
        hand_in, {"a.zip": zipped(long)}
    )
    noise = b"#" + os.urandom(3 * MIB).hex().encode()
    assert "`parity.py` is over 5 MiB" in rejection(hand_in, {"a.zip": zipped({"parity.py": noise})})


def test_extra_modules_of_a_zip_come_by_path(hand_in: HandIn, zipped: Zipped) -> None:
    files = {
        "top/parity.py": WORK,
        "top/lib/__init__.py": "from .a import f\n",
        "top/lib/a.py": "def f(): pass\n",
        "top/lib/broken.py": "def f(:\n",
        "top/not a name.py": "x = 1",
        "elsewhere/b.py": "x = 1",
    }
    found = hand_in({"work.zip": zipped(files)})
    assert found.modules == {"lib/__init__.py": "from .a import f\n", "lib/a.py": "def f(): pass\n"}
    assert [problem.where for problem in found.problems] == ["lib/broken.py"]
    assert "line 1" in found.problems[0].message


DATA = {
    "top/parity.py": WORK
    + "\nNAMES = open('names.txt').read()\nTABLE = 'data/' + str(1) + '.csv'\n\n\ndef h():\n    return NAMES, TABLE\n",
    "top/names.txt": "ada\n",
    "top/data/1.csv": "1,2\n",
    "top/report.md": "what I learnt",
    "elsewhere/names.txt": "bob\n",
    "__MACOSX/top/._names.txt": "\0",
}


def test_data_of_a_zip_comes_along_where_the_code_names_it_or_its_folder(
    hand_in: HandIn, zipped: Zipped
) -> None:
    found = hand_in({"work.zip": zipped(DATA)})
    assert found.files == {"names.txt": b"ada\n", "data/1.csv": b"1,2\n"}
    other = hand_in({"work.zip": zipped(DATA | {"top/names.txt": "eve\n"})})
    assert other.digest != found.digest
    assert hand_in({"work.zip": zipped(DATA | {"top/report.md": "more"})}).digest == found.digest


def test_too_much_data_is_left_out_and_named(hand_in: HandIn, zipped: Zipped) -> None:
    half = os.urandom(1200 * 1024)
    found = hand_in({"work.zip": zipped(DATA | {"top/data/1.csv": half, "top/data/2.csv": half})})
    assert len(found.files) == 2
    (problem,) = found.problems
    assert "data/" in problem.where
    assert "the data beside `top/parity.py` is over 2 MiB" in problem.message


BESIDE_THE_POINT = [
    "given.py",
    "test_parity.py",
    "conftest.py",
    "acceptance.py",
    ".hidden.py",
    "__MACOSX/parity.py",
    "__MACOSX/._parity.py",
    ".ipynb_checkpoints/parity-checkpoint.ipynb",
    "__pycache__/parity.py",
    ".DS_Store",
    "notes.md",
]


@pytest.mark.parametrize("name", BESIDE_THE_POINT)
def test_provided_and_system_files_are_ignored(hand_in: HandIn, zipped: Zipped, name: str) -> None:
    found = hand_in({"work.zip": zipped({name: OTHER, "parity.py": WORK})})
    assert (found.digest, found.modules) == (hand_in({"parity.py": WORK}).digest, {})
    if "/" not in name:  # beside it as well as in an archive with it
        assert hand_in({name: OTHER, "parity.py": WORK}).digest == found.digest


def test_an_archive_in_an_archive_is_ignored(hand_in: HandIn, zipped: Zipped) -> None:
    inner = zipped({"parity.py": OTHER})
    assert hand_in({"work.zip": zipped({"inner.zip": inner, "parity.py": WORK})}).modules == {}


def test_a_submission_misses_what_a_broken_cell_held_and_says_so(hand_in: HandIn, notebook: Notebook) -> None:
    found = hand_in({"parity.ipynb": notebook(WORK, "def ablate(:")})
    assert [problem.where for problem in found.problems] == ["cell 2"]


def test_a_submissions_own_lines_can_be_shown(hand_in: HandIn, zipped: Zipped) -> None:
    found = hand_in({"work.zip": zipped({"parity.py": WORK, "lib/a.py": "x = 1\ny = 2"})})
    assert found.line("parity.py", 6) == "return X, SCALE"
    assert found.line("lib/a.py", 2) == "y = 2"
    assert found.line("parity.py", 3) == found.line("parity.py", -1) == found.line("nowhere", 1) == ""


def test_a_submission_travels_as_bytes(hand_in: HandIn) -> None:
    found = hand_in({"parity.py": "def g(): pass\nm = g()\n" + WORK})
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=Submission) == found


def test_names_without_an_end_do_not_make_a_rejection_without_one(hand_in: HandIn) -> None:
    long = "x" * 20_000
    for text in ("".join(f"def {name}{long}(): pass\n" for name in "abcdef"), f"def f({long}, {long}): pass"):
        assert len(rejection(hand_in, {"parity.py": text})) < 1000


# ---- what is rejected

LATIN = WORK.replace("Train", "Traïn").encode("latin-1")
REJECTED: dict[str, tuple[str, bytes, str]] = {
    "not UTF-8": ("parity.py", LATIN, "`parity.py`: line 5: byte 0xef is not UTF-8; save the file as UTF-8"),
    "UTF-16": ("parity.py", WORK.encode("utf-16"), "UTF-16 text; save it as UTF-8"),
    "null bytes": ("parity.py", WORK.encode() + b"\0", "line 10: a null byte"),
    "not Python": ("parity.py", b"Dear TA,\nI was ill.", "line 1: this is not valid Python .*`Dear TA,`"),
    "a syntax error": ("parity.py", b"x = 1\ndef train(:\n", "line 2: .*`def train"),
    "not JSON": ("parity.ipynb", b'{"cells": [}', "line 1, column 12: it is not a notebook"),
    "a module named ipynb": ("parity.ipynb", WORK.encode(), "line 1, column 1: it is not a notebook"),
    "a notebook named py": (
        "parity.py",
        b'{\n "cells": []}',
        "is a notebook, only named .py: rename it parity.ipynb",
    ),
    "a PDF": ("parity.py", b"%PDF-1.7", "`parity.py` is a PDF, only named .py"),
    "an Office document": (
        "parity.py",
        b"PK\x03\x04...",
        "is a zip archive or an Office document, only named .py",
    ),
    "a picture": ("parity.ipynb", b"\x89PNG", "is a picture"),
    "another extension": (
        "parity.docx",
        b"PK\x03\x04",
        "nothing to grade in `parity.docx`: hand in parity.py",
    ),
    "no extension": (
        "parity",
        WORK.encode(),
        "nothing to grade in `parity`: hand in parity.py, parity.ipynb, or a zip",
    ),
    "an empty module": ("parity.py", b"\n \n", "`parity.py` is empty: save your work"),
    "an empty notebook": ("parity.ipynb", b"", "`parity.ipynb` is empty"),
    "a notebook without code": ("parity.ipynb", b'{"cells": []}', "`parity.ipynb` holds no code"),
    "only a provided file": ("given.py", b"x = 1", "nothing to grade in `given.py`"),
    "the wrong file": (
        "bigram.py",
        b"def beliefs(): pass",
        "defines none of `train`, `ablate`, but `beliefs`: is it another",
    ),
    "no function": ("parity.py", b"import os", "but no function at all"),
    "too long a module": ("parity.py", b"#" * (5 * MIB + 1), "over 5 MiB: leave data out"),
    "too long a notebook": ("parity.ipynb", b" " * (20 * MIB + 1), "over 20 MiB: leave data out"),
    "too much code": ("parity.py", b"x = 1\n" * 100_000, "600,000 characters of code"),
    "too many statements": (
        "parity.ipynb",
        json.dumps({"cells": [{"cell_type": "code", "source": "x;" * 4_000}] * 3}).encode(),
        "over 10,000 statements: leave data out",
    ),
    "too many fields of f-strings": ("parity.py", b"f'" + b"{x}" * 5_001 + b"'", "more than 5,000 braces"),
    "too many functions": ("parity.py", b"f=lambda:f\n" * 2_001, "more than 2,000 functions"),
    "too much JSON": (
        "parity.ipynb",
        b'{"cells": [' + b"[]," * 500_000 + b"[]]}",
        "over 500,000 lists and objects; clear its outputs",
    ),
    "an empty archive": ("parity.zip", b"PK\x05\x06" + bytes(18), "nothing to grade in `parity.zip`"),
    "a mangled archive": (
        "parity.zip",
        b"PK\x03\x04 and so on",
        "cannot be read as a zip archive .*: make it again",
    ),
    "a RAR archive": (
        "parity.zip",
        b"Rar!\x1a\x07",
        r"cannot be read as a zip archive \(it is a RAR archive\)",
    ),
}


@pytest.mark.parametrize(("name", "data", "message"), REJECTED.values(), ids=REJECTED)
def test_what_cannot_be_graded_is_rejected_with_what_and_where(
    hand_in: HandIn, name: str, data: bytes, message: str
) -> None:
    assert re.search(message, rejection(hand_in, {name: data}))


def test_nothing_at_all_is_rejected(hand_in: HandIn) -> None:
    assert rejection(hand_in, {}).startswith("nothing to grade: hand in parity.py")


def test_a_file_that_shares_a_name_with_another_assignments_says_whose_it_is(hand_in: HandIn) -> None:
    other = "# *sae, version 2*\n" + WORK
    assert hand_in({"parity.py": other}).begun_on == "sae 2"
    assert hand_in({"parity.py": other + "# *parity, version 3*\n"}).begun_on == "3"


def test_a_file_whose_cells_are_all_broken_is_rejected_with_the_first_of_them(
    hand_in: HandIn, notebook: Notebook
) -> None:
    message = rejection(hand_in, {"parity.ipynb": notebook("import os", "def train(:")})
    assert "has none of the functions asked for; cell 2, line 1: this is not valid Python" in message


def test_a_declared_encoding_is_accepted(hand_in: HandIn) -> None:
    assert hand_in({"parity.py": b"# coding: latin-1\n" + LATIN}).chunks


def test_a_name_from_a_disk_is_shown_without_its_control_characters(hand_in: HandIn) -> None:
    assert "`�[31m.docx`" in rejection(hand_in, {"\x1b[31m.docx": b""})
    msgspec.json.encode(hand_in({"par\udcff\x07.py": WORK}))


BAD_NAMES = [
    "../parity.py",
    "a/../../parity.py",
    "/etc/parity.py",
    "C:/parity.py",
    "c:parity.py",
    "a\\parity.py",
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_path_outside_the_archive_is_rejected(hand_in: HandIn, zipped: Zipped, name: str) -> None:
    message = rejection(hand_in, {"work.zip": zipped({name: WORK})})
    assert message.startswith(f"`work.zip` was not read: `{name}` points outside the archive")


def test_a_name_that_is_no_path_any_more_is_rejected(hand_in: HandIn, zipped: Zipped) -> None:
    assert "is a name of 20,009 characters" in rejection(
        hand_in, {"work.zip": zipped({"a/" * 10_000 + "parity.py": WORK})}
    )


def archive(*entries: tuple[zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for info, data in entries:
            file.writestr(info, data)
    return out.getvalue()


def test_a_link_in_an_archive_is_rejected(hand_in: HandIn) -> None:
    info = zipfile.ZipInfo("parity.py")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "`parity.py` is a link" in rejection(hand_in, {"work.zip": archive((info, b"/etc/passwd"))})


def test_an_encrypted_archive_is_rejected(hand_in: HandIn, zipped: Zipped) -> None:
    data = bytearray(zipped({"parity.py": WORK}, zipfile.ZIP_STORED))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "`parity.py` is encrypted" in rejection(hand_in, {"work.zip": bytes(data)})


def test_a_name_twice_in_an_archive_is_rejected(hand_in: HandIn) -> None:
    twice = archive(
        (zipfile.ZipInfo("parity.py"), WORK.encode()), (zipfile.ZipInfo("./parity.py"), OTHER.encode())
    )
    assert "`parity.py` is in it twice" in rejection(hand_in, {"work.zip": twice})


def test_a_file_beside_an_archive_with_other_content_is_rejected(hand_in: HandIn, zipped: Zipped) -> None:
    same = zipped({"parity.py": WORK})
    assert hand_in({"parity.py": WORK, "work.zip": same}).digest == hand_in({"parity.py": WORK}).digest
    message = rejection(hand_in, {"parity.py": OTHER, "work.zip": same})
    assert "`parity.py` was handed in twice, and they differ (in `parity.py` and in `work.zip`)" in message


def test_an_archive_with_an_environment_in_it_is_rejected(hand_in: HandIn, zipped: Zipped) -> None:
    many = zipped({f"venv/{number}.txt": "" for number in range(MAX_ENTRIES)} | {"parity.py": WORK})
    assert "it holds 501 entries, over 500" in rejection(hand_in, {"work.zip": many})


def test_archives_have_the_limits_of_one_all_together(hand_in: HandIn, zipped: Zipped) -> None:
    """Thirty of them, of 3 MB, cost the grader 600 MB. None of their members is large enough to be a bomb by itself."""
    blanks = zipped({f"{number}.py": b" " * MIB for number in range(15)})
    many: dict[str, str | bytes] = {f"{number}.zip": blanks for number in range(30)}
    tracemalloc.start()
    try:
        message = rejection(hand_in, {"parity.py": WORK, **many})
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "`1.zip` was not read: it unpacks to over 20 MiB together with the archives before it" in message
    assert most < 40 * MIB
    entries = zipped({f"{number}.txt": "" for number in range(MAX_ENTRIES // 2 + 1)})
    message = rejection(hand_in, {"parity.py": WORK, "0.zip": entries, "1.zip": entries})
    assert "`1.zip` was not read: it holds 251 entries, over 500 together with the archives" in message


def test_unusual_compression_is_rejected(hand_in: HandIn, zipped: Zipped) -> None:
    bomb = zipped({"parity.py": b"#" * MIB}, zipfile.ZIP_BZIP2)
    assert "packed by an unusual method" in rejection(hand_in, {"work.zip": bomb})


def test_a_bomb_is_rejected_by_its_own_account(hand_in: HandIn, zipped: Zipped) -> None:
    assert "over 200 times its size" in rejection(
        hand_in, {"work.zip": zipped({"parity.py": b"#" * (4 * MIB)})}
    )
    noise = os.urandom(MIB).hex().encode()
    parts = {f"{number}.csv": noise for number in range(11)}
    assert "unpacks to over 20 MiB" in rejection(hand_in, {"work.zip": zipped({**parts, "parity.py": WORK})})


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(hand_in: HandIn, zipped: Zipped) -> None:
    data = bytearray(zipped({"parity.ipynb": b" " * (40 * MIB)}))
    for offset in (22, data.index(b"PK\x01\x02") + 24):
        data[offset : offset + 4] = (1000).to_bytes(4, "little")
    assert rejection(hand_in, {"work.zip": bytes(data)})


@pytest.mark.parametrize("offset", [1 << 31, 1 << 62, 1 << 63, (1 << 64) - 1])
def test_an_archive_that_says_its_file_is_far_beyond_its_end_is_rejected(
    hand_in: HandIn, zipped: Zipped, offset: int
) -> None:
    data = bytearray(zipped({"parity.py": WORK}))
    entry, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    wide = struct.pack("<HHQ", 1, 8, offset)  # the extra field that holds an offset in 64 bits
    data[entry + 30 : entry + 32] = struct.pack("<H", len(wide))
    data[entry + 42 : entry + 46] = b"\xff" * 4
    data[end + 12 : end + 16] = struct.pack("<I", end - entry + len(wide))
    data[end:end] = wide
    assert "cannot be read as a zip archive" in rejection(hand_in, {"work.zip": bytes(data)})


# ---- files on a disk


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    (tmp_path / "parity.py").write_text(WORK)
    assert read("ada", [tmp_path / "parity.py"], "parity", {}).file == "parity.py"


def test_a_link_to_the_solution_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "solution.py").write_text(WORK)
    (tmp_path / "parity.py").symlink_to(tmp_path / "solution.py")
    with pytest.raises(Rejected, match=r"`parity.py` is a link"):
        read("ada", [tmp_path / "parity.py"], "parity", {})


def test_a_pipe_is_rejected_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "parity.py")
    with pytest.raises(Rejected, match="no ordinary file"):
        read("ada", [tmp_path / "parity.py"], "parity", {})


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "parity.py").open("wb") as file:
        file.truncate(10_000 * MIB)
    with pytest.raises(Rejected, match="over 5 MiB"):
        read("ada", [tmp_path / "parity.py"], "parity", {})


def of_size(file: Path, size: int) -> Path:
    with file.open("ab") as there:
        there.truncate(size)
    return file


def test_of_all_that_was_handed_in_no_more_is_read_than_one_may_hand_in(tmp_path: Path) -> None:
    (tmp_path / "parity.py").write_text(WORK)
    files = [tmp_path / "parity.py", *(of_size(tmp_path / f"{n}.ipynb", 15 * MIB) for n in range(9))]
    assert sum(len(file.data) for file in take_all(files)) == len(WORK) + 30 * MIB
    with pytest.raises(
        Rejected, match=r"`2.ipynb` is not read, for over 40 MiB were handed in: hand in only the"
    ):
        read("ada", files, "parity", {})
    modules = [tmp_path / f"{number}.py" for number in range(MAX_ENTRIES)]
    for module in modules:
        module.touch()
    with pytest.raises(Rejected, match=r"`499.py` is not read, for over 500 files were handed in"):
        read("ada", [tmp_path / "parity.py", *modules], "parity", {})


def test_large_documents_beside_a_program_are_no_reason_to_reject_it(tmp_path: Path) -> None:
    documents = [of_size(tmp_path / f"{number}.pdf", 19 * MIB) for number in range(5)]
    (tmp_path / "parity.py").write_text(WORK)
    files = [*documents, tmp_path / "parity.py"]
    assert sum(len(file.data) for file in take_all(files)) == 2 * 19 * MIB + len(WORK)
    assert read("ada", files, "parity", {}).file == "parity.py"


def test_a_large_notebook_and_an_archive_of_it_are_not_too_much(
    tmp_path: Path, notebook: Notebook, zipped: Zipped
) -> None:
    text = notebook(WORK, f"#: {os.urandom(9 * MIB).hex()}")
    (tmp_path / "parity.ipynb").write_text(text)
    (tmp_path / "parity.zip").write_bytes(zipped({"parity.ipynb": text}))
    files = [tmp_path / "parity.ipynb", tmp_path / "parity.zip"]
    assert read("ada", files, "parity", {}).file == "parity.ipynb"


# ---- the same work in two forms

STATEMENTS = st.sampled_from(
    [
        "import os, re",
        "x = 1; y = 2",
        "TEXT = '''a\n%d # %%\n  b'''",
        "def f(n=x):\n    '''Doc.'''\n\n    return TEXT, n",
        "for i in range(3):\n    x += i",
        "@f\nclass A(object):\n    z = y",
        "if os:\n    import ast\nelse:\n    print(1)",
        "model = train(x)",
        "w = model",
        "from __future__ import annotations",
        "# only a comment",
        "if __name__ == '__main__':\n    import csv\n    f()",
        "g = lambda: (w, 'é')",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.lists(STATEMENTS, min_size=1, max_size=3), st.booleans()), min_size=1, max_size=5)
)
def test_the_same_work_as_module_and_notebook_has_one_digest(
    hand_in: HandIn, notebook: Notebook, cells: list[tuple[list[str], bool]]
) -> None:
    cells = [([*statements, "def train(a): return a"], graded) for statements, graded in cells]
    future = "from __future__ import annotations"
    texts = ["\n".join(sorted(statements, key=lambda s: s != future)) for statements, _ in cells]
    texts = [texts[0], *(text.replace(future, "#") for text in texts[1:])]
    headers = ["# %% [code]", '# %% solution="train"']
    script = "\n".join(f"{headers[graded]}\n{text}\n" for text, (_, graded) in zip(texts, cells, strict=True))
    graded = {number for number, (_, graded) in enumerate(cells, start=1) if graded}
    as_module, as_notebook = (
        hand_in({"parity.py": script}),
        hand_in({"parity.ipynb": notebook(*texts, graded=graded)}),
    )
    assert as_module.digest == as_notebook.digest
    assert [chunk.source for chunk in as_module.chunks] == [chunk.source for chunk in as_notebook.chunks]
