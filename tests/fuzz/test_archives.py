"""Any archive that is handed in is read, or rejected with a message: whatever its headers claim."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from autograder.submission import Rejected, Submission, read
from examples.build import class_folder

Watched = Callable[[], AbstractContextManager[None]]
Read = Callable[[dict[str, bytes]], Submission | None]

REAL = (class_folder("parity") / "reference_in_a_zip.zip").read_bytes()
WORK = b"def train(X):\n    return X\n"
NOTEBOOK = b'{"cells": [{"cell_type": "code", "source": "def train(X): return X"}]}'
BOMB = b"#" * (5 << 18)


class Field(NamedTuple):
    """Where a number stands in a header, and how it is packed."""

    offset: int
    packing: str


LOCAL = {
    "version": Field(4, "<H"),
    "flags": Field(6, "<H"),
    "method": Field(8, "<H"),
    "crc": Field(14, "<I"),
    "packed": Field(18, "<I"),
    "size": Field(22, "<I"),
    "name": Field(26, "<H"),
    "extra": Field(28, "<H"),
}
CENTRAL = {
    "version": Field(6, "<H"),
    "flags": Field(8, "<H"),
    "method": Field(10, "<H"),
    "date": Field(14, "<H"),
    "crc": Field(16, "<I"),
    "packed": Field(20, "<I"),
    "size": Field(24, "<I"),
    "name": Field(28, "<H"),
    "extra": Field(30, "<H"),
    "comment": Field(32, "<H"),
    "attributes": Field(38, "<I"),
    "start": Field(42, "<I"),
}
END = {
    "disk": Field(4, "<H"),
    "entries": Field(10, "<H"),
    "size": Field(12, "<I"),
    "start": Field(16, "<I"),
    "comment": Field(20, "<H"),
}
HEADERS = {b"PK\x03\x04": LOCAL, b"PK\x01\x02": CENTRAL, b"PK\x05\x06": END}

NAMES = [
    "parity.py",
    "parity.ipynb",
    "./parity.py",
    "a/parity.py",
    "a//parity.py",
    "lib/__init__.py",
    "__init__.py",
]
NAMES += [
    "../parity.py",
    "a/../../p.py",
    "/etc/parity.py",
    "C:/parity.py",
    "c:p.py",
    "a\\p.py",
    "\\\\host\\p.py",
    "//p.py",
]
NAMES += [
    "parity.py/",
    "parity.py/a.py",
    ".py",
    ".parity.py",
    "…/é.py",
    "a\nb.py",
    "\x1b[2J.py",
    "a" * 5000 + ".py",
]
NAMES += [
    "a/" * 300 + "p.py",
    "__MACOSX/p.py",
    "class.py",
    "given.py",
    "PARITY (2).PY",
    "b.zip",
    "parity.py\0.txt",
    "",
]
FLAT = ["parity.py", "parity.ipynb", "my_parity.py", "a.py", "b.ipynb", "given.py", "class.py", ".hidden.py"]
NUMBERS = [
    0,
    1,
    7,
    8,
    9,
    12,
    14,
    99,
    0xFFFF,
    0x8000,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFF,
    0xA1FF0000,
    1000,
    1 << 20,
]
WIDE = [0, 1, 1 << 31, 1 << 32, (1 << 63) - 1, 1 << 63, (1 << 64) - 1]


@pytest.fixture(scope="session")
def reading(watched: Watched) -> Read:
    """Reads these files as one student's parity; None if they are rejected. Checks what holds in either case."""

    def reading(files: dict[str, bytes]) -> Submission | None:
        try:
            with watched():
                found = read("ada", list(files.items()), "parity", {"parity.py": "import os\n"}, ("train",))
        except Rejected as problem:
            message = str(problem)
            assert message.isprintable()
            assert 20 < len(message) < 2000
            assert "Traceback" not in message
            assert str(Path(__file__).parents[2]) not in message
            event(f"rejected: {message.partition(': ')[2][:20]}")
            return None
        event("read")
        msgspec.json.encode(found)
        assert all(
            part.isidentifier()
            for name in found.modules
            for part in PurePosixPath(name).with_suffix("").parts
        )
        return found

    return reading


def entry(name: str, link: bool = False, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("x")
    info.filename, info.compress_type = name, method
    info.external_attr = (0o120777 if link else 0o100644) << 16
    return info


@st.composite
def extras(draw: st.DrawFn) -> bytes:
    """Extra fields of an entry: true to their form or not; zip64 sizes and offsets, and another name."""
    fields = []
    for _ in range(draw(st.integers(0, 2))):
        kind = draw(st.sampled_from([0x0001, 0x7075, 0x5455, 0x9901, 0]))
        if kind == 0x0001:
            data = struct.pack("<3Q", *draw(st.lists(st.sampled_from(WIDE), min_size=3, max_size=3)))
            data = data[: draw(st.sampled_from([4, 8, 16, 24]))]
        elif kind == 0x7075:
            name = draw(st.sampled_from(NAMES)).encode()[:200]
            data = b"\1" + struct.pack("<I", zlib.crc32(b"parity.py")) + name
        else:
            data = draw(st.binary(max_size=12))
        length = draw(st.sampled_from([len(data), len(data), len(data), 0, 0xFFFF]))
        fields.append(struct.pack("<HH", kind, length) + data)
    return b"".join(fields)


@st.composite
def archives(draw: st.DrawFn, depth: int = 1) -> bytes:
    """An archive of up to five entries with odd names, each possibly a link, a bomb or an archive."""
    contents = st.sampled_from([WORK, NOTEBOOK, b"", b"x = ", BOMB, REAL, b"\0", b"%PDF-", b"/etc/passwd"])
    if depth:
        contents = st.one_of(contents, contents, archives(depth - 1))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2, 3, 5]))):
            name = draw(st.one_of(st.just("parity.py"), st.sampled_from(NAMES)))
            method = draw(
                st.sampled_from([zipfile.ZIP_DEFLATED] * 5 + [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2])
            )
            info = entry(name, draw(st.integers(0, 9)) == 0, method)
            if draw(st.integers(0, 3)) == 0:
                info.extra = draw(extras())
            with warnings.catch_warnings():  # of a name that is there twice
                warnings.simplefilter("ignore")
                archive.writestr(info, draw(contents))
        archive.comment = draw(st.sampled_from([b"", b"", b"PK\x05\x06", b"x" * 100]))
    return out.getvalue()


@st.composite
def lying(draw: st.DrawFn, whole: bytes) -> bytes:
    """The archive with numbers in its headers overwritten, an extra field put in, cut short or with a preface."""
    data = bytearray(whole)
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2, 4]))):
        magic = draw(st.sampled_from(list(HEADERS)))
        places = [at for at in range(len(data)) if data.startswith(magic, at)] if len(data) < 50_000 else []
        if not places:
            continue
        at = draw(st.sampled_from(places))
        field = HEADERS[magic][draw(st.sampled_from(list(HEADERS[magic])))]
        value = draw(st.sampled_from(NUMBERS)) & (0xFFFF if field.packing == "<H" else 0xFFFFFFFF)
        if at + field.offset + 4 <= len(data):
            struct.pack_into(field.packing, data, at + field.offset, value)
    match draw(st.integers(0, 11)):
        case 0:
            del data[draw(st.integers(0, len(data))) :]
        case 1:
            at = draw(st.integers(0, len(data)))
            data[at : at + draw(st.integers(0, 40))] = draw(st.binary(max_size=8))
        case 2:
            data[:0] = draw(st.sampled_from([b"#!/bin/sh\n", b"PK", b"\0" * 100]))
        case 3:
            data += draw(st.sampled_from([b"PK\x05\x06" + bytes(18), b"\0" * 70_000, whole]))
        case 4:
            data += zip64_end(draw(st.lists(st.sampled_from([*WIDE, len(data)]), min_size=5, max_size=5)))
        case 5:
            data = bytearray(with_offset(bytes(data), draw(st.sampled_from(WIDE))))
    return bytes(data)


def zip64_end(numbers: list[int]) -> bytes:
    """The end of an archive over 4 GiB, as it claims: entries here, entries, size and start of the directory."""
    here, entries, size, start, where = numbers
    record = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, here, entries, size, start)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, where, 1)
    return record + locator + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, 46, 0xFFFFFFFF, 0)


def with_offset(data: bytes, offset: int) -> bytes:
    """The archive whose first directory entry says, in 64 bits, where its file starts."""
    out = bytearray(data)
    at, end = out.find(b"PK\x01\x02"), out.rfind(b"PK\x05\x06")
    if at < 0 or end < at + 46 or end + 22 > len(out):
        return data
    extra = struct.pack("<HHQ", 1, 8, offset)
    name, old = struct.unpack_from("<HH", out, at + 28)
    struct.pack_into("<H", out, at + 30, min(old + len(extra), 0xFFFF))
    struct.pack_into("<I", out, at + 42, 0xFFFFFFFF)
    struct.pack_into(
        "<I", out, end + 12, struct.unpack_from("<I", out, end + 12)[0] + len(extra) & 0xFFFFFFFF
    )
    out[at + 46 + name : at + 46 + name] = extra
    return bytes(out)


@given(st.one_of(archives(), st.just(REAL)).flatmap(lying))
def test_any_archive_is_read_or_rejected(reading: Read, data: bytes) -> None:
    reading({"work.zip": data})


@given(st.lists(archives().flatmap(lying), min_size=2, max_size=3), st.booleans())
def test_any_archives_beside_each_other_are_read_or_rejected(
    reading: Read, archives: list[bytes], module: bool
) -> None:
    files = {f"{number}.zip": data for number, data in enumerate(archives)}
    reading(files | ({"parity.py": WORK} if module else {}))


@given(st.dictionaries(st.sampled_from(FLAT), st.sampled_from([WORK, NOTEBOOK, b"x = 1"]), max_size=4))
def test_an_archive_gives_what_its_files_give(reading: Read, files: dict[str, bytes]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(entry(name), data)
    loose, packed = reading(files), reading({"work.zip": out.getvalue()})
    assert (loose and (loose.digest, loose.modules)) == (packed and (packed.digest, packed.modules))
