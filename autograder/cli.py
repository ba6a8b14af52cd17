"""The command line. Results go to standard output, progress to standard error; exit codes as in docs/record.md."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Optional

os.environ.setdefault("OMP_NUM_THREADS", "1")

import typer
from rich.console import Console
from rich.markup import escape

from .authoring import open_checked
from .course import (
    Assignment,
    Course,
    CourseError,
    NoSecret,
    draw_of,
    make_secret,
    open_assignment,
    open_course,
)
from .grading.pool import Workers, workers_available
from .outcome import Standing
from .progress import progress
from .record import Busy, Store
from .sandbox import TIERS, SandboxUnavailable, Tier, choose
from .sandbox.folder import hold
from .submission import GatherError, RosterError, counted
from .submission.source import printable
from .submission.table import TableError

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)
err = Console(stderr=True)
out = Console(width=None if sys.stdout.isatty() else 120)  # a file or a pipe has no width of its own

CourseOption = Annotated[
    Optional[Path], typer.Option(help="The course root; else the nearest course.toml upward.")
]
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
    course: CourseOption = None,
) -> None:
    """Grade submissions: one record each, and scores.csv. Shows one submission as its student reads it, a small class as
    a table, of a large one what to look at."""
    from .class_table import closing_lines, shown_in_short, shown_whole
    from .course_lines import published_lines
    from .grading.class_run import Stopped, grade_class
    from .outcome import differences, matters, published
    from .record import encoded
    from .submission import gather_all, roster_at

    opened, found = _open(course, assignment)
    drawn = draw_of(opened, draw)
    store, workers = Store(results or opened.results, found.name), _workers(jobs, sandbox)
    roster = roster_at(opened.roster_file)
    people = None if roster is None else {person.student for person in roster}
    try:
        with _as_by_ctrl_c(), _scratch() as scratch, progress(found.name, err, quiet) as tell:
            gathered = gather_all(paths, found.name, results or opened.results, roster, scratch)
            whole = gathered.whole
            graded = grade_class(
                opened, found, gathered.candidates, store, drawn, workers, tell, whole, people
            )
    except Stopped as stopped:
        _say(
            f"{stopped}: their records and {stopped.scores} are written. Run the same command again to go on."
        )
        raise typer.Exit(STOPPED) from None
    except OSError as error:
        err.print(f"[bold]the results cannot be written[/]: {escape(printable(str(error)))}", highlight=False)
        err.print("Records written so far are whole; run the same command again to go on.", highlight=False)
        raise typer.Exit(UNGRADED) from None
    if json:
        for record in graded.records:
            sys.stdout.buffer.write(encoded(record) + b"\n")  # UTF-8, whatever the terminal's encoding
    else:
        out.print((shown_in_short if quiet else shown_whole)(found, graded.standings), highlight=False)
    beside = err if json else out
    for line in closing_lines(graded, gathered):
        beside.print(line, highlight=False, soft_wrap=True)
    if (out_now := published(store)) is not None:
        others = sum(map(matters, differences(out_now, graded.standings, found.digests))) if whole else 0
        for line in published_lines(out_now, others):
            beside.print(line, highlight=False, markup=False, soft_wrap=True)
    sys.stdout.flush()
    store.report({record.student for record in graded.records})  # now that it has been said
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
    from .submission import Rejected

    opened, found = _open(course, assignment)
    with Grader(opened, found, sandbox) as grader:
        try:
            record = grader.practise(grader.read(file.stem, [file]))
        except Rejected as problem:
            raise CourseError(f"{file.name} cannot be read as an attempt: {problem}") from None
        except OSError as error:
            raise CourseError(f"{file} cannot be read ({error.strerror})") from None
    if record.reason is not None:
        raise CourseError(record.reason)
    out.print(student_report(record, found.settings.title, ["on practice data: no grade, and nobody's"]))
    raise typer.Exit(HELD if not record.lost else 1)


@app.command()
def pages(
    assignment: Annotated[str, typer.Argument(help="Name or folder of the assignment.")],
    results: Annotated[Optional[Path], typer.Option("-o", "--results", help="Where the records are.")] = None,
    course: CourseOption = None,
) -> None:
    """Write RESULTS/NAME/pages/: the class's page, and one for each student that they may have as it is."""
    from .outcome import Standings
    from .pages import NoRecords, write_pages
    from .submission import roster_at

    opened = open_course(course)
    found = open_assignment(opened, assignment)
    store = Store(results or opened.results, found.name)
    roster = roster_at(opened.roster_file)
    people = None if roster is None else {person.student for person in roster}
    standings = Standings(opened, found.name, store, people)
    try:
        written = write_pages(store, found.settings.title, standings.of)
    except NoRecords as nothing:
        raise CourseError(f"{nothing}: grade first, or say where the records are with -o") from None
    except OSError as error:
        err.print(f"[bold]the pages cannot be written[/]: {escape(printable(str(error)))}", highlight=False)
        raise typer.Exit(UNGRADED) from None
    for file in written.damaged:
        _say(f"{file} cannot be read, and its student has no page: grade them again, or delete it")
    out.print(f"for you: {written.page}", highlight=False, markup=False, soft_wrap=True)
    told = (
        f"for each student: theirs of {written.page.parent / 'students'}, {counted(written.students, 'page')}"
    )
    out.print(told, highlight=False, markup=False, soft_wrap=True)


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
        out.print(str(file), highlight=False, soft_wrap=True)
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
    seeds: Annotated[int, typer.Option(help="Students whose variant the reference is graded with.")] = 20,
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
        opened, found = _open(course, assignment)
        from .gate.table import show_gate  # after what may be wrong: it takes seconds to import

        tasks = frozenset(found.task(name).name for name in task) if task else None
        return show_gate(
            found, opened.root, _workers(jobs, sandbox), seeds, short, out, err, tasks, student or ()
        )

    if not watch:
        raise typer.Exit(0 if holds() else 1)
    opened, found = _open(course, assignment)
    with contextlib.suppress(KeyboardInterrupt):
        for changed in each_change(found.folder, found.solution, opened.root / "course.toml"):
            if changed:
                out.print(f"changed: {', '.join(changed)}", highlight=False, soft_wrap=True)
            try:
                holds()
            except CourseError as problem:
                _say(str(problem))
            err.print("waiting for a change; Ctrl-C ends it", highlight=False)


@app.command()
def calibrate(
    assignment: Annotated[str, typer.Argument(help="Name or folder of the assignment.")],
    students: Annotated[int, typer.Option(help="Students whose variants are measured.")] = 600,
    jobs: JobsOption = 0,
    sandbox: SandboxOption = "auto",
    course: CourseOption = None,
) -> None:
    """Measure the margin behind each threshold, and write CALIBRATION.md. Goes on where it was stopped, and measures again
    what has changed alone."""
    from .gate.calibrate import calibrate as measure
    from .gate.margins import MARGIN

    opened, found = _open(course, assignment)
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

    opened, found = _open(course, assignment)
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
    sample: Annotated[int, typer.Option(help="Automatic mutants that are handed in.")] = 60,
    draws: Annotated[int, typer.Option(help="Variants on which a hint has to be the same to be true.")] = 20,
    jobs: JobsOption = 0,
    sandbox: SandboxOption = "auto",
    course: CourseOption = None,
) -> None:
    """Try the hints on mistakes made by machine: how many get one, and whether it is true."""
    from .gate.hinted import try_hints
    from .gate.table import hints_table

    opened, found = _open(course, assignment)
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
            out.print(str(path), highlight=False)


@app.command()
def release(
    assignments: Annotated[list[str], typer.Argument(help="Names or folders of assignments.")],
    to: Annotated[Path, typer.Option("-o", "--output", help="The folder for the release.")],
    seeds: Annotated[
        int, typer.Option(help="Students whose variant the gate grades the reference with.")
    ] = 20,
    short: Annotated[bool, typer.Option(help="The gate's short form.")] = False,
    unverified: Annotated[
        bool, typer.Option(help="Without the gate. The release says so, in what the instructor gets.")
    ] = False,
    jobs: JobsOption = 0,
    sandbox: SandboxOption = "auto",
    course: CourseOption = None,
) -> None:
    """The students' folder and its zip, and the instructor's nbgrader course. Exit code 1, and nothing of it, if the
    release gate does not hold."""
    from .course.stubs import write_stubs
    from .gate.table import show_gate
    from .release import release as write

    form = "the short form of the gate" if short else "the gate"
    verified = "nothing: it was released unverified" if unverified else f"{form}, {seeds} students"

    opened = open_course(course)
    for found in open_checked(opened, *assignments):
        has_secret = _has_draw(opened)  # one that is no good is said now, and not after the gate
        write_stubs(found)
        if not unverified and not show_gate(
            found, opened.root, _workers(jobs, sandbox), seeds, short, out, err
        ):
            err.print(f"{found.name} is not released", highlight=False, markup=False)
            raise typer.Exit(1)
        if not has_secret:
            _make_secret(opened)
        released = write(
            opened, open_assignment(opened, found.name), to, verified
        )  # with its stubs as they are now
        out.print(f"for students: {released.student} and {released.archive}", highlight=False, soft_wrap=True)
        out.print(f"for you, solutions included: {released.nbgrader}", highlight=False, soft_wrap=True)
        out.print(f"verified by {verified}, as {released.about} says", highlight=False, soft_wrap=True)


@app.command()
def export(
    results: Annotated[Path, typer.Argument(help="The folder of the records.")],
    to: Annotated[str, typer.Option(help="canvas, moodle, gradescope, csv, jsonl or nbgrader")],
    assignment: Annotated[str, typer.Option("-a", "--assignment", help="Name or folder of the assignment.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The file to write; for nbgrader its course's folder.")
    ],
    download: Annotated[
        Optional[Path], typer.Option("--fill", help="The system's own download, whose scores are filled in.")
    ] = None,
    column: Annotated[str, typer.Option(help="The column of the scores, where it cannot be told.")] = "",
    scale: Annotated[bool, typer.Option(help="Points are converted to the system's maximum.")] = False,
    cap: Annotated[bool, typer.Option(help="Points above the system's maximum are the maximum.")] = False,
    feedback: Annotated[
        Optional[Path], typer.Option(help="A zip to write, with everybody's feedback, for Canvas or Moodle.")
    ] = None,
    submissions: Annotated[
        Optional[list[Path]],
        typer.Option(help="For nbgrader: what was graded, if it is not in its `submitted`."),
    ] = None,
    course: CourseOption = None,
) -> None:
    """Scores to other systems: into their own download, or as a list; to nbgrader reports and submissions too."""
    from . import course_systems as systems
    from .course_lines import export_lines, feedback_lines, published_lines
    from .outcome import differences, matters, published
    from .record import write_atomically
    from .submission import roster_at

    if to == "nbgrader":
        return _to_nbgrader(results, assignment, output, submissions or [], course)
    if to not in ("canvas", "moodle", "gradescope", "csv", "jsonl"):
        raise CourseError(f"no export to {to!r}; there are: canvas, moodle, gradescope, csv, jsonl, nbgrader")
    if download is not None and to in ("csv", "jsonl"):
        raise CourseError(f"--fill is for canvas, moodle and gradescope: {to} is a list of our own")
    if feedback is not None and to not in ("canvas", "moodle"):
        raise CourseError(f"--feedback is for canvas and moodle: {to} takes no files back")
    if to in ("canvas", "moodle", "gradescope") and download is None:
        raise CourseError(f"--fill FILE: the file that {to.title()} gives for download, to be filled in")
    opened, found = _open(course, assignment)
    store, scored = _standings(results, opened, found)
    lines: list[str] = []
    if (out_now := published(store)) is not None:
        others = sum(map(matters, differences(out_now, scored, found.digests)))
        scored = [out_now.standings[student] for student in sorted(out_now.standings)]
        lines += published_lines(out_now, others)
    roster = roster_at(opened.roster_file)
    written = sum(answer.points for answer in found.settings.written)
    full = found.max_score + (written if any(one.written is not None for one in scored) else 0)
    if download is not None:
        into = systems.Into(column, scale, cap)
        titles = (found.name, found.settings.title)
        filled = systems.fill(systems.of_system(download, to), scored, roster, into, titles, full)
        write_atomically(output, filled.data)
        lines += export_lines(filled, to, output)
        complete = bool(filled.written) and not filled.unknown
    else:
        write_atomically(output, (systems.as_csv if to == "csv" else systems.as_json_lines)(scored, roster))
        complete = True
        lines.append(f"{len(scored)} students in {output}")
    if feedback is not None:
        packed = systems.feedback_zip(scored, to)
        write_atomically(feedback, packed.data)
        lines += feedback_lines(packed, feedback)
    for line in lines:
        out.print(printable(line), highlight=False, markup=False, soft_wrap=True)
    if not complete:
        raise typer.Exit(1)


def _to_nbgrader(
    results: Path, assignment: str, output: Path, submissions: list[Path], course: Path | None
) -> None:
    from .nbgrader.publish import publish
    from .outcome import decided, read_decisions
    from .submission import gather_all, roster_at

    opened, found = _open(course, assignment)
    with _scratch() as scratch:
        roster = roster_at(opened.roster_file)
        files = gather_all(submissions, found.name, None, roster, scratch).candidates if submissions else []
        for candidate in files:
            if candidate.problem is not None:
                _say(f"{candidate.student}: {candidate.problem}")
        store = Store(results, found.name)
        records = [decided(record, read_decisions(store, record.student))[0] for record in store.all()]
        done = publish(opened, found, records, files, output)
    out.print(f"{done.submissions} submissions in the gradebook of {output}", highlight=False, soft_wrap=True)
    if done.unseen:
        told = f"without their files, so only the report is shown: {', '.join(done.unseen)}"
        out.print(told, highlight=False, markup=False, soft_wrap=True)


@app.command()
def alike(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or downloads of submissions.")],
    assignment: Annotated[str, typer.Option("-a", "--assignment", help="Name or folder of the assignment.")],
    output: Annotated[
        Optional[Path], typer.Option("-o", "--output", help="A page to write, with the pairs side by side.")
    ] = None,
    least: Annotated[
        float, typer.Option(min=0, max=1, help="The share of the smaller one's own passages, 0 to 1.")
    ] = 0.3,
    top: Annotated[int, typer.Option(min=1, help="How many pairs are shown.")] = 50,
    course: CourseOption = None,
) -> None:
    """Submissions that are alike beyond what was given out: a hint for a person, never a score."""
    from . import alike as likeness
    from .class_table import alike_table
    from .record import write_atomically
    from .submission import gather_all, roster_at

    opened, found = _open(course, assignment)
    with _scratch() as scratch:
        gathered = gather_all(paths, found.name, opened.results, roster_at(opened.roster_file), scratch)
        submissions, unread = likeness.documents(gathered.candidates, found)
    pairs = likeness.alike(submissions, *likeness.public_documents(found), least)
    out.print(alike_table(found, pairs[:top], len(submissions)))
    if unread:
        out.print(f"not read: {printable(', '.join(unread))}", highlight=False, markup=False, soft_wrap=True)
    if len(pairs) > top:
        out.print(f"{len(pairs) - top} more pairs: --top shows them", highlight=False, soft_wrap=True)
    if output is not None:
        write_atomically(output, likeness.page(found.settings.title, pairs[:top]).encode("utf-8", "replace"))
        out.print(f"side by side: {output}", highlight=False, markup=False, soft_wrap=True)


@app.command()
def diff(
    results: Annotated[Path, typer.Argument(help="The folder of the records.")],
    assignment: Annotated[str, typer.Option("-a", "--assignment", help="Name or folder of the assignment.")],
    course: CourseOption = None,
) -> None:
    """What differs between what is published and how students stand now: who, which check, and why. Exit code 1 if
    something does."""
    from .course_lines import difference_lines
    from .outcome import differences, published

    opened, found = _open(course, assignment)
    store, standings = _standings(results, opened, found)
    out_now = published(store)
    told = differences(out_now, standings, found.digests)
    for line in difference_lines(told, out_now):
        out.print(printable(line), highlight=False, markup=False, soft_wrap=True)
    if told:
        raise typer.Exit(1)


@app.command()
def publish(
    results: Annotated[Path, typer.Argument(help="The folder of the records.")],
    assignment: Annotated[str, typer.Option("-a", "--assignment", help="Name or folder of the assignment.")],
    student: Annotated[
        Optional[list[str]], typer.Option(help="These students alone; the others stay as they are out.")
    ] = None,
    undo: Annotated[bool, typer.Option(help="Give out what was out before the last publication.")] = False,
    history: Annotated[bool, typer.Option(help="Show what was published, and when.")] = False,
    why: Annotated[str, typer.Option(help="The reason.")] = "",
    by: Annotated[str, typer.Option(help="Who publishes; else whose account this is.")] = "",
    course: CourseOption = None,
) -> None:
    """Fix how students stand now as what is given out: exports are of it until it is published anew."""
    from . import outcome
    from .course_lines import difference_lines, publication_lines

    opened, found = _open(course, assignment)
    store, standings = _standings(results, opened, found)
    if history:
        lines = list(publication_lines(outcome.publications(store)))
    else:
        if unknown := sorted(set(student or ()) - {one.record.student for one in standings}):
            raise CourseError(f"nobody in scores.csv is called {', '.join(unknown)}")
        with store.exclusive():
            before = outcome.published(store)
            if undo:
                made = outcome.undo(store, by or _account(), why)
            else:
                made = outcome.publish(store, standings, found.digests, by or _account(), why, student)
        told = outcome.differences(before, list(made.standings.values()), found.digests)
        told = [one._replace(why=[]) if undo else one for one in told if one.student in made.of]
        lines = list(difference_lines(told, before))
        lines += publication_lines([made])
    for line in lines:
        out.print(printable(line), highlight=False, markup=False, soft_wrap=True)


def _standings(results: Path, opened: Course, found: Assignment) -> tuple[Store, list[Standing]]:
    """How the class stands. Raises `CourseError` where there is no record."""
    from .outcome import Standings
    from .submission import roster_at

    store = Store(results, found.name)
    records = store.current()
    if not records:
        raise CourseError(
            f"there is no record of {found.name} in {results}: grade first, or name another folder"
        )
    roster = roster_at(opened.roster_file)
    people = None if roster is None else {person.student for person in roster}
    standings = Standings(opened, found.name, store, people)
    return store, [standings.of(record) for record in records]


@app.command()
def decide(
    results: Annotated[Path, typer.Argument(help="The folder of the records.")],
    student: Annotated[str, typer.Argument(help="Whose work it is about.")],
    assignment: Annotated[str, typer.Option("-a", "--assignment", help="Name or folder of the assignment.")],
    why: Annotated[str, typer.Option(help="The reason, for those who grade.")] = "",
    by: Annotated[str, typer.Option(help="Who decides; else whose account this is.")] = "",
    check: Annotated[str, typer.Option(help="Overrule a check, by its title.")] = "",
    credit: Annotated[Optional[float], typer.Option(help="What the check earns, 0 to 1.")] = None,
    task: Annotated[str, typer.Option(help="Give a task's points, whatever its checks say.")] = "",
    written: Annotated[str, typer.Option(help="Score a written answer.")] = "",
    points: Annotated[
        Optional[float], typer.Option(help="The points of the task or the written answer.")
    ] = None,
    comment: Annotated[str, typer.Option(help="A word to the student.")] = "",
    excuse: Annotated[
        Optional[bool], typer.Option("--excuse/--no-excuse", help="This assignment does not count for them.")
    ] = None,
    penalty: Annotated[Optional[float], typer.Option(help="The late penalty in points; 0 waives it.")] = None,
    handed_in: Annotated[
        str, typer.Option("--handed-in", help="When it came, with the offset: 2026-10-02T10:00+02:00.")
    ] = "",
    take_back: Annotated[int, typer.Option("--take-back", help="The number of a decision to take back.")] = 0,
    course: CourseOption = None,
) -> None:
    """Decide something of a student's work, which every later run and export keeps; without an option, show what was."""
    import datetime

    from .course_lines import decision_lines
    from .outcome import Decision, Standings, add_decision, read_decisions, time_of

    opened, found = _open(course, assignment)
    store = Store(results, found.name)
    record = store.read(student)
    if record is None:
        raise CourseError(
            f"there is no record of {student} in {store.folder}: its students are in scores.csv there"
        )
    asked = [check, task, written, comment, excuse is not None, penalty is not None, handed_in, take_back]
    if sum(map(bool, asked)) > 1:
        raise CourseError("one decision at a time: each has its own reason")
    if handed_in and time_of(handed_in) is None:
        raise CourseError(f"{handed_in!r} is no time with its offset: write it as 2026-10-02T10:00+02:00")
    if any(asked):
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        decision = Decision(
            by or _account(), now, why, check, credit, task, written, points, comment, excuse, penalty, handed_in, take_back
        )  # fmt: skip
        with store.exclusive():
            add_decision(store, record, decision)
            standings = Standings(opened, found.name, store)
            store.write_scores(stands=standings.row)
    elif why or credit is not None or points is not None:
        raise CourseError(
            "what is decided? --check, --task, --written, --comment, --excuse, --penalty or --handed-in"
        )
    for line in decision_lines(
        read_decisions(store, student), Standings(opened, found.name, store).of(record)
    ):
        out.print(printable(line), highlight=False, markup=False, soft_wrap=True)


def _account() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise CourseError("say who decides: --by NAME") from None


@app.command()
def roster(
    exports: Annotated[
        Optional[list[Path]],
        typer.Argument(
            help="Exports of Canvas, Moodle or Gradescope (CSV); none shows who is in the roster."
        ),
    ] = None,
    course: CourseOption = None,
) -> None:
    """Bring the exports of course systems into the course's roster, which gives each person one name for the term."""
    from .course_lines import brought_lines, roster_lines
    from .course_systems import bring_in
    from .submission import read_roster

    file = open_course(course).roster_file
    brought = bring_in(exports or [], file)
    for line in [*brought_lines(brought), *roster_lines(read_roster(file))] if file.exists() else []:
        out.print(line, highlight=False, markup=False, soft_wrap=True)
    if not file.exists():
        raise CourseError(f"there is no roster at {file}: autograder roster EXPORT makes it")
    if any(one.doubtful for one in brought):
        raise typer.Exit(1)


@app.command()
def doctor(course: CourseOption = None) -> None:
    """What this machine offers: how submissions are kept apart, versions, cores; and whether the course has a secret."""
    from .doctor import examine

    out.print(examine(course))


def main() -> None:
    """The `autograder` command. What is wrong with a course, a path or a machine is one line and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without a name's letters shows `?` for them
    try:
        app()
    except (CourseError, GatherError, RosterError, TableError, SandboxUnavailable, Busy) as error:
        _say(str(error))
        sys.exit(USAGE)


@contextlib.contextmanager
def _as_by_ctrl_c() -> Iterator[None]:
    """SIGTERM, which a batch system or a shutdown sends, stops a run as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def _scratch() -> Iterator[Path]:
    """A folder for what is unpacked, of which nothing is left: what a killed run leaves, the next one removes."""
    held = hold()
    try:
        held.path.chmod(0o700)
        yield held.path
    finally:
        held.give_up()


def _open(course: Path | None, assignment: str) -> tuple[Course, Assignment]:
    """The course and an assignment. Raises `CourseError` with all that is wrong with its files."""
    opened = open_course(course)
    return opened, open_checked(opened, assignment)[0]


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


def _say(message: str) -> None:
    lines = "\n".join(map(printable, message.splitlines()))
    err.print(f"autograder: {lines}", highlight=False, markup=False, soft_wrap=True)
