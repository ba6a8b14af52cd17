"""What names say: which files are a hand-in's, which the course's own, whose they are, and how a name is shown.

Looks at names alone, never into a file.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import NamedTuple

from ..record import HandedIn, Named
from . import source
from .source import brief, printable

MIB = 1 << 20
MAX_BYTES = {
    ".py": 5 * MIB,  # data pasted into a module; extract reads less of it still
    ".ipynb": 20 * MIB,  # a notebook with a few dozen embedded pictures
    ".zip": 20 * MIB,
}
FORMS = (".py", ".ipynb")
# What students hand in by mistake: they are told, not forgotten.
MISTAKEN = frozenset(
    {".7z", ".doc", ".docx", ".gz", ".htm", ".html", ".odt", ".pages", ".pdf", ".rar", ".rtf", ".tar", ".tgz"}
)
_IGNORED_FOLDERS = frozenset({"__MACOSX", "__pycache__", "node_modules", "venv", "env", "site-packages"})
_PROVIDED = re.compile(r"(given|acceptance|conftest|test_.*)\.py")
_READER = frozenset(
    file.name for file in Path(source.__file__).parent.glob("*.py")
)  # in the student's folder


# What other systems put beside files, and nobody handed in.
_OF_A_SYSTEM = re.compile(
    r"\._.*|~\$.*|\.~lock\..*|\.DS_Store|(eh)?Thumbs\.db|desktop\.ini|__MACOSX|@eaDir|\$RECYCLE\.BIN",
    re.IGNORECASE,
)
_SECOND = frozenset(
    {".txt", ".json", ".html", ".htm", ".bak", ".download"}
)  # which browsers and editors append


def is_of_a_system(name: str) -> bool:
    return _OF_A_SYSTEM.fullmatch(name) is not None


def is_mistaken(path: PurePath) -> bool:
    """Whether a file was handed in for a program and is none: a document, or a program under a second ending (`a.py.txt`)."""
    return suffix(path) in MISTAKEN or (suffix(path) in _SECOND and suffix(PurePath(path.stem)) in FORMS)


def bare_stem(path: PurePath) -> str:
    """A hand-in's name without its ending, or both of its endings."""
    inner = PurePath(path.stem)
    return inner.stem if is_mistaken(path) and suffix(inner) in (*FORMS, ".tar") else path.stem


class OfSystem(NamedTuple):
    """What a course system says by the name that it gave to a file or a folder. `student` is who that is without a roster:
    with the id, since a namesake may come later. `file` is the student's own name for the file, empty for a folder;
    `order` is larger for what came later; `typed` says that it is what was typed into a field, and no file. `others` are the
    numbers of other users whose it may be as well, where somebody's name ends like a number."""

    student: str
    handed_in: HandedIn
    file: str = ""
    order: int = 0
    typed: bool = False
    others: tuple[str, ...] = ()


_CANVAS = re.compile(
    r"(?P<name>.+?)_(?:(?P<late>LATE)_)?(?P<id>\d+)_(?:(?P<order>\d+)_(?P<file>.+)|(?P<typed>text|link)\.html)",
    re.DOTALL,
)
_CANVAS_ANONYMOUS = re.compile(
    r"(?:(?P<late>LATE)_)?(?P<name>anon)_(?P<id>[A-Za-z0-9]{3,10})_"
    r"(?:(?P<order>\d+)_(?P<file>.+)|(?P<typed>text|link)\.html)",
    re.DOTALL,
)
_MOODLE = re.compile(
    r"(?P<name>.*)_(?P<id>\d+)_assignsubmission_(?:file|(?P<typed>onlinetext))_?(?P<file>.*)", re.DOTALL
)
_MOODLE_ID = re.compile(r"_(\d+)_assignsubmission_(?:file|onlinetext)")


def of_canvas(name: str) -> OfSystem | None:
    """A file of a Canvas download: `lovelaceada_LATE_12_34_parity.py`, of the user 12; under anonymous grading `anon_aB3x_34_…`."""
    found = _CANVAS_ANONYMOUS.fullmatch(name) or _CANVAS.fullmatch(name)
    if found is None:
        return None
    who = Named(name=found["name"], id=found["id"])
    # Canvas marks what is late, and leaves the others unmarked
    handed_in = HandedIn("canvas", [who], name, late=found["late"] is not None)
    file, order = found["file"] or "", found["order"] or "0"
    # `x_5_12_34_parity.py` may be user 12's, who is called `x_5`, as well as user 5's file `34_parity.py`: whoever may choose a
    # name could hand in for another. Canvas takes numbers out of the midst of a name, not from its end.
    doubtful = re.match(r"\d+_.|(text|link)\.html$", file) is not None and found["name"] != "anon"
    student = PurePath(name).stem if doubtful else f"{who.name}-{who.id}"
    when = int(order[:18])  # a name in an archive may have as many digits as int refuses
    return OfSystem(student, handed_in, file, when, found["typed"] is not None, (order,) if doubtful else ())


def of_moodle(name: str) -> OfSystem | None:
    """A folder of a Moodle download, or a file of one without folders: `Ada Lovelace_12_assignsubmission_file`, of the
    participant 12 of this assignment."""
    found = _MOODLE.fullmatch(name)
    if found is None:
        return None
    who = Named(name=found["name"], id=found["id"])
    handed_in = HandedIn("moodle", [who], name)
    # Somebody's name may hold what looks like another's id: Moodle itself writes blanks for its `_`, others may not. A folder's
    # name ends with its own id; behind a file's stands the student's name for it, which may hold one, too.
    others = tuple(_MOODLE_ID.findall(name)[:-1]) if found["file"] else ()
    student = PurePath(name).stem if others else f"{who.name}-{who.id}"
    return OfSystem(student, handed_in, found["file"], 0, found["typed"] is not None, others)


_OWNED_FILE = re.compile(
    r"((?:LATE_)?anon_[A-Za-z0-9]{3,10}|.+?_\d+)_(\d+_|text\.html|link\.html|assignsubmission_)", re.DOTALL
)
_OWNED_FOLDER = re.compile(r"(.+?_\d+)_assignsubmission_", re.DOTALL)


def owner_in(name: str, is_file: bool) -> str | None:
    """The shortest beginning of a file's or folder's name by which Canvas or Moodle says whose it is: what stands behind that
    may be its owner's, who could make another of each file."""
    found = (_OWNED_FILE if is_file else _OWNED_FOLDER).match(name)
    return found[1] if found else None


def shown(name: object) -> str:
    """A file's name as a message may show it: without control characters, and not endless."""
    return brief(str(name))


def counted(number: int, what: str) -> str:
    """`1 record`, `2 records`."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def listed(names: Iterable[str], most: int = 12) -> str:
    """Names as one line has them: the first of many, and how many more there are."""
    every = list(names)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more


def by_reason(said: Iterable[tuple[str, str]]) -> Iterator[tuple[list[str], str]]:
    """Of names with a reason each: all names of a reason, as messages show them, and the reason once."""
    found: dict[str, list[str]] = {}
    for name, why in said:
        found.setdefault(why, []).append(shown(name))
    yield from ((names, why) for why, names in found.items())


def suffix(path: PurePath) -> str:
    """A file's ending, in small letters."""
    return path.suffix.lower()


def is_beside_the_point(path: PurePath) -> bool:
    """Whether a file of a hand-in (its path within it) is the course's own, or a trace of the student's system."""
    hidden = any(
        part.startswith(".") or part in _IGNORED_FOLDERS or is_of_a_system(part) for part in path.parts
    )
    reader = path.parent.name == "reading" and path.name in _READER
    return hidden or reader or _PROVIDED.fullmatch(path.name) is not None


def is_named_for(stem: str, assignment: str, before: str = r"(?:.*[-_ ])?") -> bool:
    """Whether a file's stem is the assignment's name, as a student, Canvas or a browser writes it (`parity (1)`)."""
    number = r"(?:[-_ ]?\(?\d{1,3}\)?)?"
    return re.fullmatch(before + re.escape(assignment) + number, stem, re.IGNORECASE) is not None


def student_name(name: str) -> str:
    """A student's name, which is also that of files and folders of theirs: on one line, without separators, not hidden,
    and not endless. Where that takes something away, a few digits of the whole name keep it apart from others that would
    become the same. The same name in another Unicode form (NFC, NFD) is the same."""
    whole = unicodedata.normalize("NFC", name).strip()
    plain = _SEPARATORS.sub("_", _cut(printable(whole))).lstrip(". ")
    return (plain or "unnamed") + ("" if plain == whole else _mark(whole))


def file_name(name: str) -> str:
    """The name of a handed-in file, as that of a copy which is not the student's any more: as it is, if it can be shown."""
    plain = _cut(printable(name)).replace("\N{REPLACEMENT CHARACTER}", "_").replace("/", "_")
    if plain == name:
        return name
    ending = PurePath(plain).suffix
    return plain.removesuffix(ending) + _mark(name) + ending


# Of paths, of file systems elsewhere, and of the patterns by which nbgrader finds a student's notebooks.
_SEPARATORS = re.compile(r"""[/\\:*?"<>|\[\]\N{REPLACEMENT CHARACTER}]""")
_LONG = 200  # bytes: a file's name may have 255, and our own endings come after it. What is cut is shorter than either


def _cut(text: str) -> str:
    """A text that is not too long for a file's name."""
    data = text.encode()
    if len(text) <= 120 and len(data) <= _LONG:
        return text
    return f"{data[:80].decode(errors='ignore')}…{data[-29:].decode(errors='ignore')}"


def _mark(whole: str) -> str:
    return "-" + hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:8]
