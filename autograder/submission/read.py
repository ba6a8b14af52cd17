"""One student's handed-in files, as bytes, to a `Submission`; or a rejection that says what, where and what to do.

The grader's side. Everything in here was written by a student, and nothing of it is run: sizes are capped before
anything is decoded, archives are read from memory and never unpacked to a disk.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

import msgspec

from . import source
from .archive import MAX_DATA, File, HandedIn, Rejected, Taken, called, file_of, members_of, take_all
from .choose import (
    BY_WHAT_IS_IN_IT,
    Works,
    beyond_reading,
    candidates_of,
    choose,
    digest_of,
    is_stub,
    modules_first,
)
from .names import FORMS, MAX_BYTES, MIB, is_beside_the_point, is_mistaken, shown, suffix
from .source import MAX_CODE, Chunk, Extracted, Place, Problem, Unreadable, printable

_OTHERS_LINE = re.compile(rb"\*([a-z][a-z0-9_]{0,60}), version ([A-Za-z0-9_.-]{1,20})\*")


class Submission(msgspec.Struct, frozen=True):
    """What a student handed in, reduced to what travels to the grading process."""

    student: str
    assignment: str
    file: str  # the handed-in file's name: a zip's own, not its member's
    sha256: str  # of that file's bytes
    chunks: tuple[Chunk, ...]
    modules: dict[str, str]  # modules that came along: source by path from the file's own folder
    files: dict[str, bytes]  # other files that did
    left_behind: dict[str, Place]
    problems: tuple[Problem, ...]
    digest: str  # of what travels: the same for the same work as .py, .ipynb or .zip
    begun_on: str = ""  # the stub's version that the file says; after a name, of another assignment
    passed_over: tuple[str, ...] = ()  # programs beside the chosen one that did not travel

    @property
    def told(self) -> str:
        """What a record depends on: the digest, and what it says that was not graded."""
        return " ".join((self.digest, *self.passed_over))

    def line(self, where: str, line: int) -> str:
        """The student's own text at a line of a cell, file or extra module; empty where nothing travelled."""
        pieces = [(chunk.line, chunk.source) for chunk in self.chunks if chunk.where == where]
        pieces += [(1, text) for path, text in self.modules.items() if path == where]
        for first, text in pieces:
            lines = text.split("\n")
            if first <= line < first + len(lines):
                return printable(lines[line - first].strip()[:160])
        return ""


def read(
    student: str,
    files: Iterable[HandedIn],
    assignment: str,
    stub: Mapping[str, str],
    functions: Sequence[str] = (),
    provided: Iterable[str] = (),
) -> Submission:
    """Read what one student handed in: paths, pairs of a name and bytes, or what `take_all` gave.

    `stub` holds the texts of the assignment's own stub by file name (`parity.py`, `parity.ipynb`): of several forms,
    the one that was changed is taken. `functions` are the names asked for; a file that defines none of them is the
    wrong file. `provided` holds the texts of the modules that came with the stub: where one of them comes back as it
    was, it is not the student's. Raises `Rejected`. An `OSError` or `MemoryError` is the machine's fault, and is not
    caught.
    """
    taken = take_all(files)
    try:
        return _read(student, taken, assignment, stub, functions, provided)
    except BY_WHAT_IS_IN_IT as error:
        names = " and ".join(f"`{shown(each.path.name)}`" for each in taken[:3])
        raise beyond_reading(names, error) from None


def _read(
    student: str,
    taken: Sequence[Taken],
    assignment: str,
    stub: Mapping[str, str],
    functions: Sequence[str],
    provided: Iterable[str],
) -> Submission:
    works = Works()
    programs, candidates, others = _programs(taken, assignment, stub, functions, provided, works)
    chosen, extracted = choose(candidates, stub, works)
    modules, problems = _modules(programs, chosen, candidates)
    archives = [file for file in others if suffix(file.path) in MAX_BYTES]
    data, left_out = _data(others, chosen, [*modules.values(), *(chunk.source for chunk in extracted.chunks)])
    _check_functions(chosen, extracted, modules, functions)
    return Submission(
        student=student,
        assignment=assignment,
        file=chosen.handed_in,
        sha256=chosen.sha256,
        chunks=extracted.chunks,
        modules=modules,
        files=data,
        left_behind=extracted.left_behind,
        problems=(*extracted.problems, *problems, *left_out),
        digest=digest_of(extracted, modules, data),
        begun_on=_version(chosen, assignment),
        passed_over=tuple(_passed_over([*programs, *archives], chosen, candidates, modules)),
    )


def graded_file(
    files: Iterable[HandedIn],
    assignment: str,
    stub: Mapping[str, str],
    functions: Sequence[str] = (),
    provided: Iterable[str] = (),
) -> tuple[str, bytes]:
    """The name and the bytes of the one file that `read` grades, for people to look at. Raises `Rejected`."""
    taken, works = take_all(files), Works()
    try:
        _, candidates, _ = _programs(taken, assignment, stub, functions, provided, works)
        chosen = candidates[0] if len(candidates) == 1 else choose(candidates, stub, works)[0]
    except BY_WHAT_IS_IN_IT as error:
        raise beyond_reading("the hand-in", error) from None
    return chosen.path.name, chosen.data


def _is_program(file: File) -> bool:
    return suffix(file.path) in FORMS and not is_beside_the_point(file.path)


def _programs(
    handed_in: Sequence[Taken],
    assignment: str,
    stub: Mapping[str, str],
    functions: Sequence[str],
    provided: Iterable[str],
    works: Works,
) -> tuple[list[File], list[File], list[File]]:
    """The programs of a hand-in, those of them that may be the one to grade, and what else is in its archives."""
    what_to_do = f"hand in {assignment}.py, {assignment}.ipynb, or a zip of one of them"
    named = zip(handed_in, called(handed_in), strict=True)
    handed = [file_of(taken, name) for taken, name in named if suffix(taken.path) in MAX_BYTES]
    if not handed:
        for taken in handed_in:
            if taken.problem and not is_mistaken(taken.path):
                raise Rejected(taken.problem)
        there = ", ".join(f"`{shown(taken.path.name)}`" for taken in handed_in[:5])
        raise Rejected(f"nothing to grade{there and ' in '}{there}: {what_to_do}")
    ours = {text.encode() for text in provided}
    everything = [member for member in members_of(handed) if member.data not in ours]
    members = [file for file in everything if suffix(file.path) in MAX_BYTES]
    found = _distinct(file for file in members if not is_stub(file, stub))
    untouched = sorted((file for file in members if is_stub(file, stub)), key=modules_first)[:1]
    programs = [file for file in found if _is_program(file)] or [f for f in untouched if _is_program(f)]
    if not programs:
        there = ", ".join(f"`{shown(file.path)}`" for file in found[:5]) or f"`{handed[0].handed_in}`"
        if any(suffix(file.path) == ".zip" for file in found):
            there += f", for an archive in an archive (`{handed[0].handed_in}`) is not opened"
        raise Rejected(f"nothing to grade in {there}: {what_to_do}")
    others = [file for file in everything if suffix(file.path) not in FORMS]
    return programs, candidates_of(programs, assignment, functions, works), others


def _distinct(files: Iterable[File]) -> list[File]:
    """The files, each path once: a file beside an archive of it is the same file."""
    by_path: dict[PurePosixPath, File] = {}
    for file in files:
        other = by_path.setdefault(file.path, file)
        if other.data != file.data:
            both = f"in `{other.handed_in}` and in `{file.handed_in}`"
            raise Rejected(f"`{shown(file.path)}` was handed in twice, and they differ ({both}): keep one")
    return list(by_path.values())


def _version(file: File, assignment: str) -> str:
    """What the stub's line `*NAME, version 2*` says, wherever it stands in the file: the version, after another assignment's
    name where it has only that one's line; nothing where it is gone."""
    line = re.search(rb"\*" + re.escape(assignment.encode()) + rb", version ([\w.-]{1,20})\*", file.data)
    if line:
        return line[1].decode("ascii", "replace")
    other = _OTHERS_LINE.search(file.data)
    return f"{other[1].decode()} {other[2].decode()}" if other else ""


# ---- what came along


def _modules(
    programs: list[File], chosen: File, candidates: list[File]
) -> tuple[dict[str, str], list[Problem]]:
    """The other modules beside and below the chosen file, by path, and what is wrong with them."""
    modules: dict[str, str] = {}
    problems: list[Problem] = []
    size = 0
    for file in programs:
        if (
            suffix(file.path) != ".py"
            or file in candidates
            or not file.path.is_relative_to(chosen.path.parent)
        ):
            continue
        path = file.path.relative_to(chosen.path.parent)
        if not all(
            part.isidentifier() and not keyword.iskeyword(part) for part in path.with_suffix("").parts
        ):
            continue  # no import can name it
        name = path.with_suffix(".py").as_posix()
        try:
            text = source.text_of(file.path.name, file.data)
            size += len(text)
            if size > MAX_CODE:
                raise Rejected(f"the modules beside `{shown(chosen.path)}` are over {MAX_CODE:,} characters")
            source.cells_of_script(text, name)
            modules[name] = text
        except Unreadable as problem:
            problems.append(Problem(shown(name), 1, f"this module is left out: {problem}"))
    return modules, problems


def _passed_over(
    programs: list[File], chosen: File, candidates: list[File], modules: Mapping[str, str]
) -> Iterator[str]:
    """The programs, and archives in an archive, that are neither graded nor modules of what is, such as `parity-Copy1.ipynb`:
    the real work, perhaps."""
    for file in programs:
        if file in candidates or file.data == chosen.data:
            continue
        beside = file.path.is_relative_to(chosen.path.parent)
        if not (beside and file.path.relative_to(chosen.path.parent).as_posix() in modules):
            yield shown(file.path)


def _data(others: list[File], chosen: File, sources: Iterable[str]) -> tuple[dict[str, bytes], list[Problem]]:
    """The files beside and below the chosen one that its code names, themselves or by a folder, by path: what else is in
    an archive is no part of the work. Those that are too much together are left out, with a problem."""
    code = "\n".join(sources)
    data: dict[str, bytes] = {}
    problems: list[Problem] = []
    for file in others:
        if suffix(file.path) in MAX_BYTES or not file.path.is_relative_to(chosen.path.parent):
            continue
        path = file.path.relative_to(chosen.path.parent)
        if not any(part in code for part in path.parts) or shown(path) != path.as_posix():
            continue
        if sum(map(len, data.values())) + len(file.data) > MAX_DATA:
            what = (
                f"this file is left out: the data beside `{shown(chosen.path)}` is over {MAX_DATA // MIB} MiB"
            )
            problems.append(Problem(path.as_posix(), 1, what))
        else:
            data[path.as_posix()] = file.data
    return data, problems


def _check_functions(
    chosen: File, extracted: Extracted, modules: Mapping[str, str], functions: Sequence[str]
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
        ", ".join(f"`{shown(function)}`" for function in own[:4]) + ", …" * (len(own) > 4)
        or "no function at all"
    )
    other = _OTHERS_LINE.search(chosen.data)
    what = f"it says that it is {other[1].decode()}'s file" if other else "is it another assignment's file?"
    raise Rejected(f"`{name}` defines none of {asked}, but {there}: {what}")
