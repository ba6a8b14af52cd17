"""One submission under plain pytest: what `pytest assignments/NAME/graders --submission=FILE` sets up and reports.

pytest drives the checks and writes its own report; this makes that report speak of checks, points and hints, as the
record does, and the exit code say what `autograder grade` would. The checks of one submission share its process, and
a hint looks at all of them, so they run one after the other whatever `-n` says.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ..authoring import open_checked
from ..checks.plugin import Outcome, title_of, unfound
from ..course import CourseError, draw_of, open_course, variant_of
from ..record import Check, Record
from ..sandbox import SandboxUnavailable, choose
from ..submission import GatherError, Rejected, RosterError, counted, gather, roster_at
from ..submission.source import printable, printable_lines
from .grade import Grader, Run, plain_assertions
from .unusable import settle

_ENDED = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
NOT_JUDGED = 3  # the exit code where some could not be judged, as `autograder grade` has it


class SingleRun:
    """A pytest plugin: reads the submission, starts its process, and reports in the record's words.

    `graders` is the folder of hidden checks, `file` what was handed in: a file, or one student's folder; `draw` is what
    was asked for, if anything. Raises `pytest.UsageError` where there is nothing to grade, or no draw to grade with.
    """

    def __init__(self, graders: Path, file: Path, sandbox: str, draw: str | None) -> None:
        self._graders = graders
        self._exit = contextlib.ExitStack()
        self._reports: dict[str, pytest.TestReport] = {}
        self._record: Record | None = None
        self._missing: Counter[str] = Counter()
        self._said: list[str] = []
        try:
            self._run = self._begin(graders, file, sandbox, draw)
        except (CourseError, GatherError, RosterError, SandboxUnavailable) as problem:
            self.close()
            raise pytest.UsageError(printable_lines(str(problem))) from None
        except Rejected as problem:
            self.close()
            told = f"{file} is rejected, which scores 0: {problem}"
            raise pytest.UsageError(printable_lines(told)) from None
        except BaseException:
            self.close()
            raise

    def _begin(self, graders: Path, file: Path, sandbox: str, draw: str | None) -> Run:
        course = open_course(graders.parents[2])
        (assignment,) = open_checked(course, str(graders.parent), tell=self._said.append)
        found = gather([file], assignment.name, roster_at(course.roster_file))
        if len(found) != 1:
            raise GatherError(
                f"{file} holds {len(found)} submissions: give one of them, or use autograder grade"
            )
        student = found[0]
        if student.problem is not None:
            raise GatherError(student.problem)
        variant = variant_of(draw_of(course, draw), student.student, assignment.name)
        self._grader = self._exit.enter_context(Grader(course, assignment, choose(sandbox)))
        try:
            submission = self._grader.read(student.student, student.files)
        except OSError as error:
            raise GatherError(f"{file} cannot be read: {error.strerror}") from None
        run = self._grader.begin(submission, variant)
        self._exit.callback(run.session.close)
        self._exit.enter_context(assignment.importing())
        self._exit.enter_context(plain_assertions())
        return run

    def close(self) -> None:
        self._exit.close()

    # --- pytest's hooks ---

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        config.pluginmanager.register(self._run.checks, "autograder-checks")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            item.user_properties.append(("check", title_of(item)))  # for --junitxml

    def pytest_report_header(self) -> list[str]:
        run = self._run
        head = printable(
            f"submission: {run.submission.file} of {run.submission.student}, for {run.submission.assignment}; "
            f"kept apart by {self._grader.tier}; variant: {run.variant.source}"
        )
        return [head, *map(printable_lines, self._said)]

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        path, line, _ = report.location
        report.location = (path, line, title_of(item))
        if call.excinfo is not None and not self._run.checks.is_failure(call.excinfo.value, call.when):
            report.outcome = "failed"
            report.when = (
                "setup"  # an error for pytest's counts and for --junitxml, and no failure of the student's
            )
            report.longrepr = self._cause(call.excinfo)
        return report

    def pytest_report_teststatus(
        self, report: pytest.CollectReport | pytest.TestReport
    ) -> tuple[str, str, tuple[str, dict[str, bool]]] | None:
        if not isinstance(report, pytest.TestReport):
            return None
        title = report.location[2]
        if report.when == "setup" and report.failed:
            return "not judged", "?", (f"NOT JUDGED {title}", {"yellow": True})
        if report.when == "call" and report.passed:
            return "passed", ".", (f"PASSED {title}", {"green": True})
        if report.when == "call" and report.failed:
            return "failed", "F", (f"FAILED {title}", {"red": True})
        return None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._reports[report.nodeid] = report

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None]:
        config = session.config
        if not config.getoption("collectonly"):
            self._finish(config)
        yield
        if (xml := config.getoption("xmlpath", None)) is not None:
            self._hints_into(Path(xml))
        if self._record is not None and self._record.status == "not_graded" and session.exitstatus in _ENDED:
            session.exitstatus = NOT_JUDGED

    def _finish(self, config: pytest.Config) -> None:
        """Makes the record, and puts its words into pytest's reports; with `-v` what only the TA reads too."""
        more = config.getoption("verbose") > 0
        reporter = config.pluginmanager.get_plugin("terminalreporter")
        stats = reporter.stats if reporter is not None else {}
        outcomes = self._run.checks.outcomes
        self._missing = self._grader.number_of_checks() - Counter(outcome.task for outcome in outcomes)
        settle(self._grader, self._run)
        done = frozenset(outcome.task for outcome in outcomes)
        self._record = self._grader.record(self._run._replace(tasks=done))
        for outcome, check in _paired(outcomes, self._record):
            if (report := self._reports.get(outcome.nodeid)) is not None:
                said = check.message if check.state == "failed" else str(report.longrepr)
                report.longrepr = _told(said, check, more)
                if check.state == "failed" and report in stats.get("not judged", []):  # until it was settled
                    stats["not judged"].remove(report)
                    stats.setdefault("failed", []).append(report)

    def _hints_into(self, xml: Path) -> None:
        """pytest's XML took each message as it came, before there were hints: they are added to its text."""
        with contextlib.suppress(OSError, ElementTree.ParseError):
            tree = ElementTree.parse(xml)
            failed = [report for report in self._reports.values() if report.when == "call"]
            for element, report in zip(tree.iter("failure"), failed, strict=False):
                element.text = str(report.longrepr)
            tree.write(xml, "utf-8", xml_declaration=True)

    @pytest.hookimpl(tryfirst=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.reportchars = ""  # what failed has been said
        if self._record is None:
            return
        write = terminalreporter.write_line
        unjudged = terminalreporter.getreports("not judged")
        if unjudged:
            terminalreporter.write_sep(
                "=", "COULD NOT BE JUDGED: the grader's fault or the machine's, no points lost"
            )
            for report in unjudged:
                terminalreporter.write_sep("_", report.location[2], yellow=True)
                write(str(report.longrepr))
        for line in self._points():
            write(line)

    def _cause(self, problem: pytest.ExceptionInfo[BaseException]) -> str:
        """An exception in a line, with the grader's line that it comes from; its traceback is told with `-v`."""
        ours = [entry for entry in problem.traceback if self._graders in Path(entry.path).parents]
        if isinstance(problem.value, pytest.FixtureLookupError):
            return unfound(problem.value)
        where = f" ({ours[-1].path}, line {ours[-1].lineno + 1})" if ours else ""
        return f"{problem.exconly(tryshort=True).splitlines()[0]}{where}"

    def _points(self) -> Iterator[str]:
        """Points by task, and the score; without a score where not every check has run."""
        record, assignment = self._record, self._grader.assignment
        assert record is not None
        scored = {task.name: task for task in record.tasks}
        yield ""
        tasks, written = assignment.settings.tasks, assignment.settings.written
        width = max(len(name) for name in [*(t.name for t in tasks), *(w.name for w in written)])
        for task in tasks:
            if task.name not in scored:
                continue
            result, missing = scored[task.name], self._missing[task.name]
            right = sum(check.state == "passed" for check in result.checks)
            score = "-" if missing or result.score is None else f"{result.score:.4g}"
            note = f"{right} of {len(result.checks)} checks" + (f", {missing} not run" if missing else "")
            extra = ", extra credit" if task.extra else ""
            yield f"  {task.name:{width}}  {score:>5} of {task.points:<4g} {note}{extra}"
        if self._missing:
            missing = self._missing.total()
            yield f"no score: {counted(missing, 'check')} {'has' if missing == 1 else 'have'} not run"
        elif record.score is None:
            yield f"no score: {record.reason}"
        else:
            for answer in written:
                yield f"  {answer.name:{width}}      - of {answer.points:<4g} a written answer: a person scores it"
            yield f"score: {record.score:.4g} of {assignment.full_marks}"


def _paired(outcomes: Sequence[Outcome], record: Record) -> Iterator[tuple[Outcome, Check]]:
    """Each outcome with its check in the record, which has the hint."""
    for task in record.tasks:
        yield from zip((o for o in outcomes if o.task == task.name), task.checks, strict=True)


def _told(said: str, check: Check, more: bool) -> str:
    """What a student would read, and with `more` what only the TA would; for a terminal and for XML."""
    hint = f"\nhint: {check.hint}" if check.hint else f"\n{check.diagnosis}" if check.diagnosis else ""
    detail = f"\nfor you alone: {check.detail}" if more and check.detail else ""
    return printable_lines(f"{said}{hint}{detail}")
