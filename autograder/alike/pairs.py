"""Which submissions share passages that neither the course gave out nor half the class wrote; and which share them with the
assignment's own solutions, which are public.

Reads submissions as grading does, and runs nothing of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from ..course import Assignment
from ..course.problem import text_of
from ..submission import Candidate, read, read_each
from ..submission.source import Chunk, Unreadable, cells_of, extract
from .fingerprints import Prints, fingerprints

PUBLIC = "solution: "  # before the name of what is no student's
COMMON = (
    10  # a passage of more than so many submissions, and of a tenth of the class, is what the task asks for
)

OF_A_SOLUTION = 0.5  # right answers are like right solutions: less than this of one says nothing


class Document(NamedTuple):
    """A submission, or one of the assignment's solutions."""

    name: str
    chunks: tuple[Chunk, ...]
    prints: Prints


class Pair(NamedTuple):
    """Two documents and what they share: `passages` of code, their `share` of the smaller one's that are its own, the
    share of the `names` that were chosen, and where the passages are in each: file or cell, first and last line."""

    one: Document
    other: Document
    passages: int
    share: float
    names: float
    places: tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]]

    @property
    def weight(self) -> float:
        return self.passages * self.share


def documents(candidates: Iterable[Candidate], assignment: Assignment) -> tuple[list[Document], list[str]]:
    """The submissions that can be read, and the students of the others."""
    a = assignment

    def document(candidate: Candidate) -> Document:
        submission = read(candidate.student, candidate.files, a.name, a.stub, a.functions, a.provided_texts)
        chunks = submission.chunks + tuple(Chunk(path, 1, text) for path, text in submission.modules.items())
        return _document(candidate.student, chunks, a)

    found, unread = read_each(candidates, document)
    return list(found.values()), unread


def public_documents(assignment: Assignment) -> tuple[list[Document], list[Document]]:
    """What everybody was given, and the solutions that anybody may read: the reference, the right ones, the mutants."""
    a = assignment
    given = [_document(name, _chunks(name, text), a) for name, text in a.stub.items()]
    given += [_document("given", _chunks("given.py", text), a) for text in a.provided_texts]
    solutions = [_document(f"{PUBLIC}reference", tuple(a.reference_chunks), a)]
    for folder, files in (
        ("right", a.right.values()),
        ("mutant", sorted((a.folder / "mutants").glob("*.py"))),
    ):
        for file in files:
            solutions.append(_document(f"{PUBLIC}{folder}/{file.stem}", _chunks(file.name, text_of(file)), a))
    return given, solutions


def alike(
    submissions: Sequence[Document],
    given: Sequence[Document],
    solutions: Sequence[Document],
    least: float = 0.3,
    passages: int = 5,
) -> list[Pair]:
    """The pairs that share at least so many passages, and so much of the smaller one's own, the most alike first; and with
    each submission the solution that it is most like."""
    known = {fingerprint for document in given for fingerprint in document.prints.places}
    count = Counter(fingerprint for document in submissions for fingerprint in document.prints.places)
    common = max(COMMON, len(submissions) // 10)
    everybodys = known | {fingerprint for fingerprint, number in count.items() if number > common}
    names = frozenset().union(*(document.prints.names for document in given))
    own = [document.prints.places.keys() - everybodys for document in submissions]
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in _holders(own).values():
        shared.update(combinations(numbers, 2))
    found = []
    for (a, b), number in shared.items():
        share = number / min(len(own[a]), len(own[b]))
        if number >= passages and share >= least:
            found.append(_pair(submissions[a], submissions[b], own[a] & own[b], share, names))
    # a solution that everybody copied is no passage that the task asks for
    whole = [document.prints.places.keys() - known for document in submissions]
    theirs = [(solution, solution.prints.places.keys() - known) for solution in solutions]
    for document, mine in zip(submissions, whole, strict=True):
        best = None
        for solution, its in theirs:
            both = its & mine
            share = len(both) / max(1, min(len(its), len(mine)))
            if len(both) >= passages and share >= max(least, OF_A_SOLUTION):
                pair = _pair(document, solution, both, share, names)
                best = pair if best is None or pair.weight > best.weight else best
        found += [best] if best is not None else []
    return sorted(found, key=lambda pair: (-pair.weight, pair.one.name, pair.other.name))


def _holders(own: Sequence[set[bytes]]) -> dict[bytes, list[int]]:
    """Who has each fingerprint."""
    holders: dict[bytes, list[int]] = {}
    for number, mine in enumerate(own):
        for fingerprint in mine:
            holders.setdefault(fingerprint, []).append(number)
    return holders


def _pair(one: Document, other: Document, both: set[bytes], share: float, given: frozenset[str]) -> Pair:
    names = [document.prints.names - given for document in (one, other)]
    same = len(names[0] & names[1]) / max(1, min(map(len, names)))
    places = tuple(sorted({p for f in both for p in document.prints.places[f]}) for document in (one, other))
    return Pair(one, other, len(both), share, same, (places[0], places[1]))


def _document(name: str, chunks: tuple[Chunk, ...], assignment: Assignment) -> Document:
    return Document(name, chunks, fingerprints(chunks, frozenset(assignment.functions)))


def _chunks(name: str, text: str) -> tuple[Chunk, ...]:
    """What would travel of a file of the course's own; nothing where it cannot be read."""
    try:
        return tuple(extract(cells_of(name, text.encode())).chunks)
    except Unreadable:
        return ()
