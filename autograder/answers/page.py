"""The answers side by side, a section for each question: one file for a browser, for those who score."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..outcome import Standing
from ..pages.text import render
from .read import Question


def page(
    title: str,
    asked: Sequence[Question],
    answers: Mapping[str, Mapping[str, str]],
    unread: Sequence[str],
    standings: Mapping[str, Standing],
) -> bytes:
    """The page; `title` is the assignment's. Of a student without a record nothing is scored yet."""
    scores = {
        (student, answer.name): answer.score
        for student, standing in standings.items()
        for answer in standing.record.manual
    }
    return render(
        "answers.html",
        ("answers.css",),
        title=title,
        asked=[one._replace(asked=_flowing(one.asked), rubric=_flowing(one.rubric)) for one in asked],
        students=sorted(answers),
        answers=answers,
        unread=sorted(unread),
        scores=scores,
    )


def _flowing(text: str) -> str:
    """A source's paragraphs and items, each on one line: a browser breaks lines where it has to."""
    return re.sub(r"(?<=\S)\n(?=[^\n])(?! *([-*|#]|\d+\.) )", " ", text)
