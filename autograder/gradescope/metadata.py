"""What Gradescope says of a submission, `submission_metadata.json`: whose it is, when it came, and what came before it.

Its form is Gradescope's, and may change: what is not as it was known to be is left out, and never ends a run.
"""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..outcome import time_of
from ..record import HandedIn, Named


class NoMetadata(Exception):
    """It cannot be told whose the submission is; the message is for the TA."""


class Previous(NamedTuple):
    """An earlier submission of the same people: when it came, its score, and its results.json; each where it is known."""

    time: datetime.datetime | None
    score: float | None
    results: Mapping[str, Any]


class Metadata(NamedTuple):
    """`handed_in` has at least one of its people; `time` is when it came; `previous` are in their order."""

    handed_in: HandedIn
    time: datetime.datetime | None
    previous: list[Previous]


def read_metadata(file: Path) -> Metadata:
    """The metadata in a file. Raises `NoMetadata` where it does not say whose the submission is."""
    try:
        found = json.loads(file.read_bytes())
    except OSError as error:
        raise NoMetadata(f"{file.name} cannot be read ({error.strerror})") from None
    except (ValueError, RecursionError) as error:
        raise NoMetadata(f"{file.name} is no JSON ({str(error)[:200]})") from None
    said = _mapping(found)
    people = [_named(_mapping(user)) for user in _list(said.get("users"))]
    people = [person for person in people if person.email or person.name]
    if not people:
        raise NoMetadata(f"{file.name} names nobody under `users`")
    created = _text(said.get("created_at"))
    previous = [_previous(_mapping(one)) for one in _list(said.get("previous_submissions"))]
    handed_in = HandedIn("gradescope", people, f"submission_{_text(said.get('id'))}", time=created)
    return Metadata(handed_in, _time(created), sorted(previous, key=_order))


def _named(user: Mapping[str, Any]) -> Named:
    """A user by the student's number that the course gave them, and not by Gradescope's own `id`, which nobody else has."""
    return Named(*(_text(user.get(key)).strip() for key in ("name", "sid", "email")))


def _previous(one: Mapping[str, Any]) -> Previous:
    return Previous(
        _time(_text(one.get("submission_time"))), number(one.get("score")), _mapping(one.get("results"))
    )


def _time(text: str) -> datetime.datetime | None:
    """A time of our days: with the first or the last that there is, a day more or less is an error."""
    found = time_of(text)
    return found if found is not None and 1900 < found.year < 2200 else None


def _order(one: Previous) -> float:
    return -math.inf if one.time is None else one.time.timestamp()


def number(value: object) -> float | None:
    """A number that is one, or a text that says one; None of anything else."""
    try:
        found = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        return None
    return found if found is not None and math.isfinite(found) else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
