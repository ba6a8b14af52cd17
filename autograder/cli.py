"""The command line. Results go to standard output, progress to standard error; exit codes as in docs/record.md."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import shutil
import signal
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

os.environ.setdefault("OMP_NUM_THREADS", "1")

import typer
from rich.markup import escape

from .authoring import open_checked
from .cli_course import alike, answers, decide, diff, export, publish, roster, score
from .course import (
    Course,
    CourseError,
    NoSecret,
    draw_of,
    make_secret,
    open_assignment,
    open_course,
)
from .grading.pool import LOCAL, Workers, workers_available
from .progress import progress
from .record import Busy, Store
from .sandbox import TIERS, SandboxUnavailable, Tier, choose
from .sandbox.folder import unpacking
from .submission import GatherError, RosterError, counted
from .submission.source import printable
from .submission.table import TableError
from .terminal import CourseOption, err, open_one, out, say

if TYPE_CHECKING:
    from .outcome import Standing

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)
JobsOption = Annotated[
    int, typer.Option("-j", "--jobs", min=0, help="Worker processes; 0: one for each core.")
]

SandboxOption = Annotated[
    str,
    typer.Option(
        help=f"What keeps submissions apart: auto (the best there is), {', '.join((*TIERS, Tier.NONE))}."
    ),
]

DrawOption = Annotated[
    Optional[str],
    typer.Option(
        help="What draws the planted models: secret (the course's), or fixed (public, for trying out); else as "
        "course.toml says, else secret."
    ),
]

HELD, USAGE, UNGRADED, STOPPED = 0, 2, 3, 130


@app.command()
def grade(
    paths: Annotated[list[Path], typer.Argument(help="Files (.py, .ipynb, .zip) or folders of submissions.")],
    assignment: Annotated[str, typer.Option("-a", "--assignment", help="Name or folder of the assignment.")],
    results: Annotated[Optional[Path], typer.Option("-o", "--results", help="Where the records go.")] = None,
    draw: DrawOption = None,
    jobs: JobsOption = 0,
    sandbox: SandboxOption = "auto",
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help="A few lines, and who has no verdict; no progress.")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="For programs: each record as a line of JSON, and nothing else.")
    ] = False,
    cluster: Annotated[
        Optional[str], typer.Option(help="`local`: grade over a Dask cluster that this run starts.")
    ] = None,
    scheduler: Annotated[
        Optional[str], typer.Option(help="The address of a Dask scheduler whose workers grade (tls://…).")
    ] = None,
    course: CourseOption = None,
) -> None:
    """Grade submissions: one record each, and scores.csv. Shows one submission as its student reads it, a small class as
    a table, of a large one what to look at."""
    from .class_table import closing_lines, shown_in_short, shown_whole
    from .course_lines import published_lines
    from .grading.class_run import Stopped, grade_class
    from .outcome import differences, extensions_to_see_to, matters, published
    from .record import json_line
    from .submission import gather_all, roster_at, students_in

    opened, found = open_one(course, assignment)
    drawn = draw_of(opened, draw)
    if cluster not in (None, LOCAL) or None not in (cluster, scheduler):
        raise CourseError("--cluster local starts a cluster, --scheduler ADDRESS takes one that there is")
    if scheduler is not None:
        from .grading.cluster import refuse_open_network

        refuse_open_network(scheduler)
    store, workers = Store(results or opened.results, found.name), _workers(jobs, sandbox)
    workers = workers._replace(scheduler=scheduler or cluster or "")
    roster = roster_at(opened.roster_file)
    try:
        with _as_by_ctrl_c(), unpacking() as folder, progress(found.name, err, quiet) as tell:
            gathered = gather_all(paths, found.name, results or opened.results, roster, folder)
            whole = gathered.whole
            graded = grade_class(
                opened, found, gathered.candidates, store, drawn, workers, tell, whole, students_in(roster)
            )
    except Stopped as stopped:
        say(
            f"{stopped}: their records and {stopped.scores} are written. Run the same command again to go on."
        )
        raise typer.Exit(STOPPED) from None
    except OSError as error:
        err.print(f"[bold]the results cannot be written[/]: {escape(printable(str(error)))}", highlight=False)
        err.print("Records written so far are whole; run the same command again to go on.", highlight=False)
        raise typer.Exit(UNGRADED) from None
    if json:
        for record in graded.records:
            sys.stdout.buffer.write(json_line(record))  # UTF-8, whatever the terminal's encoding
    else:
        alone = len(graded.standings) == 1  # whose report has more than a head
        standings = list(graded.whole) if alone else graded.standings
        out.print((shown_in_short if quiet else shown_whole)(found, standings), highlight=False)
    beside = err if json else out
    for line in closing_lines(graded, gathered):
        beside.print(line, highlight=False, soft_wrap=True)
    known = graded.everybody if roster is None and whole else None
    for line in extensions_to_see_to(opened, found.name, known):
        beside.print(f"to be seen to: {line}", highlight=False, markup=False, soft_wrap=True)
    try:
        out_now = published(store)
    except CourseError as damaged:  # which is no reason not to say what was graded
        out_now = None
        say(str(damaged))
    if out_now is not None:
        others = sum(map(matters, differences(out_now, graded.whole, found.digests))) if whole else 0
        for line in published_lines(out_now, others):
            beside.print(line, highlight=False, markup=False, soft_wrap=True)
    sys.stdout.flush()
    store.report({head.student for head in graded.heads}, graded.kept)  # now that it has been said
    raise typer.Exit(UNGRADED if graded.ungraded else HELD)


@app.command()
def practice(
    file: Annotated[Path, typer.Argument(help="One submission: .py, .ipynb or .zip.")],
    assignment: Annotated[str, typer.Option("-a", "--assignment", help="Name or folder of the assignment.")],
    sandbox: SandboxOption = "auto",
    course: CourseOption = None,
) -> None:
    """Run the hidden checks of one submission on practice data, and show every wrong value beside the right one.

    Nobody is graded with these data, so what is printed may be shown to its student; of a check that asks all draws the
    same, no value is printed. No record is written.
    """
    from .grading.grade import Grader
    from .pages.terminal import student_report
    from .pages.told import Beside
    from .submission import Rejected

    opened, found = open_one(course, assignment)
    with Grader(opened, found, sandbox) as grader:
        try:
            record = grader.practise(grader.read(file.stem, [file]))
        except Rejected as problem:
            raise CourseError(f"{file.name} cannot be read as an attempt: {problem}") from None
        except OSError as error:
            raise CourseError(f"{file} cannot be read ({error.strerror})") from None
    if record.reason is not None:
        raise CourseError(record.reason)
    out.print(
        student_report(record, found.settings.title, Beside(["on practice data: no grade, and nobody's"]))
    )
    raise typer.Exit(HELD if not record.lost else 1)


@app.command()
def pages(
    assignments: Annotated[
        Optional[list[str]],
        typer.Argument(help="Names or folders of assignments; else all, and the term's page."),
    ] = None,
    results: Annotated[Optional[Path], typer.Option("-o", "--results", help="Where the records are.")] = None,
    course: CourseOption = None,
) -> None:
    """Write RESULTS/NAME/pages/: the class's page, and one for each student that they may have as it is. Without a name
    for all assignments that have records, and RESULTS/term.html."""
    from .course import assignment_names
    from .course_lines import lost_lines, page_lines
    from .outcome import Standings
    from .pages import Class, NoRecords, write_pages, write_term
    from .submission import roster_at, students_in

    opened = open_course(course)
    folder = results or opened.results
    found = [open_assignment(opened, name) for name in assignments or assignment_names(opened)]
    people = students_in(roster_at(opened.roster_file))
    stores = [(one, Store(folder, one.name)) for one in found]
    classes = [
        Class(store, one.settings.title, Standings(opened, one.name, store, people).of)
        for one, store in stores
    ]
    if not assignments:
        classes = [one for one in classes if one.store.all()]
    if not classes:
        raise CourseError(
            f"there are no records in {folder}: grade first, or say where the records are with -o"
        )
    try:
        for one in classes:
            written = write_pages(one.store, one.title, one.stands)
            for line in lost_lines(one.store, written.damaged, written.lost):
                say(line)
            whose = f"and {counted(len(written.standings), 'page')} for students in {written.page.parent / 'students'}"
            out.print(f"for you: {written.page}, {whose}", highlight=False, markup=False, soft_wrap=True)
            for line in page_lines(written, people):
                out.print(printable(line), highlight=False, markup=False, soft_wrap=True)
            for line in _of_what_is_out(one.store, written.standings, written.lost):
                out.print(line, highlight=False, markup=False, soft_wrap=True)
        if not assignments:
            term = write_term(folder, classes)
            out.print(f"the term: {term}", highlight=False, markup=False, soft_wrap=True)
    except NoRecords as nothing:
        raise CourseError(f"{nothing}: grade first, or say where the records are with -o") from None
    except OSError as error:
        err.print(f"[bold]the pages cannot be written[/]: {escape(printable(str(error)))}", highlight=False)
        raise typer.Exit(UNGRADED) from None


def _of_what_is_out(store: Store, standings: Sequence[Standing], lost: Collection[str]) -> Iterator[str]:
    """What is published, and how many stand otherwise: pages are of how they stand."""
    from .course_lines import published_lines
    from .outcome import differences, matters, published, withdrawn

    try:
        out_now = published(store)
    except CourseError as damaged:  # which is no reason to have no pages
        say(str(damaged))
        return
    if out_now is not None:
        others = sum(map(matters, differences(out_now, standings, {}, lost)))  # how many, and not why
        yield from published_lines(out_now, others, withdrawn(out_now, standings, lost))


@app.command()
def new(
    assignment: Annotated[
        Optional[str], typer.Argument(help="The name of a new assignment; none makes a course only.")
    ] = None,
    course: CourseOption = None,
) -> None:
    """Make an assignment that passes the gate, to be changed into one's own; in a new course where --course names an
    empty folder."""
    from .authoring.new import new_assignment, new_course
    from .course.stubs import write_stubs

    files = []
    if course is not None and not (course / "course.toml").is_file():
        files = new_course(course.resolve())
    elif assignment is None:
        raise CourseError("say what to make: `autograder new NAME`, or `autograder new --course FOLDER`")
    if assignment is not None:
        opened = open_course(course)
        files += new_assignment(opened, assignment)
        files += write_stubs(open_assignment(opened, assignment))
    for file in files:
        out.print(str(file), highlight=False, markup=False, soft_wrap=True)
    if assignment is not None:
        where = "" if course is None else f" --course {shlex.quote(str(course))}"
        told = f"next: autograder verify {assignment}{where}; change it; see docs/writing-an-assignment.md of the kit"
        out.print(told, highlight=False, markup=False, soft_wrap=True)


@app.command()
def secret(course: CourseOption = None) -> None:
    """Make the course's secret, from which each student's planted models are drawn. Once for a course."""
    _make_secret(open_course(course))


@app.command()
def verify(
    assignment: Annotated[str, typer.Argument(help="Name or folder of the assignment.")],
    seeds: Annotated[
        int, typer.Option(min=0, help="Students whose variant the reference is graded with.")
    ] = 20,
    short: Annotated[
        bool, typer.Option(help="A few mutants, each on the tasks it must lose and one other.")
    ] = False,
    task: Annotated[
        Optional[list[str]],
        typer.Option(help="While you write: these tasks alone, and nothing of what ships."),
    ] = None,
    student: Annotated[
        Optional[list[str]], typer.Option(help="The reference alone, as these of the gate's students.")
    ] = None,
    only: Annotated[
        Optional[list[str]], typer.Option(help="These specimens alone: mutant/NAME, right/NAME, or NAME.")
    ] = None,
    watch: Annotated[
        bool, typer.Option(help="Again whenever a file of the assignment changes, until Ctrl-C.")
    ] = False,
    jobs: JobsOption = 0,
    sandbox: SandboxOption = "auto",
    course: CourseOption = None,
) -> None:
    """The release gate, as a table. Exit code 1 if it does not hold."""
    from .gate.watch import each_change

    def holds() -> bool:
        opened, found = open_one(course, assignment, gate=True)
        from .gate.table import show_gate  # after what may be wrong: these take seconds to import
        from .gate.verify import Part

        part = None
        if task or student or only:
            tasks = frozenset(found.task(name).name for name in task) if task else None
            part = Part(tasks, student or (), only or ())
        return show_gate(found, opened.root, _workers(jobs, sandbox), seeds, short, out, err, part)

    if not watch:
        raise typer.Exit(0 if holds() else 1)
    opened, found = open_one(course, assignment, gate=True)
    shared = [opened.root / name for name in found.settings.shared]
    with contextlib.suppress(KeyboardInterrupt):
        for changed in each_change(found.folder, found.solution, opened.root / "course.toml", *shared):
            if changed:
                out.print(f"changed: {', '.join(changed)}", highlight=False, markup=False, soft_wrap=True)
            try:
                holds()
            except CourseError as problem:
                say(str(problem))
            err.print("waiting for a change; Ctrl-C ends it", highlight=False)


@app.command()
def calibrate(
    assignment: Annotated[str, typer.Argument(help="Name or folder of the assignment.")],
    students: Annotated[int, typer.Option(min=1, help="Students whose variants are measured.")] = 600,
    jobs: JobsOption = 0,
    sandbox: SandboxOption = "auto",
    course: CourseOption = None,
) -> None:
    """Measure the margin behind each threshold, and write CALIBRATION.md. Goes on where it was stopped, and measures again
    what has changed alone."""
    from .gate.calibrate import calibrate as measure
    from .gate.margins import MARGIN

    opened, found = open_one(course, assignment, gate=True)
    with _stops("what was measured is kept, and the same command goes on"):
        calibrated = measure(found, opened, students, _workers(jobs, sandbox), err)
    for place, what in calibrated.near:
        out.print(f"{place}: {what}", highlight=False, markup=False, soft_wrap=True)
    if calibrated.near:
        told = f"nearer than {MARGIN:g} times: move the threshold, or measure what tells right from wrong by more"
        out.print(told, highlight=False, soft_wrap=True)
    if calibrated.missing:
        out.print(f"{counted(calibrated.missing, 'grading')} without a verdict: the same command tries again")
    out.print(str(calibrated.page), highlight=False, markup=False, soft_wrap=True)


@app.command()
def mutate(
    assignment: Annotated[str, typer.Argument(help="Name or folder of the assignment.")],
    functions: Annotated[Optional[list[str]], typer.Argument(help="Only these of its functions.")] = None,
    again: Annotated[bool, typer.Option(help="Functions too that have not changed since.")] = False,
    jobs: JobsOption = 0,
    sandbox: SandboxOption = "auto",
    course: CourseOption = None,
) -> None:
    """Change the reference in every small way, and write which changes lose nothing. Goes on where it was stopped.
    Exit code 1 while one of these has no reason."""
    from .gate.mutate import findings_file, unexplained
    from .gate.mutate import mutate as try_changes
    from .gate.table import changes_table

    opened, found = open_one(course, assignment, gate=True)
    with _stops("the functions that were done are kept, and the same command goes on"):
        tried = try_changes(found, opened.root, functions or [], again, _workers(jobs, sandbox), err)
    out.print(changes_table(found, tried))
    if any(not functions or name in functions for name, _ in unexplained(found)):
        told = (
            f'each open one needs a check that notices it, or its reason as "why" in {findings_file(found)}'
        )
        out.print(told, highlight=False, markup=False, soft_wrap=True)
        raise typer.Exit(1)


@app.command()
def hints(
    assignment: Annotated[str, typer.Argument(help="Name or folder of the assignment.")],
    sample: Annotated[int, typer.Option(min=1, help="Automatic mutants that are handed in.")] = 60,
    draws: Annotated[
        int, typer.Option(min=1, help="Variants on which a hint has to be the same to be true.")
    ] = 20,
    jobs: JobsOption = 0,
    sandbox: SandboxOption = "auto",
    course: CourseOption = None,
) -> None:
    """Try the hints on mistakes made by machine: how many get one, and whether it is true."""
    from .gate.hinted import try_hints
    from .gate.table import hints_table

    opened, found = open_one(course, assignment, gate=True)
    out.print(hints_table(found, try_hints(found, opened.root, sample, draws, _workers(jobs, sandbox))))


@app.command()
def build(
    assignments: Annotated[Optional[list[str]], typer.Argument(help="Names; else all.")] = None,
    course: CourseOption = None,
) -> None:
    """Write the students' stubs, module and notebook, from the solutions."""
    from .course import assignment_names
    from .course.stubs import write_stubs

    opened = open_course(course)
    for found in open_checked(opened, *(assignments or assignment_names(opened)), stubs_only=True):
        for path in write_stubs(found):
            out.print(str(path), highlight=False, markup=False, soft_wrap=True)


@app.command()
def release(
    assignments: Annotated[list[str], typer.Argument(help="Names or folders of assignments.")],
    to: Annotated[Path, typer.Option("-o", "--output", help="The folder for the release.")],
    seeds: Annotated[
        int, typer.Option(min=0, help="Students whose variant the gate grades the reference with.")
    ] = 20,
    short: Annotated[bool, typer.Option(help="The gate's short form.")] = False,
    unverified: Annotated[
        bool, typer.Option(help="Without the gate. The release says so, in what the instructor gets.")
    ] = False,
    bundle: Annotated[
        Optional[str],
        typer.Option(
            help="`gradescope`: a zip too, by which Gradescope grades it; `[gradescope]` of course.toml."
        ),
    ] = None,
    jobs: JobsOption = 0,
    sandbox: SandboxOption = "auto",
    course: CourseOption = None,
) -> None:
    """The students' folder and its zip, the instructor's nbgrader course, and with --bundle what a course system grades by.
    Exit code 1, and nothing of it, if the release gate does not hold."""
    from .course.stubs import write_stubs
    from .gate.table import show_gate
    from .release import refuse_release
    from .release import release as write

    if bundle not in (None, "gradescope"):
        raise CourseError(f"no bundle for {bundle!r}; there is: gradescope")
    form = "the short form of the gate" if short else "the gate"
    verified = "nothing: it was released unverified" if unverified else f"{form}, {counted(seeds, 'student')}"

    opened = open_course(course)
    checked = open_checked(opened, *assignments)
    for found in checked:  # now, and not after the gate
        refuse_release(opened, found, to)
    for found in checked:
        has_secret = _has_draw(opened)  # one that is no good is said now, and not after the gate
        write_stubs(found)
        if not unverified and not show_gate(
            found, opened.root, _workers(jobs, sandbox), seeds, short, out, err
        ):
            err.print(f"{found.name} is not released", highlight=False, markup=False)
            raise typer.Exit(1)
        if not has_secret:
            _make_secret(opened)
        now = open_assignment(opened, found.name)  # with its stubs as they are now
        released = write(opened, now, to, verified)
        for line in (
            f"for students: {released.student} and {released.archive} ({released.archive.stat().st_size / 1e6:.1f} MB)",
            f"for you, solutions included: {released.nbgrader}",
            f"verified by {verified}, as {released.about} says",
        ):
            out.print(line, highlight=False, markup=False, soft_wrap=True)
        if bundle is not None:
            from .course_lines import bundle_lines
            from .gradescope.bundle import memory_mb, write_bundle

            file = to / "instructor" / bundle / f"{now.name}.zip"
            made = write_bundle(opened, now, draw_of(opened), file)
            for line in bundle_lines(made, now, opened.settings.gradescope, memory_mb(now)):
                out.print(line, highlight=False, markup=False, soft_wrap=True)


@app.command()
def doctor(course: CourseOption = None) -> None:
    """What this machine offers: how submissions are kept apart, versions, cores; and whether the course has a secret."""
    from .doctor import examine

    out.print(examine(course))


for command in (roster, decide, answers, score, diff, publish, export, alike):
    app.command()(command)


def main() -> None:
    """The `autograder` command. What is wrong with a course, a path or a machine is one line and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without a name's letters shows `?` for them
    try:
        app()
    except (CourseError, GatherError, RosterError, TableError, SandboxUnavailable, Busy) as error:
        say(str(error))
        sys.exit(USAGE)
    except OSError as error:  # of a path that was given, or of the disk
        for line in _of_the_disk(error):
            say(line)
        sys.exit(USAGE)


def _of_the_disk(error: OSError) -> list[str]:
    """What the system, or a library in its name, says of which file."""
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        return [f"{where}: {why}" for _, where, why in error.args[0]]  # of each file of a folder
    where = error.filename2 or error.filename
    if error.strerror is None:  # a text alone, which names the file
        return [f"{where}: {error}" if where else str(error)]
    return [f"{where or 'the disk'}: {error.strerror}"]


@contextlib.contextmanager
def _as_by_ctrl_c() -> Iterator[None]:
    """SIGTERM, which a batch system or a shutdown sends, stops a run as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def _stops(told: str) -> Iterator[None]:
    """Ctrl-C and SIGTERM end a command that goes on where it was, and say so."""
    try:
        with _as_by_ctrl_c():
            yield
    except KeyboardInterrupt:
        say(f"stopped: {told}")
        raise typer.Exit(STOPPED) from None


def _has_draw(course: Course) -> bool:
    """Whether classes can be graded, by a secret or because course.toml asks for none. Raises `CourseError` for a secret
    that is no good."""
    try:
        draw_of(course)
    except NoSecret:
        return False
    return True


def _make_secret(course: Course) -> None:
    made = make_secret(course)
    name = draw_of(course).fingerprint
    lines = [f"made the course's secret: {made.file}, fingerprint {name}. Only you can read it"]
    if made.gitignore is not None:
        lines.append(f"git leaves it alone: {made.gitignore} names it now")
    lines.append("keep a copy where you keep passwords: without it no grade can be made again")
    for line in lines:
        out.print(line, highlight=False, markup=False, soft_wrap=True)


def _workers(jobs: int, sandbox: str) -> Workers:
    return Workers(jobs or workers_available(), choose(sandbox))
