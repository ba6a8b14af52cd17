"""The hidden checks' fixtures, as a pytest plugin: what `student`, `compare`, `credit` and the others mean.

Runs in the grader's process. A check passes, fails (`CheckFailed`, an assertion) or could not be judged (anything
else): the plugin turns each outcome into a `Check` for the record.
"""

from __future__ import annotations

import contextlib
import math
import re
import time
import traceback
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence, Set
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, NamedTuple, Protocol

import msgspec
import pytest
import torch

from .. import record
from ..authoring.grader_problems import CALLERS, WEIGHT, is_weight, unknown_of_mark
from ..course import Assignment, CourseError, Variant
from ..course.overtime import Overtime, ended_in_time
from ..inside.seeding import seed_all
from ..sandbox import SandboxUnavailable
from .failure import CheckFailed, NotJudged, Wrong
from .session import Call, Session
from .shared import State, changed, end, put_back, running, state_of, told
from .student import Caller, Compare, Student

DETAIL_CAP = 4000
NO_VERDICT = "pytest's fail, raises and warns give no verdict: use fail and refuses, or an assert"
MESSAGE_CAP = 1000
_OF_NO_ANSWER = (NotJudged, Overtime, SandboxUnavailable, MemoryError, OSError, pytest.FixtureLookupError)
_PYTESTS = re.compile(r"[/\\](_pytest|pluggy)[/\\]")


Number = float | torch.Tensor
PublicExamples = Mapping[str, Callable[[], tuple[Any, ...]]]


class Measure(Protocol):
    """`measure("accuracy", value, at_least=0.95)`: records a number, and fails the check where it does not hold.

    The value may be a tensor that holds one number.
    """

    def __call__(
        self, name: str, value: Number, at_least: float | None = None, at_most: float | None = None
    ) -> None: ...


class Credit(Protocol):
    """`credit(earned, of=3)`: the check earns that share of its weight."""

    def __call__(self, earned: float, of: float = 1.0, message: str = "") -> None: ...


class Refuses(Protocol):
    """`refuses("f", …, what="two rows")`: the student's `f` has to raise ValueError, or `error`, for these arguments."""

    def __call__(
        self, name: str, *args: Any, what: str, error: str = "ValueError", **kwargs: Any
    ) -> None: ...


class Stir(Protocol):
    """`stir()`: the calls after it find generators, and models that were returned before it, in another state, or a fresh
    process."""

    def __call__(self) -> None: ...


class Outcome(msgspec.Struct):
    """A finished check, with the calls it made: the hints look at them; `wrong`, where it failed by a value. `nodeid` is
    pytest's name for it. `raised` where it was not judged because its own code raised after it had asked for an answer."""

    nodeid: str
    task: str
    check: record.Check
    calls: list[Call]
    wrong: Wrong | None = None
    raised: bool = False


class Planned(NamedTuple):
    """A check that is going to run."""

    nodeid: str
    task: str
    title: str
    weight: float


class Checks:
    """The plugin for one submission. `tasks` restricts to some tasks, `only` to some checks by pytest's names for them,
    `backwards` reverses the order. `planned` are the checks that run, once they are known, and `each` is called after
    each of them. `overtime` says which check the course's own code did not come to an end in; those after it do not run.
    """

    def __init__(
        self,
        assignment: Assignment,
        session: Session,
        variant: Variant,
        tasks: frozenset[str] | None = None,
        backwards: bool = False,
        only: frozenset[str] | None = None,
    ) -> None:
        self.outcomes: list[Outcome] = []
        self.planned: list[Planned] = []
        self.each: Callable[[], None] = lambda: None
        self.errors: list[str] = []
        self.overtime = ""
        self._assignment = assignment
        self._session = session
        self._variant = variant
        self._tasks = tasks
        self._backwards = backwards
        self._only = only
        self._measures: list[record.Measure] = []
        self._credit: CheckFailed | None = None
        self._failure: tuple[str, BaseException] | None = None
        self._collected: set[str] = set()
        self._calls_before, self._check, self._asks = 0, "", False
        self._states: tuple[State, State] | None = None
        self._started: Set[int] = frozenset()

    # --- what a check is given ---

    @pytest.fixture
    def reference(self) -> ModuleType:
        """The reference solution's module."""
        return self._assignment.reference

    @pytest.fixture
    def variant(self) -> Variant:
        """The student's own draw: what planted models and variant tasks are made from."""
        return self._variant

    @pytest.fixture
    def public_examples(self) -> PublicExamples:
        """Arguments that a student knows, by function, for a grader's own conftest.py to give: `{"f": lambda: (x, 3)}`. A
        student whose `f` raises is told if it raises for these too, since then they can see why at home."""
        return {}

    @pytest.fixture
    def student(self, reference: ModuleType, public_examples: PublicExamples) -> Student:
        """The student's functions."""
        return Student(Caller(self._session, reference, public_examples))

    @pytest.fixture
    def compare(self, reference: ModuleType, public_examples: PublicExamples) -> Compare:
        """The student's function against the reference's."""
        return Compare(
            Caller(self._session, reference, public_examples),
            lambda name, ratio: self._measure(f"{name}: error / tolerance", ratio, None, 1.0),
        )

    @pytest.fixture
    def refuses(self, reference: ModuleType, public_examples: PublicExamples) -> Refuses:
        """`refuses("f", …, what="two rows")`: the student's `f` has to raise ValueError for these arguments, and to leave
        them as they were; `error` names another built-in exception. Ask the same `f` for an answer in the same check, too: one that always raises refuses
        nothing."""
        caller = Caller(self._session, reference, public_examples)

        def refuses(name: str, *args: Any, what: str, error: str = "ValueError", **kwargs: Any) -> None:
            caller.refusal(name, args, kwargs, error, what)

        return refuses

    @pytest.fixture
    def stir(self) -> Stir:
        """`stir()`: from now on the generators of the libraries draw other numbers before each call than until now. They begin
        each call at the same place, so whoever draws from them and sets no seed would seem to have set one. And of the models
        that calls have returned so far all weights are 0 in the student's process, as somebody who goes on working with a
        model changes it: whoever keeps it and hands it out again is seen. Where no call has returned one, and when a check
        stirs again, the next call meets a fresh process, which remembers nothing: neither what was drawn for a seed nor what
        the check has put there."""
        return self._session.stir

    @pytest.fixture
    def measure(self) -> Measure:
        """`measure("accuracy", value, at_least=0.95)`: records a number for the calibration, and fails the check where it does
        not hold. One without a bound is only recorded."""

        def measure(
            name: str, value: Number, at_least: float | None = None, at_most: float | None = None
        ) -> None:
            if any(bound is not None and math.isnan(bound) for bound in (at_least, at_most)):
                raise ValueError(f"measure({name!r}) has a bound that is no number")
            self._measure(name, float(value), at_least, at_most)
            if at_least is not None and not value >= at_least:
                raise CheckFailed(f"{name} is {value:.3g}; it must be at least {at_least:g}")
            if at_most is not None and not value <= at_most:
                raise CheckFailed(f"{name} is {value:.3g}; it must be at most {at_most:g}")

        return measure

    @pytest.fixture
    def credit(self) -> Credit:
        """`credit(earned, of=3)`: the check earns that share of its weight, never more than 1; the last call counts."""

        def credit(earned: float, of: float = 1.0, message: str = "") -> None:
            if not (math.isfinite(earned) and math.isfinite(of) and of > 0):
                raise ValueError(f"credit({earned}, of={of}): both have to be numbers, and of above 0")
            share = min(1.0, max(0.0, float(earned) / of))
            text = message or f"{earned:g} of {of:g} parts are right"
            self._credit = CheckFailed(text, credit=share) if share < 1.0 else None

        return credit

    # --- pytest's side ---

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "task(name, weight=1): what a check counts for")

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        self._collected.add(item.nodeid)

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        """By `-k`, say, of whoever runs plain pytest."""
        self._collected -= {item.nodeid for item in items}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        if dropped := self._collected - {item.nodeid for item in items}:
            told = f"a hook in conftest.py takes out {', '.join(sorted(dropped))}, and so changes what counts"
            raise pytest.UsageError(f"{told}: delete a check that is not to run")
        for item in items:
            marker = item.get_closest_marker("task")
            if marker is None or not marker.args:
                raise pytest.UsageError(f"{item.nodeid} has no @pytest.mark.task(NAME)")
            for what in unknown_of_mark(len(marker.args), marker.kwargs):
                raise pytest.UsageError(f"{item.nodeid}: {what}")
            if not is_weight(weight := marker.kwargs.get("weight", 1.0)):
                raise pytest.UsageError(f"{item.nodeid} has weight={weight!r}: {WEIGHT}")
            try:
                self._assignment.task(marker.args[0])
            except CourseError as error:
                raise pytest.UsageError(f"{item.nodeid}: {error}") from None
        if self._tasks is not None:
            items[:] = [item for item in items if task_of(item) in self._tasks]
        if self._only is not None:
            items[:] = [item for item in items if item.nodeid in self._only]
        if self._backwards:
            items.reverse()
        self.planned = [Planned(item.nodeid, task_of(item), title_of(item), _weight(item)) for item in items]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._measures, self._credit, self._failure = [], None, None
        self._calls_before = self._session.usage.calls
        self._check = getattr(item, "originalname", item.name)
        self._asks = not set(CALLERS).isdisjoint(getattr(item, "fixturenames", ()))
        self._states, self._started = None, frozenset()
        item.repr_failure = _unsaid  # type: ignore[method-assign]
        seed_all(self._variant.number(f"check {item.name}"))  # for what draws otherwise than from the variant
        cpu, wall = self._session.cpu_s, time.perf_counter()
        result = yield
        check = self._judged(item, self._session.cpu_s - cpu, time.perf_counter() - wall)
        wrong = getattr(self._failure[1], "wrong", None) if self._failure is not None else None
        raised = check.state == "not_judged" and self._raised_on_an_answer()
        self.outcomes.append(
            Outcome(item.nodeid, task_of(item), check, self._session.end_check(), wrong, raised)
        )
        self.each()
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_load_initial_conftests(self) -> Generator[None, object, object]:
        seed_all(self._variant.number("checks"))
        with self._in_time():
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Generator[None, object, object]:
        with self._in_time():
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, object, object]:
        if self.overtime:
            raise NotJudged(f"this check was not reached: {self.overtime}")
        with self._in_time():
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, object, object]:
        try:
            with self._in_time():
                return (yield)
        finally:
            self._nothing_left_changed(item)

    def _nothing_left_changed(self, item: pytest.Item) -> None:
        """Raises `NotJudged`, and puts it right, if what the check itself changed, or a process that it started, is still so
        after its fixtures' ends."""
        left = []
        if self._states is not None:
            (before, after), modules = self._states, self._assignment.modules
            since = changed(after, state_of(modules), modules)
            names = [name for name in changed(before, after, modules) if name not in since]
            put_back(before, names, modules)
            how = "put it back, or change it with pytest's monkeypatch"
            left += [f"this check leaves {told(names)} changed for those after it: {how}"] if names else []
        started = {number: command for number, command in running().items() if number in self._started}
        end(started)
        for command in started.values():
            how = "wait for it, or end it"
            left.append(f"this check leaves a process running, which was ended now, `{command[:200]}`: {how}")
        if left:
            raise NotJudged(f"{item.path}, line {(item.location[1] or 0) + 1}: {'; '.join(left)}")

    def _in_time(self) -> contextlib.AbstractContextManager[None]:
        return ended_in_time(self._session.limits, lambda: self._session.allowance.passed_s)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        self._session.begin_check()
        modules = self._assignment.modules
        before, running_before = state_of(modules), running()
        try:
            with self._in_time():
                result = yield
        finally:
            after = state_of(modules)
            self._started = running().keys() - running_before.keys()
            self._states = (before, after) if changed(before, after, modules) else None
        if self._credit is not None:
            raise self._credit
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if call.excinfo is not None:  # a check that skips itself has not judged anything
            error = call.excinfo.value
            if self._failure is None or isinstance(error, Overtime | NotJudged):
                self._failure = (call.when, error)
            if isinstance(error, Overtime):
                place = ", ".join(filter(None, [call.when, error.where(self._assignment.graders)]))
                self.overtime = self.overtime or f"{title_of(item)} ({place}): {error}"
            if self.is_failure(error, call.when):
                report.longrepr = self._message(error)
        return report

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(str(report.longrepr)[-DETAIL_CAP:])

    def _measure(self, name: str, value: float, at_least: float | None, at_most: float | None) -> None:
        finite = value if math.isfinite(value) else math.copysign(1e308, value)  # JSON has no infinity
        self._measures.append(record.Measure(name, finite, at_least, at_most))

    def _judged(self, item: pytest.Item, cpu_s: float, wall_s: float) -> record.Check:
        printed = self._session.output.strip()
        base = record.Check(
            title_of(item),
            "passed",
            1.0,
            cpu_s=round(cpu_s, 3),
            wall_s=round(wall_s, 3),
            weight=_weight(item),
            measures=self._measures,
        )
        replace = msgspec.structs.replace
        if self._failure is None:
            return base
        when, error = self._failure
        if self.is_failure(error, when):
            detail = getattr(error, "detail", "") or self._of_a_library(error)
            detail = "\n".join(filter(None, [detail, printed and f"printed: {printed}"]))
            credit = getattr(error, "credit", 0.0)
            return replace(
                base, state="failed", credit=credit, message=self._message(error), detail=detail[:DETAIL_CAP],
                diagnosis=getattr(error, "diagnosis", ""),
            )  # fmt: skip
        trace = _trace(error)
        if when == "call" and isinstance(error, AssertionError):
            trace += self._of_the_grader(error)
        if isinstance(error, pytest.fail.Exception):
            trace += NO_VERDICT
        message = "this check could not be judged; that is not your fault, and it will be run again"
        return replace(base, state="not_judged", credit=0.0, message=message, detail=trace[-DETAIL_CAP:])

    def is_failure(self, error: BaseException, when: str) -> bool:
        """Whether what ended a phase of the check that runs is the student's failure; else it could not be judged."""
        return when == "call" and isinstance(error, AssertionError) and not self._of_the_grader(error)

    def _raised_on_an_answer(self) -> bool:
        """Whether what ended the check is an exception that an answer may have led to, and not the machine's or the
        engine's."""
        error = self._failure[1] if self._failure is not None else None
        if not isinstance(error, Exception) or isinstance(error, _OF_NO_ANSWER):
            return False
        return self._asked

    @property
    def _asked(self) -> bool:
        """Whether the check that runs has asked the student for something, or may look at what another has."""
        calls = self._session.usage.calls
        return calls != self._calls_before or bool(calls and self._asks)

    def _of_the_grader(self, error: AssertionError) -> str:
        """Why an assertion says nothing of the student's work; empty if it does."""
        if isinstance(error, CheckFailed):
            return ""
        if self._in_reference(error):
            return "an assert of the reference, or of what students are given, says nothing of their work"
        calls = self._session.usage.calls
        if calls == self._calls_before and not (calls and self._asks and self._by_the_check_itself(error)):
            return "an assert says nothing of a student's work where none of it is called: use fail if this one does"
        return ""

    def _message(self, error: BaseException) -> str:
        """What a student reads of a failure."""
        told = getattr(error, "message", "") or ("" if self._of_a_library(error) else str(error))
        if len(told) > MESSAGE_CAP:  # a student's names may have any length
            told = f"{told[: MESSAGE_CAP // 2]} … {told[-MESSAGE_CAP // 2 :]}"
        return told or "the answer does not have the property that the check asks for"

    def _of_a_library(self, error: BaseException) -> str:
        """What an assertion says that is not the graders' own, of numpy.testing or unittest: it has both values in it."""
        if isinstance(error, CheckFailed):
            return ""
        innermost = next(self._to_the_graders(error)).f_code.co_filename
        return "" if self._assignment.graders in Path(innermost).parents else str(error)

    def _in_reference(self, error: BaseException) -> bool:
        """Whether the course's innermost frame of an exception is of the reference or of provided code."""
        answers = {"reference", *self._assignment.provided}
        ours = {id(vars(module)) for name, module in self._assignment.modules.items() if name in answers}
        return any(id(frame.f_globals) in ours for frame in self._to_the_graders(error))

    def _by_the_check_itself(self, error: BaseException) -> bool:
        """Whether the graders' innermost frame is of the check and not of a helper: it may look at what another check has
        asked the student for."""
        *_, last = (None, *self._to_the_graders(error))
        return last is not None and last.f_code.co_qualname.split(".<locals>")[0].endswith(self._check)

    def _to_the_graders(self, error: BaseException) -> Iterator[FrameType]:
        """The frames of an exception from the innermost outwards, up to the first of the graders' own."""
        for frame, _ in reversed(list(traceback.walk_tb(error.__traceback__))):
            yield frame
            if self._assignment.graders in Path(frame.f_code.co_filename).parents:
                return


def _trace(error: BaseException) -> str:
    """A traceback for the TA: the grader's frames and the engine's, without pytest's own."""
    if isinstance(error, pytest.FixtureLookupError):
        return unfound(error)
    told = traceback.TracebackException.from_exception(error)
    for one in (told, told.__cause__, told.__context__):
        if one is not None:
            one.stack = traceback.StackSummary.from_list(
                f for f in one.stack if not _PYTESTS.search(f.filename)
            )
    return "".join(told.format())


def unfound(error: pytest.FixtureLookupError) -> str:
    """Who asks for a fixture that there is not, in the two lines of a traceback."""
    makers = [definition.func for definition in error.fixturestack]
    asks = makers[-1] if makers else error.request.function
    place = f'File "{asks.__code__.co_filename}", line {asks.__code__.co_firstlineno}, in {asks.__name__}'
    return f"{place}\n{error.msg or f'there is no fixture {error.argname!r}'}"


def _unsaid(excinfo: object, style: object = None) -> str:
    """In place of pytest's account of a failure, which quotes the source of every frame: this takes a good part of a second
    for a wrong submission, and what is told of a failure is made elsewhere."""
    return ""


def task_of(item: pytest.Item) -> str:
    """The task that a check counts for."""
    marker = item.get_closest_marker("task")
    assert marker is not None
    return str(marker.args[0])


def _weight(item: pytest.Item) -> float:
    marker = item.get_closest_marker("task")
    assert marker is not None
    return float(marker.kwargs.get("weight", 1.0))


def title_of(item: pytest.Item) -> str:
    """The first line of the check's docstring, with the parameters of a parametrised one."""
    doc = getattr(getattr(item, "function", None), "__doc__", None) or item.name
    parameters = item.name.partition("[")[2].rstrip("]")
    if parameters.isascii():
        with contextlib.suppress(UnicodeDecodeError):  # as pytest writes what is not ASCII
            parameters = parameters.encode().decode("unicode_escape")
    return doc.strip().splitlines()[0] + (f" ({parameters})" if parameters else "")
