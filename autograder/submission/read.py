"""One student's handed-in files, as bytes, to a `Submission`; or a rejection that says what, where and what to do.

The grader's side. Everything in here was written by a student, and nothing of it is run: sizes are capped before
anything is decoded, archives are read from memory and never unpacked to a disk.
"""

from __future__ import annotations

import functools
import hashlib
import io
import keyword
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath, PurePosixPath
from typing import NamedTuple

import msgspec

from . import source
from .source import MAX_CODE, Chunk, Extracted, Place, Problem, Unreadable, canonical, printable

MIB = 1 << 20
MAX_BYTES = {
    ".py": 5 * MIB,  # data pasted into a module; extract reads less of it still
    ".ipynb": 20 * MIB,  # a notebook with a few dozen embedded pictures
    ".zip": 20 * MIB,
}
MAX_UNPACKED = 20 * MIB  # all of an archive, by its own account and by ours: what one notebook may be
MAX_ENTRIES = 500  # an archive with more holds an environment or a data set
MAX_RATIO = (
    200  # source text shrinks tenfold, a notebook with repeated pictures fiftyfold, a bomb thousandfold
)
RATIO_MATTERS = MIB  # a short file of blanks may shrink as it likes
MAX_CANDIDATES = 8  # files that might be the one to grade; each costs a parse

FORMS = (".py", ".ipynb")
_IGNORED_FOLDERS = frozenset({"__MACOSX", "__pycache__", "node_modules", "venv", "env", "site-packages"})
_PROVIDED = re.compile(r"given\.py|conftest\.py|test_.*\.py")
_READER = frozenset(
    file.name for file in Path(source.__file__).parent.glob("*.py")
)  # in the student's folder
_KINDS = {
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
# What zipfile raises on mangled archives besides its own BadZipFile.
_MANGLED = (
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


class Submission(msgspec.Struct, frozen=True):
    """What a student handed in, reduced to what travels to the grading process."""

    student: str
    assignment: str
    file: str  # the handed-in file's name: a zip's own, not its member's
    sha256: str  # of that file's bytes
    chunks: tuple[Chunk, ...]
    modules: dict[str, str]  # extra modules that came along: source by dotted name
    left_behind: dict[str, Place]
    problems: tuple[Problem, ...]
    digest: str  # of what travels: the same for the same work as .py, .ipynb or .zip

    def line(self, where: str, line: int) -> str:
        """The student's own text at a line of a cell, file or extra module; empty where nothing travelled."""
        pieces = [(chunk.line, chunk.source) for chunk in self.chunks if chunk.where == where]
        pieces += [(1, text) for name, text in self.modules.items() if name + ".py" == where]
        for first, text in pieces:
            lines = text.split("\n")
            if first <= line < first + len(lines):
                return printable(lines[line - first].strip()[:160])
        return ""


class _File(NamedTuple):
    """A file of the hand-in, or a member of an archive of it, whose path is then the one within the archive."""

    path: PurePosixPath
    data: bytes
    handed_in: str  # the name of the handed-in file that this is or comes from, and its digest
    sha256: str


def read(
    student: str,
    files: Iterable[Path | tuple[str, bytes]],
    assignment: str,
    stub: Mapping[str, str],
    functions: Sequence[str] = (),
) -> Submission:
    """Read what one student handed in: paths, or pairs of a name and bytes.

    `stub` holds the texts of the assignment's own stub by file name (`parity.py`, `parity.ipynb`): of several forms,
    the one that was changed is taken. `functions` are the names asked for; a file that defines none of them is the
    wrong file. Raises `Rejected`. An `OSError` is the machine's fault, and is not caught.
    """
    programs, candidates = _programs(files, assignment, stub, functions)
    chosen, extracted = _choose(candidates, stub)
    modules, problems = _modules(programs, chosen, candidates)
    _check_functions(chosen, extracted, modules, functions)
    return Submission(
        student=student,
        assignment=assignment,
        file=chosen.handed_in,
        sha256=chosen.sha256,
        chunks=extracted.chunks,
        modules=modules,
        left_behind=extracted.left_behind,
        problems=(*extracted.problems, *problems),
        digest=_digest(extracted, modules),
    )


def graded_file(
    files: Iterable[Path], assignment: str, stub: Mapping[str, str], functions: Sequence[str] = ()
) -> tuple[str, bytes]:
    """The name and the bytes of the one file that `read` grades, for people to look at. Raises `Rejected`."""
    _, candidates = _programs(files, assignment, stub, functions)
    chosen = candidates[0] if len(candidates) == 1 else _choose(candidates, stub)[0]
    return chosen.path.name, chosen.data


def _programs(
    files: Iterable[Path | tuple[str, bytes]],
    assignment: str,
    stub: Mapping[str, str],
    functions: Sequence[str],
) -> tuple[list[_File], list[_File]]:
    """The programs of a hand-in, and those of them that may be the one to grade."""
    what_to_do = f"hand in {assignment}.py, {assignment}.ipynb, or a zip of one of them"
    named = [(file, file) if isinstance(file, Path) else (PurePosixPath(file[0]), file[1]) for file in files]
    handed = [_fetch(path, content) for path, content in named if _suffix(path) in MAX_BYTES]
    if not handed:
        there = ", ".join(f"`{shown(path.name)}`" for path, _ in named[:5])
        raise Rejected(f"nothing to grade{there and ' in '}{there}: {what_to_do}")
    members = [member for file in handed for member in _members(file)]
    found = _distinct(file for file in members if not _is_stub(file, stub))
    untouched = sorted((file for file in members if _is_stub(file, stub)), key=_modules_first)[:1]
    programs = [file for file in found if _is_program(file)] or [f for f in untouched if _is_program(f)]
    if not programs:
        there = ", ".join(f"`{shown(file.path)}`" for file in found[:5]) or f"`{handed[0].handed_in}`"
        raise Rejected(f"nothing to grade in {there}: {what_to_do}")
    return programs, _candidates(programs, assignment, functions)


def _is_program(file: _File) -> bool:
    return _suffix(file.path) in FORMS and not is_beside_the_point(file.path)


def shown(name: object) -> str:
    """A file's name as a message may show it: without control characters, and not endless."""
    text = printable(str(name))
    return text if len(text) <= 120 else f"{text[:60]}…{text[-50:]}"


def is_beside_the_point(path: PurePath) -> bool:
    """Whether a file of a hand-in (its path within it) is the course's own, or a trace of the student's system."""
    hidden = any(part.startswith(".") or part in _IGNORED_FOLDERS for part in path.parts)
    reader = path.parent.name == "reading" and path.name in _READER
    return hidden or reader or _PROVIDED.fullmatch(path.name) is not None


def is_named_for(stem: str, assignment: str, before: str = r"(?:.*[-_ ])?") -> bool:
    """Whether a file's stem is the assignment's name, as a student, Canvas or a browser writes it (`parity (1)`)."""
    number = r"(?:[-_ ]?\(?\d{1,3}\)?)?"
    return re.fullmatch(before + re.escape(assignment) + number, stem, re.IGNORECASE) is not None


# ---- files and archives


def _suffix(path: PurePath) -> str:
    return path.suffix.lower()


def _fetch(path: PurePath, content: Path | bytes) -> _File:
    """The bytes of one handed-in file, if they are not more than is read."""
    name, limit = shown(path.name), MAX_BYTES[_suffix(path)]
    if isinstance(content, Path):
        # A link could point at the solution, a pipe would be waited on for ever.
        if not stat.S_ISREG(content.lstat().st_mode):
            raise Rejected(f"`{name}` is a link or no ordinary file: hand in the file itself")
        with content.open("rb") as stream:
            content = stream.read(limit + 1)
    if len(content) > limit:
        what_to_do = "leave data out, and clear a notebook's outputs before you save it"
        raise Rejected(f"`{name}` is over {limit // MIB} MiB: {what_to_do}")
    return _File(PurePosixPath(name), content, name, hashlib.sha256(content).hexdigest())


def _members(file: _File) -> list[_File]:
    """The file itself, or the readable members of an archive."""
    if _suffix(file.path) != ".zip":
        return [file]
    try:
        return _unzip(file)
    except _MANGLED as error:
        reason = next((f"it is {kind}" for magic, kind in _KINDS.items() if file.data.startswith(magic)), "")
        if file.data.startswith(b"PK") or not reason:
            reason = shown(error)
        raise Rejected(
            f"`{file.handed_in}` cannot be read as a zip archive ({reason}): make it again"
        ) from None


def _unzip(file: _File) -> list[_File]:
    count = file.data.count(b"PK\x01\x02")  # the entries at most, before zipfile makes an object of each
    if count > MAX_ENTRIES:
        raise _bad(file, f"it holds {count:,} entries, over {MAX_ENTRIES}: leave environments and data out")
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        entries = archive.infolist()
        for entry in entries:
            _check_entry(file, entry)
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise _bad(file, f"it unpacks to over {MAX_UNPACKED // MIB} MiB: leave data out")
        members: dict[PurePosixPath, _File] = {}
        left = MAX_UNPACKED
        for entry in entries:
            path = PurePosixPath(entry.filename)
            if entry.is_dir() or _suffix(path) not in FORMS or is_beside_the_point(path):
                continue
            if path in members:
                raise _bad(file, f"`{shown(path)}` is in it twice: keep one")
            with archive.open(entry) as stream:  # the header's size is the student's claim: read with a cap
                data = stream.read(left + 1)
            left -= len(data)
            if left < 0:
                raise _bad(file, f"it unpacks to over {MAX_UNPACKED // MIB} MiB: leave data out")
            members[path] = _File(path, data, file.handed_in, file.sha256)
        return list(members.values())


def _check_entry(file: _File, entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    for path in (name, entry.filename):  # an extra field may have given the second
        if "\\" in path or path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in path.split("/"):
            what_to_do = "make it again from the folder itself"
            raise _bad(file, f"`{shown(path)}` points outside the archive: {what_to_do}")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _bad(file, f"`{shown(name)}` is a link: put the file itself in")
    if entry.flag_bits & 1:
        raise _bad(file, f"`{shown(name)}` is encrypted: make the archive without a password")
    # bzip2 and lzma unpack whole blocks, whatever the cap.
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _bad(file, f"`{shown(name)}` is packed by an unusual method: make an ordinary zip")
    if entry.file_size > RATIO_MATTERS and entry.file_size > MAX_RATIO * entry.compress_size:
        raise _bad(file, f"`{shown(name)}` unpacks to over {MAX_RATIO} times its size: leave data out")


def _bad(file: _File, what: str) -> Rejected:
    return Rejected(f"`{file.handed_in}` was not read: {what}")


def _distinct(files: Iterable[_File]) -> list[_File]:
    """The files, each path once: a file beside an archive of it is the same file."""
    by_path: dict[PurePosixPath, _File] = {}
    for file in files:
        other = by_path.setdefault(file.path, file)
        if other.data != file.data:
            both = f"in `{other.handed_in}` and in `{file.handed_in}`"
            raise Rejected(f"`{shown(file.path)}` was handed in twice, and they differ ({both}): keep one")
    return list(by_path.values())


# ---- which file is the one to grade


def _candidates(programs: list[_File], assignment: str, functions: Sequence[str]) -> list[_File]:
    """The files that may be the one to grade: by name, else the only ones, else by what they define."""
    named = _shallowest([file for file in programs if is_named_for(file.path.stem, assignment)])
    exact = [file for file in named if is_named_for(file.path.stem, assignment, before="")]
    found = exact or named or _shallowest(programs)
    if len(found) > 1 and not named:
        found = [file for file in found[:MAX_CANDIDATES] if _defines(file) & set(functions)] or found
    if len(found) > MAX_CANDIDATES:
        what_to_do = f"name the one to grade {assignment}.py or {assignment}.ipynb"
        raise Rejected(
            f"{len(found)} files were handed in and none is named for the assignment: {what_to_do}"
        )
    return found


def _is_stub(file: _File, stub: Mapping[str, str]) -> bool:
    """Whether this is the stub as it was handed out: beside anything else, it is not what was handed in."""
    return any(file.data == text.encode() for text in stub.values())


def _modules_first(file: _File) -> tuple[int, PurePosixPath]:
    return FORMS.index(_suffix(file.path)), file.path


def _shallowest(files: list[_File]) -> list[_File]:
    depth = min((len(file.path.parts) for file in files), default=0)
    return [file for file in files if len(file.path.parts) == depth]


def _defines(file: _File) -> frozenset[str]:
    try:
        return _extract(file).defines
    except Rejected:
        return frozenset()


def _choose(candidates: list[_File], stub: Mapping[str, str]) -> tuple[_File, Extracted]:
    """Of several candidates the only one that differs from the stub; if none does, the `.py`."""
    candidates = sorted(candidates, key=_modules_first)
    if len(candidates) == 1:
        return candidates[0], _extract(candidates[0])
    untouched = {_stub_digest(name, text) for name, text in stub.items()}
    changed: dict[str, tuple[_File, Extracted | Rejected]] = {}
    for file in candidates:
        try:
            work = _extract(file)
        except Rejected as problem:
            changed[f"{file.path} is unreadable"] = (file, problem)
        else:
            if (digest := _digest(work, {})) not in untouched:
                changed.setdefault(digest, (file, work))
    if not changed:
        return candidates[0], _extract(candidates[0])
    if len(changed) > 1:
        names = " and ".join(f"`{shown(file.path)}`" for file, _ in changed.values())
        both = "both " if len(changed) == 2 else ""
        raise Rejected(f"{both}{names} were changed, and they differ: hand in only the one to grade")
    [(file, found)] = changed.values()
    if isinstance(found, Rejected):
        raise found
    return file, found


def _extract(file: _File) -> Extracted:
    """What travels of one program; raises `Rejected`, naming it."""
    name, suffix = shown(file.path), _suffix(file.path)
    for magic, kind in _KINDS.items():
        if file.data.startswith(magic):
            raise Rejected(
                f"`{name}` is {kind}, only named {suffix}: hand in your program or notebook itself"
            )
    if not file.data.strip():
        raise Rejected(f"`{name}` is empty: save your work and hand in that file")
    if len(file.data) > MAX_BYTES[suffix]:
        raise Rejected(f"`{name}` is over {MAX_BYTES[suffix] // MIB} MiB: leave data out")
    if suffix == ".py" and re.match(rb'\s*\{\s*"(cells|metadata|nbformat|worksheets)"', file.data):
        raise Rejected(f"`{name}` is a notebook, only named .py: rename it {shown(file.path.stem)}.ipynb")
    try:
        cells = source.cells_of(shown(file.path.name), file.data)
        if not any(cell.source.strip() for cell in cells):
            raise Rejected(f"`{name}` holds no code: save your work and hand in that file")
        return source.extract(cells)
    except Unreadable as problem:
        raise Rejected(f"`{name}`: {problem}") from None


# ---- what came along


def _modules(
    programs: list[_File], chosen: _File, candidates: list[_File]
) -> tuple[dict[str, str], list[Problem]]:
    """The other modules beside and below the chosen file, by dotted name, and what is wrong with them."""
    modules: dict[str, str] = {}
    problems: list[Problem] = []
    size = 0
    for file in programs:
        if (
            _suffix(file.path) != ".py"
            or file in candidates
            or not file.path.is_relative_to(chosen.path.parent)
        ):
            continue
        parts = list(file.path.relative_to(chosen.path.parent).with_suffix("").parts)
        if parts[-1] == "__init__" and len(parts) > 1:
            parts.pop()
        if not all(part.isidentifier() and not keyword.iskeyword(part) for part in parts):
            continue  # no import can name it
        name = ".".join(parts)
        try:
            text = source.text_of(file.path.name, file.data)
            size += len(text)
            if size > MAX_CODE:
                raise Rejected(f"the modules beside `{shown(chosen.path)}` are over {MAX_CODE:,} characters")
            source.cells_of_script(text, name)
            modules[name] = text
        except Unreadable as problem:
            problems.append(Problem(f"{name}.py", 1, f"this module is left out: {problem}"))
    return modules, problems


def _check_functions(
    chosen: _File, extracted: Extracted, modules: Mapping[str, str], functions: Sequence[str]
) -> None:
    """Raise `Rejected` if this is no attempt at the assignment at all."""
    if not functions or extracted.defines & set(functions) or (modules and "*" in extracted.defines):
        return
    name = shown(chosen.path)
    for where, line, message in extracted.problems[:1]:
        raise Rejected(f"`{name}` has none of the functions asked for; {where}, line {line}: {message}")
    asked = ", ".join(f"`{function}`" for function in functions[:4]) + ", …" * (len(functions) > 4)
    own = re.findall(r"^(?:async )?def (\w+)", "\n".join(c.source for c in extracted.chunks), re.MULTILINE)
    there = (
        ", ".join(f"`{function}`" for function in own[:4]) + ", …" * (len(own) > 4) or "no function at all"
    )
    raise Rejected(f"`{name}` defines none of {asked}, but {there}: is it another assignment's file?")


@functools.lru_cache(maxsize=32)
def _stub_digest(name: str, text: str) -> str:
    return _digest(source.extract(source.cells_of(name, text.encode())), {})


def _digest(extracted: Extracted, modules: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for text in (canonical(extracted.chunks), *(part for item in sorted(modules.items()) for part in item)):
        data = text.encode("utf-8", "surrogatepass")
        digest.update(f"{len(data)}:".encode() + data)
    return digest.hexdigest()
