"""The hidden checks' fixtures, as a pytest plugin: what `student`, `compare`, `credit` and the others mean.

Runs in the grader's process. A check passes, fails (`CheckFailed`, an assertion) or could not be judged (anything
else): the plugin turns each outcome into a `Check` for the record.
"""

from __future__ import annotations

import math
import time
import traceback
from collections.abc import Callable, Generator
from types import ModuleType
from typing import Any

import msgspec
import pytest

from .assignment import Assignment
from .bench import Bench, Call
from .course import CourseError, Variant
from .failure import CheckFailed
from .record import Check, Measure
from .student import Compare, Student

DETAIL_CAP = 4000


class Outcome(msgspec.Struct):
    """A finished check, with the calls it made: the hints look at them."""

    task: str
    check: Check
    calls: list[Call]


class Checks:
    """The plugin for one submission. `tasks` restricts to some tasks, `backwards` reverses the order."""

    def __init__(
        self,
        assignment: Assignment,
        bench: Bench,
        variant: Variant,
        tasks: frozenset[str] | None = None,
        backwards: bool = False,
    ) -> None:
        self.outcomes: list[Outcome] = []
        self.errors: list[str] = []
        self._assignment = assignment
        self._bench = bench
        self._variant = variant
        self._tasks = tasks
        self._backwards = backwards
        self._measures: list[Measure] = []
        self._credit: CheckFailed | None = None
        self._failure: tuple[str, BaseException] | None = None

    # --- what a check is given ---

    @pytest.fixture
    def reference(self) -> ModuleType:
        """The reference solution's module."""
        return self._assignment.reference

    @pytest.fixture
    def variant(self) -> Variant:
        """The student's own draw."""
        return self._variant

    @pytest.fixture
    def public_examples(self) -> dict[str, Callable[[], tuple[Any, ...]]]:
        """Arguments that a student knows, by function; a grader's conftest overrides this."""
        return {}

    @pytest.fixture
    def student(self, reference: ModuleType, public_examples: dict[str, Any]) -> Student:
        """The student's functions."""
        student = Student(self._bench, reference)
        student._public = public_examples
        return student

    @pytest.fixture
    def compare(self, student: Student, reference: ModuleType) -> Compare:
        """The student's function against the reference's."""
        return Compare(
            student,
            reference,
            lambda name, ratio: self._measure(f"{name}: error / tolerance", ratio, None, 1.0),
        )

    @pytest.fixture
    def measure(self) -> Callable[..., None]:
        """`measure("accuracy", value, at_least=0.95)`: fails the check where the value does not hold."""

        def measure(
            name: str, value: float, at_least: float | None = None, at_most: float | None = None
        ) -> None:
            self._measure(name, float(value), at_least, at_most)
            if at_least is not None and not value >= at_least:
                raise CheckFailed(f"{name} is {value:.3g}; it must be at least {at_least:g}")
            if at_most is not None and not value <= at_most:
                raise CheckFailed(f"{name} is {value:.3g}; it must be at most {at_most:g}")

        return measure

    @pytest.fixture
    def credit(self) -> Callable[..., None]:
        """`credit(earned, of=3)`: the check earns that share of its weight."""

        def credit(earned: float, of: float = 1.0, message: str = "") -> None:
            share = min(1.0, max(0.0, float(earned) / of))
            text = message or f"{earned:g} of {of:g} parts are right"
            self._credit = CheckFailed(text, credit=share) if share < 1.0 else None

        return credit

    # --- pytest's side ---

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        for item in items:
            marker = item.get_closest_marker("task")
            if marker is None or not marker.args:
                raise pytest.UsageError(f"{item.nodeid} has no @pytest.mark.task(NAME)")
            try:
                self._assignment.task(marker.args[0])
            except CourseError as error:
                raise pytest.UsageError(f"{item.nodeid}: {error}") from None
        if self._tasks is not None:
            items[:] = [item for item in items if _task(item) in self._tasks]
        if self._backwards:
            items.reverse()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._measures, self._credit, self._failure = [], None, None
        cpu, wall = self._bench.cpu_s, time.perf_counter()
        result = yield
        check = self._judged(item, self._bench.cpu_s - cpu, time.perf_counter() - wall)
        self.outcomes.append(Outcome(_task(item), check, self._bench.calls))
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        self._bench.begin_check()
        result = yield
        if self._credit is not None:
            raise self._credit
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if call.excinfo is not None and not isinstance(call.excinfo.value, pytest.skip.Exception):
            self._failure = self._failure or (call.when, call.excinfo.value)
            if isinstance(call.excinfo.value, AssertionError):
                report.longrepr = _safe_message(call.excinfo.value)
        return report

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(str(report.longrepr)[-DETAIL_CAP:])

    def _measure(self, name: str, value: float, at_least: float | None, at_most: float | None) -> None:
        finite = value if math.isfinite(value) else math.copysign(1e308, value)  # JSON has no infinity
        self._measures.append(Measure(name, finite, at_least, at_most))

    def _judged(self, item: pytest.Item, cpu_s: float, wall_s: float) -> Check:
        marker = item.get_closest_marker("task")
        assert marker is not None
        weight = float(marker.kwargs.get("weight", 1.0))
        printed = self._bench.output.strip()
        base = Check(
            _title(item),
            "passed",
            1.0,
            cpu_s=round(cpu_s, 3),
            wall_s=round(wall_s, 3),
            weight=weight,
            measures=self._measures,
        )
        replace = msgspec.structs.replace
        if self._failure is None:
            return base
        when, error = self._failure
        if isinstance(error, AssertionError) and when == "call":
            detail = "\n".join(
                filter(None, [getattr(error, "detail", ""), printed and f"printed: {printed}"])
            )
            credit = getattr(error, "credit", 0.0)
            return replace(
                base, state="failed", credit=credit, message=_safe_message(error), detail=detail[:DETAIL_CAP]
            )
        trace = "".join(traceback.format_exception(error))
        message = "this check could not be judged; that is not your fault, and it will be run again"
        return replace(base, state="not_judged", credit=0.0, message=message, detail=trace[-DETAIL_CAP:])


def _safe_message(error: AssertionError) -> str:
    if isinstance(error, CheckFailed):
        return error.message
    return str(error) or "the answer does not have the property that the check asks for"


def _task(item: pytest.Item) -> str:
    marker = item.get_closest_marker("task")
    assert marker is not None
    return str(marker.args[0])


def _title(item: pytest.Item) -> str:
    """The first line of the check's docstring, with the parameters of a parametrised one."""
    doc = getattr(getattr(item, "function", None), "__doc__", None) or item.name
    parameters = item.name.partition("[")[2].rstrip("]")
    return doc.strip().splitlines()[0] + (f" ({parameters})" if parameters else "")
