"""Records that are made up, so that pages can be tried on anything without grading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from autograder.record import Check, Counterexample, Manual, Measure, Record, SubmissionInfo, TaskResult

EVIL = '<script>document.title="taken"</script><img src=x onerror=alert(1)>'
FOR_THE_TA = "a hidden input that was printed"

EXAMPLE = Counterexample(
    "double", ["x=tensor([1., 2.])"], "tensor([3., 4.])", "tensor([2., 4.])", "the first"
)


def failed(title: str, message: str = "double: 1 of 2 values are off", **more: Any) -> Check:
    """A check that failed, with something for the TA alone."""
    near = [Measure("double: error / tolerance", 1.5, at_most=1.0)]
    return Check(title, "failed", 0.0, message=message, **{"detail": FOR_THE_TA, "measures": near, **more})


def task(name: str, *checks: Check, points: float = 10, extra: bool = False) -> TaskResult:
    """A task's result, scored as the kit does."""
    unjudged = any(check.state == "not_judged" for check in checks)
    earned = sum(check.credit * check.weight for check in checks) / sum(check.weight for check in checks)
    return TaskResult(name, points, None if unjudged else points * earned, list(checks), extra)


def record(student: str, *tasks: TaskResult, **more: Any) -> Record:
    """A student's record with these tasks and a written answer that nobody has scored."""
    scores = [one.score for one in tasks]
    score = None if None in scores else sum(s for s in scores if s is not None)
    values: dict[str, Any] = {
        "assignment": "tiny", "student": student, "status": "not_graded" if score is None else "graded",
        "reason": None, "score": score, "max_score": sum(one.points for one in tasks if not one.extra),
        "key": "k", "submission": SubmissionInfo("tiny.py", "0"), "tasks": list(tasks),
        "manual": [Manual("why", 5)], "sandbox": "landlock", "versions": {}, "started": "2026-01-02T03:04:05.678Z",
        "cpu_s": 1.0, "wall_s": 2.0, "variant": "fixed", "version": "1",
    }  # fmt: skip
    return Record(**(values | more))


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[..., Any]]:
    """`opened(file, **context)`: the page at a file, with what its console said and what it asked for as `.said`."""
    contexts = []

    def open_page(file: object, **context: Any) -> Any:
        contexts.append(browser.new_context(**context))
        page = contexts[-1].new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on(
            "request", lambda request: page.said.append(request.url) if "file:" not in request.url else None
        )
        page.goto(f"file://{file}")
        return page

    yield open_page
    for context in contexts:
        context.close()
