"""What of an assignment was given out to students, publication by publication: grading never changes it.

Each publication is a file of its own, whole and never written again; undoing one is a further one, of what was out before.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from ..course import CourseError
from ..record import Store, encoded, now, write_atomically
from .standing import Standing


class Publication(msgspec.Struct, frozen=True):
    """One publication and all that is out since: `standings` by student, and `digests` of what each was graded by, so that
    it can be told what changed. `of` are the students whom it changed; `undoes` the number of the one that it takes back."""

    number: int
    by: str
    at: str
    why: str
    standings: dict[str, Standing]
    digests: dict[str, dict[str, str]]  # by student: what decides -> its digest
    of: list[str] = []
    undoes: int = 0


def publications(store: Store) -> list[Publication]:
    """All publications, the first first. Raises `CourseError` for one that cannot be read."""
    return [_read(store, number) for number in _numbers(store)]


def published(store: Store) -> Publication | None:
    """What is out now; None where nothing ever was, or all was taken back. Raises `CourseError`."""
    numbers = _numbers(store)
    last = _read(store, numbers[-1]) if numbers else None
    return last if last is not None and last.standings else None


def publish(
    store: Store,
    standings: Sequence[Standing],
    digests: Mapping[str, str],
    by: str,
    why: str,
    students: Collection[str] | None = None,
    lost: Collection[str] = (),
) -> Publication:
    """Gives out how these stand, or these `students` of them; the others, and who has no verdict now, stay as they are out.
    Of `students` who are `withdrawn` nothing is out any more; `lost` are those of the class whose record is. Raises
    `CourseError` where that changes nothing."""
    before = published(store)
    out = dict(before.standings) if before is not None else {}
    graded_by = dict(before.digests) if before is not None else {}
    changed = []
    for standing in standings:
        student = standing.record.student
        if students is not None and student not in students:
            continue
        if (standing.total is None and not standing.excused) or out.get(student) == standing:
            continue
        out[student], graded_by[student] = standing, dict(digests)
        changed.append(student)
    for student in withdrawn(before, standings, lost):
        if student in (students or ()):
            del out[student], graded_by[student]
            changed.append(student)
    if not changed:
        raise CourseError("there is nothing to publish: everybody with a verdict is out as it is")
    return _write(store, by, why, out, graded_by, changed)


def withdrawn(
    published: Publication | None, standings: Iterable[Standing], lost: Collection[str]
) -> list[str]:
    """Of whom something is out, though they are not in the class any more; `lost` are those of it whose record is."""
    there = {standing.record.student for standing in standings}.union(lost)
    return sorted(published.standings.keys() - there) if published is not None else []


def undo(store: Store, by: str, why: str) -> Publication:
    """Gives out what was out before the last publication that was not undone. Raises `CourseError` where there is none."""
    every = publications(store)
    gone = {one.undoes for one in every}
    standing_ones = [one for one in every if not one.undoes and one.number not in gone]
    if not standing_ones:
        raise CourseError("there is no publication to undo")
    last = standing_ones.pop()
    before = standing_ones[-1] if standing_ones else None
    out = before.standings if before is not None else {}
    return _write(store, by, why, out, before.digests if before is not None else {}, last.of, last.number)


class _Kept(msgspec.Struct, frozen=True):
    """A publication on the disk: what each student's verdict was graded by is mostly the same, and written once."""

    publication: Publication
    digests: list[dict[str, str]]
    which: dict[str, int]


def _numbers(store: Store) -> list[int]:
    files = (store.folder / "published").glob("*.json.gz")
    return sorted(int(stem) for file in files if (stem := file.name.partition(".")[0]).isdecimal())


def _read(store: Store, number: int) -> Publication:
    file = store.folder / "published" / f"{number:04}.json.gz"
    try:
        kept = msgspec.json.decode(gzip.decompress(file.read_bytes()), type=_Kept)
        if kept.publication.number != number:
            raise ValueError(f"it is publication {kept.publication.number}")
        digests = {student: kept.digests[place] for student, place in kept.which.items()}
    except (OSError, EOFError, zlib.error, msgspec.MsgspecError, ValueError, IndexError) as error:
        raise CourseError(
            f"{file} cannot be read ({error}): put it back from a copy; it says what students have. Without a copy move it "
            "away, so that what was out before it is, and publish anew"
        ) from None
    return msgspec.structs.replace(kept.publication, digests=digests)


def _write(
    store: Store,
    by: str,
    why: str,
    out: dict[str, Standing],
    digests: dict[str, dict[str, str]],
    changed: list[str],
    undoes: int = 0,
) -> Publication:
    number = max(_numbers(store), default=0) + 1
    made = Publication(number, by, now(), why, out, digests, changed, undoes)
    each: list[dict[str, str]] = []
    for one in digests.values():
        if one not in each:
            each.append(one)
    which = {student: each.index(one) for student, one in digests.items()}
    kept = _Kept(msgspec.structs.replace(made, digests={}), each, which)
    data = gzip.compress(encoded(kept), mtime=0)
    write_atomically(store.folder / "published" / f"{number:04}.json.gz", data)
    return made
