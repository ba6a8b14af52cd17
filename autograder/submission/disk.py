"""Files that a student may change while they are read, taken as they were checked. By descriptors, from `/` down.

No step of a path may be a link, what is looked at is what was opened, and it is read once. Whoever names a path himself
(a TA on a command line) may mean a link: `real` follows it, before anything of a student's is looked at. Knows nothing of
what a hand-in is.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

Kind = Literal["file", "folder", "link", "other"]

MAX_DEPTH = 32  # folders in folders: each holds a descriptor while it is copied
MAX_ENTRIES = 20_000  # of a hand-in that is copied
_AT_ONCE = 1 << 20
_SAFE = os.O_NOFOLLOW | os.O_CLOEXEC
_STEP = (
    _SAFE | os.O_DIRECTORY | getattr(os, "O_PATH", 0)
)  # passing through a folder takes no right to list it
_LIST = _SAFE | os.O_DIRECTORY | os.O_RDONLY
_READ = _SAFE | os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY  # a pipe would be waited on for ever
_WRITE = _SAFE | os.O_WRONLY | os.O_CREAT | os.O_EXCL


class NotTaken(Exception):
    """What is there is not taken; the message says why, and goes after its name: `is a link`, `is no ordinary file`."""


class TooLarge(NotTaken):
    """There is more of it than is taken."""


class Wanted(NamedTuple):
    """How an entry is copied: its name there, and how much of it at most."""

    name: str
    most: int | None = None


class Entry(NamedTuple):
    """A name in a folder, and what it is the name of."""

    name: str
    kind: Kind


def real(path: Path) -> Path:
    """The path without links, as far as it exists."""
    return Path(os.path.realpath(path))


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[int]:
    """A descriptor of a folder, to be listed. Raises `NotTaken` where a step of its path is a link or no folder, else
    `OSError`."""
    *steps, last = Path(os.path.abspath(folder)).parts
    with contextlib.ExitStack() as kept:
        here = None
        for step in steps:
            here = _step(kept, step, here, _STEP)
        yield _step(kept, last, here, _LIST)


def kind_of(path: Path) -> Kind | None:
    """What a path names, without following it; None if there is nothing."""
    try:
        return _kind(os.lstat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return None


def listing(folder: Path) -> list[Entry]:
    """What is in a folder, by name. Raises as `opened` does."""
    with opened(folder) as descriptor, os.scandir(descriptor) as entries:
        return sorted(Entry(entry.name, _kind_of_entry(entry)) for entry in entries)


def read_file(path: Path, most: int) -> bytes:
    """The bytes of a file, up to one more than `most`, so that it can be told that there are more. Raises `NotTaken`
    where a step of the path is a link, or the file is none that a student may hand in; else `OSError`."""
    with _at(path) as descriptor:
        return b"".join(_pieces(descriptor, most + 1))


def read_end(path: Path, most: int) -> bytes:
    """The last bytes of a file, at most so many. Raises as `read_file` does."""
    with _at(path) as descriptor:
        os.lseek(descriptor, max(0, os.fstat(descriptor).st_size - most), os.SEEK_SET)
        return b"".join(_pieces(descriptor, most))


@contextlib.contextmanager
def opened_file(path: Path) -> Iterator[BinaryIO]:
    """A file to be read in any order, no step of whose path is a link. Raises as `read_file` does."""
    with _at(path) as descriptor, os.fdopen(os.dup(descriptor), "rb") as file:
        yield file


@contextlib.contextmanager
def _at(path: Path) -> Iterator[int]:
    """Opens a file, no step of whose path is a link."""
    path = Path(os.path.abspath(path))
    with contextlib.ExitStack() as kept:
        here = None
        for step in path.parts[:-1]:
            here = _step(kept, step, here, _STEP)
        assert here is not None
        with _file(path.name, here) as descriptor:
            yield descriptor


def copy(folder: int, target: Path, wanted: Callable[[str, int | None], Wanted | None], most: int) -> None:
    """Copies an opened folder, as it is then, to a new one. `wanted(name, size)` says how an entry is copied, None to
    leave it out; `size` is None for a folder. Raises `NotTaken` where anything in it is neither file nor folder,
    `TooLarge` beyond `most` bytes, else `OSError`. The target is then incomplete."""
    _Copying(wanted, most).folder(folder, target, 0)


class _Copying:
    """A copy that is being made, and what may still come."""

    def __init__(self, wanted: Callable[[str, int | None], Wanted | None], most: int) -> None:
        self._wanted = wanted
        self._bytes, self._most = most, most
        self._entries = MAX_ENTRIES

    def folder(self, source: int, target: Path, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise TooLarge(f"has folders in folders, more than {MAX_DEPTH} deep")
        target.mkdir()
        for name in sorted(os.listdir(source)):
            self._entries -= 1
            if self._entries < 0:
                raise TooLarge(f"holds more than {MAX_ENTRIES:,} files")
            mode = os.stat(name, dir_fd=source, follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode):
                if (wanted := self._wanted(name, None)) is not None:
                    with contextlib.ExitStack() as kept:
                        self.folder(_step(kept, name, source, _LIST), target / wanted.name, depth + 1)
                continue
            try:
                with _file(name, source) as descriptor:
                    self._file(descriptor, name, target)
            except NotTaken as problem:
                raise type(problem)(f"holds {name!a}, which {problem}") from None

    def _file(self, descriptor: int, name: str, target: Path) -> None:
        about = os.fstat(descriptor)
        if (wanted := self._wanted(name, about.st_size)) is None:
            return
        all_that_may_come = self._bytes + 1
        most = all_that_may_come if wanted.most is None else min(wanted.most, all_that_may_come)
        with open(os.open(target / wanted.name, _WRITE, 0o666), "wb") as file:
            for piece in _pieces(descriptor, most):
                self._bytes -= len(piece)
                if self._bytes < 0:
                    raise TooLarge(f"makes it over {self._most:,} bytes")
                file.write(piece)
            file.flush()
            os.utime(file.fileno(), ns=(about.st_atime_ns, about.st_mtime_ns))


def _step(kept: contextlib.ExitStack, name: str, folder: int | None, flags: int) -> int:
    """Opens a folder within a folder, to be closed with `kept`."""
    try:
        descriptor = os.open(name, flags, dir_fd=folder)
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.ENOTDIR):
            raise
        about = os.stat(name, dir_fd=folder, follow_symlinks=False)
        changed = stat.S_ISDIR(about.st_mode)
        raise NotTaken("changed while it was read" if changed else _is(about.st_mode)) from None
    kept.callback(os.close, descriptor)
    return descriptor


@contextlib.contextmanager
def _file(name: str, folder: int) -> Iterator[int]:
    """Opens an ordinary file of a folder."""
    _check(os.stat(name, dir_fd=folder, follow_symlinks=False), folder)  # a device is not even opened
    try:
        descriptor = os.open(name, _READ, dir_fd=folder)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):  # it became a link, or a socket
            raise NotTaken("changed while it was read") from None
        raise
    try:
        _check(os.fstat(descriptor), folder)
        yield descriptor
    finally:
        os.close(descriptor)


def _check(about: os.stat_result, folder: int) -> None:
    if not stat.S_ISREG(about.st_mode):
        raise NotTaken(_is(about.st_mode))
    if about.st_nlink > 1:
        where = os.fstat(folder)
        strangers = where.st_uid not in (0, os.geteuid()) or where.st_mode & 0o022
        if strangers and about.st_uid != where.st_uid:  # who may write there has given it a second name
            raise NotTaken("is another person's file under a second name (a hard link)")


def _pieces(descriptor: int, most: int) -> Iterator[bytes]:
    """The bytes of an open file, at most so many, however it grows."""
    while most > 0 and (piece := os.read(descriptor, min(most, _AT_ONCE))):
        most -= len(piece)
        yield piece


def _kind(mode: int) -> Kind:
    if stat.S_ISLNK(mode):
        return "link"
    return "folder" if stat.S_ISDIR(mode) else "file" if stat.S_ISREG(mode) else "other"


def _kind_of_entry(entry: os.DirEntry[str]) -> Kind:
    if entry.is_symlink():
        return "link"
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    return "file" if entry.is_file(follow_symlinks=False) else "other"


def _is(mode: int) -> str:
    named: dict[Kind, str] = {"link": "is a link", "folder": "is a folder", "file": "is no folder"}
    return named.get(_kind(mode), "is no ordinary file")
