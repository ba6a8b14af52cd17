"""The download of a whole class in one zip, as Canvas, Moodle and Gradescope give it: unpacked where nobody else writes.

The archive is the TA's, what is in it is the students': names are made harmless, of a file no more is written than is ever
read of one, and what is no program or document is there by its name alone.
"""

from __future__ import annotations

import contextlib
import os
import zipfile
from collections import Counter
from pathlib import Path, PurePath, PurePosixPath
from typing import NamedTuple

from . import disk
from .archive import MANGLED, MAX_TOGETHER, names_in, problem_of
from .gradescope import METADATA
from .names import (
    MAX_BYTES,
    MIB,
    counted,
    file_name,
    is_mistaken,
    is_of_a_system,
    of_canvas,
    of_moodle,
    owner_in,
    shown,
    suffix,
)

MAX_CLASS = 4096 * MIB  # what is written of one download: a class of a thousand has a tenth of it
MAX_ONE = (
    2 * MAX_TOGETHER
)  # of one hand-in in it: so much that grading still sees where it is too much, and says so
MAX_ENTRIES = 100_000
_LISTED = b"PK\x01\x02"  # before each entry of the list at an archive's end
_HEAD = MIB // 16  # of a document, which is rejected as one
_METADATA = 20 * MIB


class NotUnpacked(Exception):
    """A download cannot be unpacked. The message goes after its name."""


class Unpacked(NamedTuple):
    """Where a download lies now, and what of it does not, with the reason: by its name in the archive."""

    folder: Path
    left: list[tuple[str, str]]


def holds_a_class(archive: Path) -> bool:
    """Whether a zip holds the hand-ins of several people, by the names that it lists. False of what cannot be read, which
    is said where it is read, and of what a system says is one person's, whatever it lists."""
    if of_canvas(archive.name) or of_moodle(archive.name):
        return False
    canvas: set[str] = set()
    moodle: set[str] = set()
    # whatever a list can be made to do ends the look at one archive, and not the class's run
    with contextlib.suppress(Exception):
        for listed in names_in(archive):
            name = PurePosixPath(str(listed).replace("\\", "/"))
            if (found := of_canvas(name.name)) is not None:
                canvas.add(found.student)
            moodle |= {found.student for part in name.parts if (found := of_moodle(part))}
            if len(canvas) > 1 or len(moodle) > 1 or name.name == METADATA:
                return True
    return False


def unpack(archive: Path, into: Path) -> Unpacked:
    """Unpacks a class's download into a new folder below `into`, which is ours alone. Raises `NotUnpacked`, and `OSError`
    where the disk does not take it."""
    folder = Path(into, f"{len(os.listdir(into))}-{file_name(archive.stem)}")
    folder.mkdir(mode=0o700)
    left: list[tuple[str, str]] = []
    try:
        if disk.read_end(archive, 64 * MIB).count(_LISTED) > MAX_ENTRIES:
            raise NotUnpacked(f"lists over {MAX_ENTRIES:,} files: unpack it yourself, and grade the folder")
        with disk.opened_file(archive) as file, zipfile.ZipFile(file) as packed:
            _unpack(packed, folder, left)
    except disk.NotTaken as problem:
        raise NotUnpacked(str(problem)) from None
    except zipfile.BadZipFile as error:
        raise NotUnpacked(f"cannot be read as a zip archive ({shown(error)}): download it again") from None
    return Unpacked(folder, left)


def _unpack(packed: zipfile.ZipFile, folder: Path, left: list[tuple[str, str]]) -> None:
    budget, before = MAX_CLASS, 0
    of_each: Counter[tuple[str, ...]] = Counter()
    # as some of Windows' own tools pack
    entries = [(PurePosixPath(entry.filename.replace("\\", "/")), entry) for entry in packed.infolist()]
    entries.sort(key=lambda one: len(one[0].parts))  # what is graded lies above what else is in a hand-in
    above = next((path.parent.parts for path, _ in entries if path.name == METADATA), None)
    for path, entry in entries:
        if entry.is_dir() or any(is_of_a_system(part) for part in path.parts):
            continue
        if problem := problem_of(entry, windows=True):
            left.append((entry.filename, problem))
            continue
        target = folder.joinpath(*map(file_name, path.parts))
        if len(path.parts) > disk.MAX_DEPTH or target.exists():
            why = "is in the archive twice" if target.exists() else "lies too deep in folders"
            left.append((entry.filename, why))
            continue
        hand_in = _hand_in(path, above)
        if of_each[hand_in] > MAX_ONE:  # which was said
            continue
        written = 0
        try:
            written = _write(packed, entry, target)
        except MANGLED as error:
            if isinstance(error, OSError):
                raise
            target.unlink(missing_ok=True)
            left.append((entry.filename, f"is damaged in the archive ({shown(error)}): download it again"))
        of_each[hand_in] += written
        if of_each[hand_in] > MAX_ONE:
            target.unlink()
            what = f"makes its hand-in over {MAX_ONE // MIB} MiB: it and what comes after it there is not unpacked"
            left.append((entry.filename, what))
            continue
        budget -= written
        if budget < 0:
            told = f"over {MAX_CLASS // MIB:,} MiB after {counted(before, 'file')}"
            raise NotUnpacked(f"unpacks to {told}: unpack it yourself, and grade the folder")
        before += 1


def _hand_in(path: PurePosixPath, above: tuple[str, ...] | None) -> tuple[str, ...]:
    """Of whose hand-in an entry is: Gradescope has a folder for each beside its metadata, which are in the folder `above`; of
    others the name of a folder or a file begins with whose it is, whatever stands behind that."""
    outer = path.parts if above is None else path.parts[: len(above) + 1]
    for depth, part in enumerate(outer, start=1):
        if owner := owner_in(part, is_file=depth == len(path.parts)):
            return (owner,)
    return path.parts[:1] if above is None else outer


def _write(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> int:
    """Writes as much of an entry as is ever read of it, whatever its header says; how much that was."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    most = _most(target)
    written = 0
    with target.open("xb") as file:
        if most:
            with packed.open(entry) as stream:
                while written < most and (piece := stream.read(min(MIB, most - written))):
                    written += file.write(piece)
    return written


def _most(path: PurePath) -> int:
    if path.name == METADATA:
        return _METADATA
    if suffix(path) in MAX_BYTES:
        return MAX_BYTES[suffix(path)] + 1  # so that it can be told that there is more
    return _HEAD if is_mistaken(path) else 0
