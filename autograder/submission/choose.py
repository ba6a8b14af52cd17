"""Which of a student's programs is the one to grade, and what travels of it.

The grader's side. To work that out costs seconds where it is meant to: it is done once for each file, and of no more code than
one may hold.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from . import source
from .archive import KINDS, File, Rejected
from .names import FORMS, MAX_BYTES, MIB, is_named_for, shown, suffix
from .source import MAX_CODE, Extracted, Unreadable, canonical

MAX_CANDIDATES = 8  # files that might be the one to grade
# What an interpreter raises on texts that it was not made for. A defect of the reader's own is none of these, it is hoped,
# and then no verdict.
BY_WHAT_IS_IN_IT = (RecursionError, ValueError, OverflowError, SyntaxError)


class Works:
    """What travels of each program of a hand-in, worked out once."""

    def __init__(self) -> None:
        self._known: dict[PurePosixPath, Extracted | Rejected] = {}

    def of(self, file: File) -> Extracted:
        """Raises `Rejected`."""
        if file.path not in self._known:
            try:
                self._known[file.path] = _extract(file)
            except Rejected as problem:
                self._known[file.path] = problem
        work = self._known[file.path]
        if isinstance(work, Rejected):
            raise work
        return work


def candidates_of(
    programs: list[File], assignment: str, functions: Sequence[str], works: Works
) -> list[File]:
    """The files that may be the one to grade: by name, else the only ones, else by what they define."""
    named = _shallowest([file for file in programs if is_named_for(file.path.stem, assignment)])
    exact = [file for file in named if is_named_for(file.path.stem, assignment, before="")]
    found = exact or named or _shallowest(programs)
    if len(found) > 1:
        _check_together(found[:MAX_CANDIDATES], assignment)
    if len(found) > 1 and not named:
        defining = (file for file in found[:MAX_CANDIDATES] if _defines(file, works) & set(functions))
        found = list(defining) or found
    if len(found) > MAX_CANDIDATES:
        what_to_do = f"name the one to grade {assignment}.py or {assignment}.ipynb"
        raise Rejected(
            f"{len(found)} files were handed in and none is named for the assignment: {what_to_do}"
        )
    return found


def is_stub(file: File, stub: Mapping[str, str]) -> bool:
    """Whether this is the stub as it was handed out: beside anything else, it is not what was handed in."""
    return any(file.data == text.encode() for text in stub.values())


def modules_first(file: File) -> tuple[int, PurePosixPath]:
    return FORMS.index(suffix(file.path)), file.path


def _shallowest(files: list[File]) -> list[File]:
    depth = min((len(file.path.parts) for file in files), default=0)
    return [file for file in files if len(file.path.parts) == depth]


def _check_together(files: list[File], assignment: str) -> None:
    """Raise `Rejected` where all that has to be read to tell which one to grade is more than one may hold."""
    size = sum(map(_size, files))
    if size > MAX_CODE:
        names = ", ".join(f"`{shown(file.path)}`" for file in files)
        what_to_do = f"hand in only the one to grade, {assignment}.py or {assignment}.ipynb"
        raise Rejected(f"{names} hold {size:,} characters of code, over {MAX_CODE:,}: {what_to_do}")


def _size(file: File) -> int:
    """How much code a program holds, as far as that can be told before it is read as Python."""
    if suffix(file.path) == ".py":
        return len(file.data)
    try:
        return sum(len(cell.source) for cell in source.cells_of(file.path.name, file.data))
    except (Unreadable, *BY_WHAT_IS_IN_IT):
        return 0


def _defines(file: File, works: Works) -> frozenset[str]:
    try:
        return works.of(file).defines
    except Rejected:
        return frozenset()


def choose(candidates: list[File], stub: Mapping[str, str], works: Works) -> tuple[File, Extracted]:
    """Of several candidates the only one that differs from the stub; if none does, the `.py`."""
    candidates = sorted(candidates, key=modules_first)
    if len(candidates) == 1:
        return candidates[0], works.of(candidates[0])
    untouched = {_stub_digest(name, text) for name, text in stub.items()}
    changed: dict[str, tuple[File, Extracted | Rejected]] = {}
    for file in candidates:
        try:
            work = works.of(file)
        except Rejected as problem:
            changed[f"{file.path} is unreadable"] = (file, problem)
        else:
            if (digest := digest_of(work)) not in untouched:
                changed.setdefault(digest, (file, work))
    if not changed:
        return candidates[0], works.of(candidates[0])
    if len(changed) > 1:
        names = " and ".join(f"`{shown(file.path)}`" for file, _ in changed.values())
        both = "both " if len(changed) == 2 else ""
        raise Rejected(f"{both}{names} were changed, and they differ: hand in only the one to grade")
    [(file, found)] = changed.values()
    if isinstance(found, Rejected):
        raise found
    return file, found


def _extract(file: File) -> Extracted:
    """What travels of one program; raises `Rejected`, naming it."""
    name, form = shown(file.path), suffix(file.path)
    for magic, kind in KINDS.items():
        if file.data.startswith(magic):
            raise Rejected(f"`{name}` is {kind}, only named {form}: hand in your program or notebook itself")
    if not file.data.strip():
        raise Rejected(f"`{name}` is empty: save your work and hand in that file")
    if len(file.data) > MAX_BYTES[form]:
        raise Rejected(f"`{name}` is over {MAX_BYTES[form] // MIB} MiB: leave data out")
    if form == ".py" and re.match(rb'\s*\{\s*"(cells|metadata|nbformat|worksheets)"', file.data):
        raise Rejected(f"`{name}` is a notebook, only named .py: rename it {shown(file.path.stem)}.ipynb")
    try:
        cells = source.cells_of(shown(file.path.name), file.data)
        if not any(cell.source.strip() for cell in cells):
            raise Rejected(f"`{name}` holds no code: save your work and hand in that file")
        return source.extract(cells)
    except Unreadable as problem:
        raise Rejected(f"`{name}`: {problem}") from None
    except BY_WHAT_IS_IN_IT as error:
        raise beyond_reading(f"`{name}`", error) from None


def beyond_reading(names: str, error: Exception) -> Rejected:
    what = f"cannot be read as Python or as a notebook ({type(error).__name__}: {shown(error)})"
    return Rejected(f"{names} {what}: leave out what is nested deeply, or is data rather than code")


@functools.lru_cache(maxsize=32)
def _stub_digest(name: str, text: str) -> str:
    return digest_of(source.extract(source.cells_of(name, text.encode())))


def digest_of(
    extracted: Extracted,
    modules: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> str:
    """Of what travels, in whichever form it was handed in: the program, the modules and the files that came along."""
    digest = hashlib.sha256()
    texts = [
        canonical(extracted.chunks),
        *(part for item in sorted((modules or {}).items()) for part in item),
    ]
    parts = [text.encode("utf-8", "surrogatepass") for text in texts]
    for path, content in sorted((files or {}).items()):
        parts += [path.encode(), content]
    for data in parts:
        digest.update(f"{len(data)}:".encode() + data)
    return digest.hexdigest()
