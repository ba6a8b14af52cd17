"""Handed-in files and archives as bytes, with a cap on everything: sizes, entries, ratios. Nothing is written to a disk."""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath, PurePosixPath
from typing import NamedTuple

from .disk import NotTaken, opened_file, read_file
from .names import MAX_BYTES, MIB, is_beside_the_point, of_canvas, of_moodle, shown, suffix

MAX_UNPACKED = 20 * MIB  # all archives of a hand-in, by their own account and ours: what a notebook may be
MAX_DATA = 2 * MIB  # what goes along with a program, all of it together
MAX_ENTRIES = 500  # of all archives, and files of a hand-in: more are an environment or a data set
MAX_TOGETHER = 40 * MIB  # a hand-in's programs and archives: a notebook and an archive of it
MAX_RATIO = (
    200  # source text shrinks tenfold, a notebook with repeated pictures fiftyfold, a bomb thousandfold
)
MAX_NAME = 4096  # bytes of a name in an archive's list: no path is longer, and a zip's field takes sixteen times that
RATIO_MATTERS = MIB  # a short file of blanks may shrink as it likes

KINDS = {
    b"PK\x03\x04": "a zip archive or an Office document",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "an RTF document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x7fELF": "a compiled program",
    b"<!DOCTYPE": "a web page",
    b"<html": "a web page",
}
_LISTED = b"PK\x01\x02"  # before each entry of the list at an archive's end
_LONGEST_END = 98 + (1 << 16)  # what stands behind that list: where it is, and a comment
# What zipfile raises on mangled archives besides its own BadZipFile.
MANGLED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    LookupError,
    OverflowError,
)


class Rejected(Exception):
    """The files cannot be graded. The message is for the student: what is wrong, where, what to do."""


class Taken(NamedTuple):
    """A file as it was handed in, read once; or, for the student, what is wrong with what lies there instead."""

    path: PurePath
    data: bytes = b""
    problem: str = ""


class File(NamedTuple):
    """A file of the hand-in, or a member of an archive of it, whose path is then the one within the archive."""

    path: PurePosixPath
    data: bytes
    handed_in: str  # the name of the handed-in file that this is or comes from, and its digest
    sha256: str


HandedIn = Path | tuple[str, bytes] | Taken


def take_all(files: Iterable[HandedIn]) -> list[Taken]:
    """The files of one hand-in, those on the disk as `take` gives them; of what is more than one may be nothing is kept, and
    the `problem` says so. What is no program and no archive takes nothing from what those may be."""
    taken: list[Taken] = []
    size: Counter[bool] = Counter()
    number: Counter[bool] = Counter()
    for file in files:
        if not isinstance(file, Path):
            taken.append(file if isinstance(file, Taken) else Taken(PurePosixPath(file[0]), file[1]))
            continue
        kind = suffix(file) in MAX_BYTES
        number[kind] += 1
        if number[kind] > MAX_ENTRIES:
            taken.append(_too_much(file, f"over {MAX_ENTRIES} files"))
            continue
        one = take(file, MAX_TOGETHER - size[kind])
        size[kind] += len(one.data)
        taken.append(one)
    return taken


def _too_much(path: Path, what: str) -> Taken:
    what_to_do = "hand in only the file to grade, and what it imports"
    return Taken(path, problem=f"`{shown(path.name)}` is not read, for {what} were handed in: {what_to_do}")


def take(path: Path, most: int = MAX_TOGETHER) -> Taken:
    """A handed-in file from the disk, as far as one is ever read, and whole only if it has at most `most` bytes. Whatever is
    decided about it later, is decided about these bytes. An `OSError` is the machine's fault, and is not caught."""
    try:
        limit = MAX_BYTES.get(suffix(path), max(MAX_BYTES.values()))
        data = read_file(path, min(limit, most))
        return Taken(path, data) if len(data) <= most else _too_much(path, f"over {MAX_TOGETHER // MIB} MiB")
    except NotTaken as problem:  # a link could point at the solution, a pipe would be waited on for ever
        return Taken(path, problem=f"`{shown(path.name)}` {problem}: hand in a file of your own")


def called(files: Sequence[Taken]) -> list[str]:
    """What the files of one hand-in are called: by their names, and where two have the same with their folders too, below
    the one that they have in common."""
    count = Counter(file.path.name for file in files)
    folders = [str(file.path.parent) for file in files if count[file.path.name] > 1]
    top = os.path.commonpath(folders) if folders else ""
    return [
        shown(os.path.relpath(file.path, top) if count[file.path.name] > 1 else file.path.name)
        for file in files
    ]


def file_of(taken: Taken, called: str) -> File:
    """A handed-in file of which that is what it is called, if it is one and not more than is read. Raises `Rejected`."""
    name, limit = shown(taken.path.name), MAX_BYTES[suffix(taken.path)]
    if taken.problem:
        raise Rejected(taken.problem)
    if len(taken.data) > limit:
        what_to_do = "leave data out, and clear a notebook's outputs before you save it"
        raise Rejected(f"`{name}` is over {limit // MIB} MiB: {what_to_do}")
    system = of_canvas(name) or of_moodle(name)
    own = (
        shown(system.file) if system is not None and system.file else name
    )  # what its neighbours import it by
    return File(PurePosixPath(own), taken.data, called, hashlib.sha256(taken.data).hexdigest())


def members_of(files: Iterable[File]) -> list[File]:
    """The files, and in place of archives their members: programs, and data that is not too large to travel. Raises
    `Rejected`."""
    unpacking = _Unpacking()
    found: list[File] = []
    for file in files:
        found += unpacking.members(file) if suffix(file.path) == ".zip" else [file]
    return found


def names_in(path: Path) -> Iterator[PurePosixPath]:
    """The names that a zip archive lists at its end, as far as they stand in the first MiB of that list: of a download of a
    whole class, which is larger than what is read of one hand-in. None of what is no archive. Raises as `read_file` does."""
    listed, at = _listed(path), 0
    while listed.startswith(_LISTED, at) and at + 46 <= len(listed):
        name, *others = struct.unpack_from("<3H", listed, at + 28)  # the lengths of what follows
        if name <= MAX_NAME:
            yield PurePosixPath(listed[at + 46 : at + 46 + name].decode("utf-8", "replace"))
        at += 46 + name + sum(others)


def _listed(path: Path) -> bytes:
    """The list at a zip archive's end, at most a MiB of it."""
    with opened_file(path) as file:
        start = max(0, file.seek(0, os.SEEK_END) - _LONGEST_END)
        file.seek(start)
        end = file.read(_LONGEST_END)
        if (at := end.rfind(b"PK\x05\x06")) < 0:
            return b""
        (length,) = struct.unpack_from("<I", end.ljust(at + 16), at + 12)
        if at >= 76 and end.startswith(
            b"PK\x06\x07", at - 20
        ):  # beyond 4 GiB: a longer record stands before it
            at -= 76
            (length,) = struct.unpack_from("<Q", end, at + 40)
        file.seek(max(0, start + at - length))
        return file.read(MIB)


class _Unpacking:
    """The archives of one hand-in, and what there may still be in them."""

    def __init__(self) -> None:
        self._entries, self._bytes = MAX_ENTRIES, MAX_UNPACKED
        self._together = ""

    def members(self, file: File) -> list[File]:
        try:
            return self._unzip(file)
        except MANGLED as error:
            kinds = (f"it is {kind}" for magic, kind in KINDS.items() if file.data.startswith(magic))
            reason = next(kinds, "")
            if file.data.startswith(b"PK") or not reason:
                reason = shown(error)
            raise Rejected(
                f"`{file.handed_in}` cannot be read as a zip archive ({reason}): make it again"
            ) from None
        finally:
            self._together = " together with the archives before it"

    def _unzip(self, file: File) -> list[File]:
        count = file.data.count(_LISTED)  # the entries at most, before zipfile makes an object of each
        if count > self._entries:
            told = f"it holds {count:,} entries, over {MAX_ENTRIES}{self._together}"
            raise _bad(file, f"{told}: leave environments and data out")
        self._entries -= count
        too_large = f"it unpacks to over {MAX_UNPACKED // MIB} MiB{self._together}: leave data out"
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            entries = archive.infolist()
            for entry in entries:
                _check_entry(file, entry)
            if sum(entry.file_size for entry in entries) > self._bytes:
                raise _bad(file, too_large)
            members: dict[PurePosixPath, File] = {}
            for entry in entries:
                path = PurePosixPath(entry.filename)
                if entry.is_dir() or is_beside_the_point(path) or not _travels(path, entry.file_size):
                    continue
                if path in members:
                    raise _bad(file, f"`{shown(path)}` is in it twice: keep one")
                with archive.open(entry) as stream:
                    data = stream.read(self._bytes + 1)  # the header's size is the student's claim
                self._bytes -= len(data)
                if self._bytes < 0:
                    raise _bad(file, too_large)
                members[path] = File(path, data, file.handed_in, file.sha256)
            return list(members.values())


def _travels(path: PurePosixPath, size: int) -> bool:
    return (
        suffix(path) in MAX_BYTES or size <= MAX_DATA
    )  # an archive in it too, which is named and not opened


def problem_of(entry: zipfile.ZipInfo, windows: bool = False) -> str | None:
    """Why an archive's entry is not unpacked, whatever it holds; the message goes after its name. With `windows` its folders
    may be apart by `\\`."""
    for path in (entry.orig_filename, entry.filename):  # an extra field may have given the second
        path = path.replace("\\", "/") if windows else path
        if "\\" in path or path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in path.split("/"):
            return "points outside the archive: make it again from the folder itself"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a link: put the file itself in"
    if entry.flag_bits & 1:
        return "is encrypted: make the archive without a password"
    # bzip2 and lzma unpack whole blocks, whatever the cap.
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "is packed by an unusual method: make an ordinary zip"
    return None


def _check_entry(file: File, entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    if len(name) > MAX_NAME:  # some hundred of 65,535 characters, each of them a folder, cost six seconds
        raise _bad(file, f"`{shown(name)}` is a name of {len(name):,} characters: shorten it")
    if problem := problem_of(entry):
        raise _bad(file, f"`{shown(name)}` {problem}")
    if entry.file_size > RATIO_MATTERS and entry.file_size > MAX_RATIO * entry.compress_size:
        raise _bad(file, f"`{shown(name)}` unpacks to over {MAX_RATIO} times its size: leave data out")


def _bad(file: File, what: str) -> Rejected:
    return Rejected(f"`{file.handed_in}` was not read: {what}")
