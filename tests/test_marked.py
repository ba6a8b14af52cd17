"""What a student's report says of answers that are full of texts of the student's: nothing of these texts.

A name in a dict, or any other text, may hold a hidden input. The engine quotes none (`attacks/steal`); here it is the
graders of the assignments, whose own messages tell a student what was wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from autograder.course import Assignment, open_course, public_variant
from autograder.grading.grade import Grader
from autograder.grading.own_work import from_chunks
from autograder.grading.specimens import GATE
from autograder.grading.wrapped import wrapped_chunks

MARK = "Quetzalcoatlus"
# Each assignment's tasks whose functions return texts, or anything by name.
TASKS = {
    "bigram_lesions": ["beliefs", "sampling", "program", "lab"],
    "causal_abstraction": ["causal", "align"],
    "logit_decomposition": ["look", "ablate"],
    "parity": ["activations", "explain"],
    "reversal": ["data", "activations", "patching"],
    "sae": ["forward", "loss", "metrics", "contexts"],
}
_MARKED = """
import dataclasses as _dataclasses, functools as _functools


def _mark(value, kind={kind!r}):
    if isinstance(value, str):
        return {mark!r} if kind == "instead" else value
    if isinstance(value, dict):
        marked = {{name: _mark(one) for name, one in value.items()}}
        others = {{{mark!r}: one for one in marked.values()}}
        return marked | others if kind == "beside" else others
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return type(value)(*map(_mark, value))
    if _dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _dataclasses.replace(value, **{{f.name: _mark(getattr(value, f.name)) for f in _dataclasses.fields(value)}})
    return type(value)(map(_mark, value)) if type(value) in (list, tuple, set) else value


def _marked(function):
    @_functools.wraps(function)
    def call(*args, **kwargs):
        try:
            return _mark(function(*args, **kwargs))
        except Exception:  # its text would be told, where a public example raises it in a process of its own
            raise ValueError from None

    return call


for _name in {functions!r}:
    globals()[_name] = _marked(globals()[_name])
"""


QUICK = [("logit_decomposition", "instead"), ("sae", "instead")]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        pytest.param(
            *one, marks=[] if one in QUICK else [pytest.mark.long("texts beside answers, and of the others")]
        )
        for one in product(TASKS, ("beside", "instead"))
    ],
)
def test_no_text_of_a_students_is_told(
    root: Path, assignment_named: Callable[[str], Assignment], name: str, kind: str
) -> None:
    assignment = assignment_named(name)
    chunks = wrapped_chunks(assignment, _MARKED, kind=kind, mark=MARK)
    with Grader(open_course(root), assignment) as grader:
        submission = from_chunks(assignment, "ada", chunks, kind)
        record = grader.grade(submission, public_variant(GATE, "ada", name), frozenset(TASKS[name]))
    checks = [check for task in record.tasks for check in task.checks]
    assert record.status == "graded", [check.detail for check in checks]
    failed = [check for check in checks if check.state == "failed"]
    assert failed or kind == "beside"
    told = [(c.title, c.message, c.hint, c.diagnosis, [m.name for m in c.measures]) for c in checks]
    assert MARK not in str(told), [one for one in told if MARK in str(one)]
