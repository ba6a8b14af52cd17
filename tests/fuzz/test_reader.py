"""Any file that is handed in is read, or rejected with a message; nothing else, and nothing is run."""

from __future__ import annotations

import ast
import json
import sys
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath

import msgspec
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from autograder.submission import Rejected, Submission, read
from autograder.submission.source import compiled
from examples.build import class_folder

from .files import mutated, notebooks, scripts, sources

Watched = Callable[[], AbstractContextManager[None]]
Read = Callable[[dict[str, bytes]], Submission | None]

CLASS = class_folder("parity")
REAL = {path: path.read_bytes() for path in sorted(CLASS.rglob("*.*")) if path.suffix in (".py", ".ipynb")}
STUB = "import os\n\n\ndef train(X):\n    raise NotImplementedError\n"
FUNCTIONS = ("train", "ablate", "hidden_activations")
OURS = [str(Path(__file__).parents[2]), sys.prefix, sys.base_prefix, "site-packages", "Traceback", 'File "']


def stub_notebook() -> str:
    return json.dumps({"cells": [{"cell_type": "code", "source": STUB, "metadata": {}}], "nbformat": 4})


@pytest.fixture(scope="session")
def reading(watched: Watched) -> Read:
    """Reads these files as one student's parity; None if they are rejected. Checks what holds in either case."""
    stub = {"parity.py": STUB, "parity.ipynb": stub_notebook()}

    def reading(files: dict[str, bytes]) -> Submission | None:
        try:
            with watched():
                found = read("ada", list(files.items()), "parity", stub, FUNCTIONS)
        except Rejected as problem:
            assert_safe(str(problem))
            event("rejected")
            return None
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=Submission) == found
        msgspec.json.encode(found)
        assert len(found.digest) == 64
        for where, _, message in found.problems:
            assert_safe(f"{where}: {message}")
        for name, place in found.left_behind.items():
            assert_safe(place.explain(name))
        for chunk in found.chunks:
            assert chunk.line >= 1
            assert found.line(chunk.where, chunk.line).isprintable()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            list(compiled(found.chunks, lambda chunk: chunk.where))  # all that travels can be run
        event("read")
        return found

    return reading


def assert_safe(message: str) -> None:
    """It says something, fits on a page, does nothing to a terminal, and tells nothing of the grader's machine."""
    assert message.strip()
    assert len(message) < 2000
    assert message.isprintable()
    assert not [place for place in OURS if place in message]


@given(st.one_of(scripts(), scripts().flatmap(mutated), st.binary(max_size=200)))
def test_any_script_is_read_or_rejected(reading: Read, data: bytes) -> None:
    reading({"parity.py": data})


@given(st.sampled_from(list(REAL)).flatmap(lambda path: st.tuples(st.just(path), mutated(REAL[path]))))
def test_a_damaged_copy_of_an_honest_file_is_read_or_rejected(
    reading: Read, file: tuple[Path, bytes]
) -> None:
    path, data = file
    reading({"parity" + path.suffix: data})


@given(st.one_of(notebooks(), notebooks().flatmap(mutated)))
def test_any_notebook_is_read_or_rejected(reading: Read, data: bytes) -> None:
    reading({"parity.ipynb": data})


# ---- hand-ins of several files

NAMES = [
    "parity.py",
    "parity.ipynb",
    "PARITY (1).py",
    "my_parity-2.ipynb",
    "a.py",
    "b.ipynb",
    "lib/c.py",
    "given.py",
]
NAMES += [
    "é\udcff.py",
    "\x1b[31m.py",
    "a" * 300 + ".py",
    " .py",
    ".py",
    "parity.py.txt",
    "../parity.py",
    "/etc/p.py",
]


@given(
    st.dictionaries(
        st.sampled_from(NAMES), st.one_of(scripts(), notebooks(), st.just(STUB.encode())), max_size=4
    )
)
def test_any_set_of_files_is_read_or_rejected(reading: Read, files: dict[str, bytes]) -> None:
    if found := reading(files):
        assert found.file in {PurePosixPath(name).name for name in files} or not found.file.isascii()


@given(st.lists(st.tuples(sources(), st.booleans()), min_size=1, max_size=4))
def test_the_same_cells_as_module_and_notebook_have_one_digest(
    reading: Read, pieces: list[tuple[str, bool]]
) -> None:
    pieces = [(text, graded) for text, graded in pieces if is_python(text)]
    texts = [text for text, _ in pieces] + ["def train(X): return X"]
    graded = [graded for _, graded in pieces] + [False]
    headers = ["# %%", '# %% solution="train"']
    script = "\n".join(f"{headers[g]}\n{text}" for text, g in zip(texts, graded, strict=True))
    notebook = {
        "cells": [
            {"cell_type": "code", "source": text, "metadata": {"nbgrader": {"solution": g}}}
            for text, g in zip(texts, graded, strict=True)
        ]
    }
    one = reading({"parity.py": script.encode()})
    other = reading({"parity.ipynb": json.dumps(notebook).encode()})
    if (
        one and other and not other.problems
    ):  # a notebook misses a cell that nests too deeply, a file is rejected
        assert one.digest == other.digest
        assert [chunk.source for chunk in one.chunks] == [chunk.source for chunk in other.chunks]


def is_python(text: str) -> bool:
    """Whether a piece stands in a file as well as in a cell: no magics, and nothing that must come first."""
    if "__future__" in text or "%%" in text or "\0" in text or not text.strip():
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text.encode())
            compile(text, "cell", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
