"""Whose the folders of a Gradescope export are, by the metadata beside them: a file that is read as far as its form is
known, and believed no further."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..record import HandedIn, Named

METADATA = "submission_metadata.yml"
_LONGEST = 1000  # characters of a line that are looked at: some of the forms take time by their square
_PERSON = re.compile(r"""\s+(?:-\s+)?:?(?P<key>name|email|sid): (["']?)(?P<value>[^"'|>&*!{}\[\]]+)\2""")
_TIME = re.compile(r"""\s+:?created_at: ["']?(?P<time>\d{4}-\d\d-\d\d[T ][\d:.]+ ?[-+:\dZ]*)["']?""")


def submitters(lines: Iterable[str]) -> Iterator[tuple[str, HandedIn]]:
    """(Folder, whose it is and since when) for the layout that Gradescope writes. A folder whose people cannot be read is
    left out."""
    folder = indent = None
    people: list[dict[str, str]] = []
    time = ""
    for line in (line[:_LONGEST].rstrip() for line in [*lines, "end:"]):
        if heading := re.fullmatch(r"""["']?([\w-]+)["']?:""", line):
            if folder and people and all(p.get("email") or p.get("name") for p in people):
                named = [Named(p.get("name", ""), p.get("sid", ""), p.get("email", "")) for p in people]
                yield folder, HandedIn("gradescope", named, folder, time=time)
            folder, indent, people, time = heading[1], None, [], ""
        elif start := re.fullmatch(r"(\s+):?submitters:", line):
            indent = start[1]
        elif indent is not None and re.match(rf"\s{{0,{len(indent)}}}[^\s-]", line):
            indent = None  # the next key: names below it are not people's
        elif indent is not None:
            entry = _PERSON.fullmatch(line)
            if re.match(r"\s+- ", line) or (entry and not people):
                people.append({})  # whether or not it can be read: what follows is not the person's before
            if entry:
                people[-1][entry["key"]] = entry["value"].strip()
        if indent is None and not time and (when := _TIME.fullmatch(line)):
            time = when["time"].strip()


def student_of(handed_in: HandedIn) -> str:
    """Who that is without a roster: e-mail addresses, else names; a group's joined by `+`."""
    return "+".join(person.email or person.name for person in handed_in.people)
