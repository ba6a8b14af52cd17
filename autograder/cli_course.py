"""Commands for a course's term: its people, what a person decides, what is out, and the systems that scores go to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from .course import Assignment, Course, CourseError, open_course
from .outcome import Standing, out_of
from .record import NOTHING, Record, Store, now
from .sandbox.folder import unpacking
from .submission import by_reason, counted, listed, shown
from .submission.source import printable
from .terminal import CourseOption, open_one, out, say

if TYPE_CHECKING:
    from .answers import Question
    from .answers.sheet import Decided


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
    from .course_lines import export_lines, feedback_lines, unscored_lines
    from .record import write_atomically
    from .submission import roster_at

    to = to.lower()
    if to == "nbgrader":
        return _to_nbgrader(results, assignment, output, submissions or [], course)
    if to not in ("canvas", "moodle", "gradescope", "csv", "jsonl"):
        raise CourseError(f"no export to {to!r}; there are: canvas, moodle, gradescope, csv, jsonl, nbgrader")
    if download is not None and to in ("csv", "jsonl"):
        raise CourseError(f"--fill is for canvas, moodle and gradescope: {to} is a list of our own")
    for file in (output, feedback):
        if download is not None and file is not None and file.exists() and file.samefile(download):
            raise CourseError(f"{file} is the download itself: write to another file, for rows are left out")
    if feedback is not None and to not in ("canvas", "moodle"):
        raise CourseError(
            f"--feedback is for canvas and moodle: {to} takes no files back. Each student's page, which `autograder "
            "pages` makes, is in pages/students beside the records"
        )
    if to in ("canvas", "moodle", "gradescope") and download is None:
        raise CourseError(f"--fill FILE: the file that {to.title()} gives for download, to be filled in")
    opened, found = open_one(course, assignment)
    given = [results / found.name, *filter(None, [download])]
    _hold_off(output, JSON_LINES if to == "jsonl" else TABLES, opened, given)
    if feedback is not None:
        _hold_off(feedback, (".zip",), opened, given)
        if feedback.resolve() == output.resolve():
            raise CourseError(f"{output} is to be both the scores and the feedback: name two files")
    store, scored, lost = _standings(results, opened, found)
    scored, lines = _given_out(store, scored, found, lost)
    lost = sorted(set(lost) - {one.record.student for one in scored})
    roster = roster_at(opened.roster_file)
    full = out_of(scored) or found.max_score
    if download is not None:
        into = systems.Into(column, scale, cap)
        titles = (found.name, found.settings.title)
        filled = systems.fill(systems.of_system(download, to), scored, roster, into, titles, full)
        if filled.written:
            write_atomically(output, filled.data)
        lines += export_lines(filled, to, output, lost)
        complete = bool(filled.written) and not filled.unknown
    else:
        write_atomically(output, (systems.as_csv if to == "csv" else systems.as_json_lines)(scored, roster))
        complete = True
        lines.append(f"{counted(len(scored), 'student')} in {output}")
    notes = by_reason((one.record.student, note) for one in scored for note in one.notes)
    lines += [f"to be seen to: {listed(students)}: {note}" for students, note in notes]
    unscored = list(unscored_lines(scored))
    lines += unscored
    complete = complete and not unscored and not lost
    if feedback is not None:
        packed = systems.feedback_zip(scored, to)
        if packed.students:
            write_atomically(feedback, packed.data)
        lines += feedback_lines(packed, feedback)
    for line in lines:
        out.print(printable(line), highlight=False, markup=False, soft_wrap=True)
    if not complete:
        raise typer.Exit(1)


TABLES, JSON_LINES = (".csv", ".tsv", ".txt"), (".jsonl", ".ndjson", ".json")


def _hold_off(file: Path, kinds: Collection[str], opened: Course, given: Sequence[Path]) -> None:
    """Raises `CourseError` where writing a file would lose another one: of the course, one that was given (or is in a folder
    that was), or one of no kind that the command makes."""
    where = file.resolve()
    course = [opened.root / name for name in ("assignments", "solutions")]
    course += [opened.root / "course.toml", opened.roster_file, opened.extensions_file, opened.secret_file]
    for what, kept in (("a file of the course", course), ("what was given to be read", given)):
        if any(where.is_relative_to(one.resolve()) for one in kept) and (file.exists() or kept is course):
            raise CourseError(f"{file} is {what}, which is not written over: name another file")
    if file.exists() and not (file.is_file() and file.suffix.lower() in kinds):
        raise CourseError(
            f"{file} is there, and no {' or '.join(kinds)}: it is not written over, so name another file"
        )


def _to_nbgrader(
    results: Path, assignment: str, output: Path, submissions: list[Path], course: Path | None
) -> None:
    from .nbgrader.publish import publish
    from .submission import gather_all, roster_at

    opened, found = open_one(course, assignment)
    store, standings, lost = _standings(results, opened, found)
    scored, lines = _given_out(store, standings, found, lost)
    records = [one.record for one in scored]
    graded = {one.record.student: one.record.submission for one in standings}
    # a hand-in that came after what is out is not shown beside a report that is not of it
    newer = {one.student for one in records if graded.get(one.student, one.submission) != one.submission}
    with unpacking() as folder:
        roster = roster_at(opened.roster_file)
        files = gather_all(submissions, found.name, None, roster, folder).candidates if submissions else []
        for candidate in files:
            if candidate.problem is not None:
                say(f"{candidate.student}: {candidate.problem}")
        files = [one for one in files if one.student not in newer]
        done = publish(opened, found, records, files, output)
    for line in lines:
        out.print(printable(line), highlight=False, markup=False, soft_wrap=True)
    told = f"{counted(done.submissions, 'submission')} in the gradebook of {output}"
    out.print(told, highlight=False, markup=False, soft_wrap=True)
    if done.unseen:
        told = f"without their files, so only the report is shown: {', '.join(done.unseen)}"
        out.print(told, highlight=False, markup=False, soft_wrap=True)
    if done.renewed:
        told = f"their submission_secret.txt was none, and they find no feedback by the fresh one: {', '.join(done.renewed)}"
        out.print(told, highlight=False, markup=False, soft_wrap=True)


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

    opened, found = open_one(course, assignment)
    if output is not None:
        _hold_off(output, (".html", ".htm"), opened, paths)
    with unpacking() as folder:
        gathered = gather_all(paths, found.name, opened.results, roster_at(opened.roster_file), folder)
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


def answers(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or downloads of submissions.")],
    assignment: Annotated[str, typer.Option("-a", "--assignment", help="Name or folder of the assignment.")],
    results: Annotated[Optional[Path], typer.Option("-o", "--results", help="Where the records are.")] = None,
    course: CourseOption = None,
) -> None:
    """Write RESULTS/NAME/answers.html, the written answers side by side, and answers.csv, the sheet to score them in."""
    from . import answers as written
    from .outcome import read_decisions
    from .record import write_atomically
    from .submission import gather_all, roster_at

    opened, found = open_one(course, assignment)
    if not (asked := written.questions(found)):
        raise CourseError(
            f"{found.name} asks for no written answers: [[written]] of assignment.toml names them"
        )
    store, standings, _ = _standings(results or opened.results, opened, found)
    by_student = {standing.record.student: standing for standing in standings}
    with unpacking() as folder:
        gathered = gather_all(paths, found.name, opened.results, roster_at(opened.roster_file), folder)
        texts, unread = written.answers_of(gathered.candidates, found)
    page = store.folder / "answers.html"
    write_atomically(page, written.page(found.settings.title, asked, texts, unread, by_student))
    out.print(
        f"to read: {page}, {counted(len(texts), 'student')}", markup=False, highlight=False, soft_wrap=True
    )
    sheet = store.folder / "answers.csv"
    decided = partial(read_decisions, store)
    if sheet.exists() and (why := _why_kept(sheet, asked, by_student, decided)):
        say(f"{sheet} {why}: it was left as it is")
        return
    write_atomically(sheet, written.sheet(asked, standings, decided))
    out.print(f"to fill in: {sheet}", markup=False, highlight=False, soft_wrap=True)


def _why_kept(
    sheet: Path, asked: Sequence[Question], standings: Mapping[str, Standing], decided: Decided
) -> str:
    """Why a sheet must not be written over; empty where nothing of anybody's would be lost."""
    from .answers import of_ones_own, points_of
    from .submission.table import TableError

    try:
        if points_of(sheet, asked, standings, decided):
            return "holds points or comments that `autograder score` has not taken"
        return "has columns of somebody's own" if of_ones_own(sheet, asked) else ""
    except (CourseError, TableError):
        return "holds something that `autograder score` would not take, and says why"


def score(
    sheet: Annotated[Path, typer.Argument(help="The filled sheet: answers.csv of `autograder answers`.")],
    assignment: Annotated[str, typer.Option("-a", "--assignment", help="Name or folder of the assignment.")],
    results: Annotated[Optional[Path], typer.Option("-o", "--results", help="Where the records are.")] = None,
    why: Annotated[str, typer.Option(help="The reason, for those who grade.")] = "read beside the others",
    by: Annotated[str, typer.Option(help="Who scores; else whose account this is.")] = "",
    overrule: Annotated[
        bool,
        typer.Option(help="Take the sheet's points also where others were decided after it was written."),
    ] = False,
    course: CourseOption = None,
) -> None:
    """Take the points of written answers and the comments from a sheet, as decisions, which every later run and export
    keeps."""
    from .answers import points_of, questions
    from .outcome import Decision, Standings, add_decision, read_decisions

    opened, found = open_one(course, assignment)
    store, standings, _ = _standings(results or opened.results, opened, found)
    by_student = {standing.record.student: standing for standing in standings}
    scored = points_of(sheet, questions(found), by_student, partial(read_decisions, store), overrule)
    at, who = now(), by or _account()
    with store.exclusive():
        for student, points, comment in scored:
            given = [Decision(who, at, why, written=name, points=each) for name, each in points.items()]
            words = [Decision(who, at, why, comment=comment)] if comment else []
            # in one write: what a killed run has taken of a student is all of it, and the next one takes the rest
            add_decision(store, by_student[student].record, *given, *words)
        stand = Standings(opened, found.name, store).rows
        store.write_scores(store.index(), more=[one.student for one in scored], stand=stand)
    answered = [one for one in scored if one.points]
    answers = counted(sum(len(one.points) for one in answered), "written answer")
    comments = sum(bool(one.comment) for one in scored)
    told = f"{answers} of {counted(len(answered), 'student')} scored"
    out.print(told + (f", {counted(comments, 'comment')}" if comments else ""), highlight=False)


def diff(
    results: Annotated[Path, typer.Argument(help="The folder of the records.")],
    assignment: Annotated[str, typer.Option("-a", "--assignment", help="Name or folder of the assignment.")],
    course: CourseOption = None,
) -> None:
    """What differs between what is published and how students stand now: who, which check, and why. Exit code 1 if
    something does."""
    from .course_lines import difference_lines
    from .outcome import differences, published

    opened, found = open_one(course, assignment)
    store, standings, lost = _standings(results, opened, found)
    out_now = published(store)
    told = differences(out_now, standings, found.digests, lost)
    for line in difference_lines(told, out_now):
        out.print(printable(line), highlight=False, markup=False, soft_wrap=True)
    if told:
        raise typer.Exit(1)


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
    from .course_lines import difference_lines, publication_lines, unscored_lines, withdrawn_lines

    if history and (undo or student or why or by):
        raise CourseError(
            "--history shows and changes nothing: give it without --undo, --student, --why and --by"
        )
    if undo and student:
        raise CourseError(
            "--undo takes back the whole of the last publication, and not one student's: without --student; or decide, and "
            "publish with --student"
        )
    opened, found = open_one(course, assignment)
    store, standings, lost = _standings(results, opened, found)
    if history:
        lines = list(publication_lines(outcome.publications(store)))
    else:
        with store.exclusive():
            before = outcome.published(store)
            gone = outcome.withdrawn(before, standings, lost)
            if unknown := sorted(set(student or ()) - {one.record.student for one in standings} - {*gone}):
                raise CourseError(f"nobody in scores.csv is called {', '.join(unknown)}")
            if undo:
                made = outcome.undo(store, by or _account(), why)
            else:
                made = outcome.publish(store, standings, found.digests, by or _account(), why, student, lost)
        told = outcome.differences(before, list(made.standings.values()), found.digests)
        told = [one._replace(why=[]) if undo else one for one in told if one.student in made.of]
        lines = list(difference_lines(told, before))
        lines += publication_lines([made])
        lines += unscored_lines(made.standings.values())
        lines += withdrawn_lines(outcome.withdrawn(made, standings, lost))
    for line in lines:
        out.print(printable(line), highlight=False, markup=False, soft_wrap=True)


def _standings(results: Path, opened: Course, found: Assignment) -> tuple[Store, list[Standing], list[str]]:
    """How the class stands, and who of it has no record that counts, which is said. Raises `CourseError` where there is no
    record."""
    from .course_lines import lost_lines
    from .outcome import Standings
    from .submission import roster_at, students_in

    store = Store(results, found.name)
    records, damaged, lost = store.current()
    for line in lost_lines(store, damaged, lost):
        say(line)
    if not records:
        raise CourseError(
            f"there is no record of {found.name} in {results}: grade first, or name another folder"
        )
    people = students_in(roster_at(opened.roster_file))
    standings = Standings(opened, found.name, store, people)
    return store, [standings.of(record) for record in records], lost


def _given_out(
    store: Store, standings: list[Standing], found: Assignment, lost: Collection[str]
) -> tuple[list[Standing], list[str]]:
    """What an export is of: what is published, and before the first publication how things stand; and what to say of it."""
    from .course_lines import published_lines
    from .outcome import differences, matters, published, withdrawn

    if (out_now := published(store)) is None:
        return standings, []
    others = sum(map(matters, differences(out_now, standings, found.digests, lost)))
    scored = [out_now.standings[student] for student in sorted(out_now.standings)]
    return scored, list(published_lines(out_now, others, withdrawn(out_now, standings, lost)))


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
    from .course_lines import decision_lines
    from .outcome import Decision, Standings, add_decision, read_decisions

    opened, found = open_one(course, assignment)
    store = Store(results, found.name)
    record = store.read(student)
    if record is None:
        _refuse_one_of_a_group(store, student)
    if record is None and excuse is not None:
        record = _of_nobody_there(opened, found, store, student)
    if record is None:
        raise CourseError(
            f"there is no record of {student} in {store.folder}: its students are in scores.csv there"
        )
    asked = [check, task, written, comment, excuse is not None, penalty is not None, handed_in, take_back]
    if any(asked):
        decision = Decision(
            by or _account(), now(), why, check, credit, task, written, points, comment, excuse, penalty, handed_in, take_back or None
        )  # fmt: skip
        with store.exclusive():
            made = add_decision(store, record, decision)
            if store.read(student) is None:
                store.write(record)
            standings = Standings(opened, found.name, store)
            store.write_scores(store.index(), more=[student], stand=standings.rows)
        if not made:
            out.print("this is decided already, and in force: nothing was added", highlight=False)
    elif why or by or credit is not None or points is not None:
        raise CourseError(
            "what is decided? --check, --task, --written, --comment, --excuse, --penalty, --handed-in or --take-back"
        )
    for line in decision_lines(
        read_decisions(store, student), Standings(opened, found.name, store).of(record)
    ):
        out.print(printable(line), highlight=False, markup=False, soft_wrap=True)


def _refuse_one_of_a_group(store: Store, student: str) -> None:
    """Raises `CourseError` where somebody has no record of their own because they handed in with others."""
    for one in store.all():
        if student in one.people and len(one.people) > 1:
            others = shown(" and ".join(person for person in one.people if person != student))
            raise CourseError(f"{shown(student)} handed in with {others}: decide about {shown(one.student)}")


def _of_nobody_there(opened: Course, found: Assignment, store: Store, student: str) -> Record | None:
    """A record for somebody of the roster who handed in nothing, so that they can be excused; None of nobody there."""
    from .course import Variant
    from .grading.unjudged import without_verdict
    from .submission import roster_at

    others = store.all()
    roster = roster_at(opened.roster_file)
    if not others or roster is None or all(person.student != student for person in roster):
        return None
    drawn = Variant("", others[0].variant, others[0].fingerprint)
    return without_verdict(found, drawn, student, NOTHING)


def _account() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise CourseError("say who decides: --by NAME") from None


def roster(
    exports: Annotated[
        Optional[list[Path]],
        typer.Argument(
            help="Exports of Canvas, Moodle or Gradescope (CSV); none shows who is in the roster."
        ),
    ] = None,
    by_name: Annotated[
        bool, typer.Option("--by-name", help="A row without a known id is whoever alone has its full name.")
    ] = False,
    course: CourseOption = None,
) -> None:
    """Bring the exports of course systems into the course's roster, which gives each person one name for the term."""
    from .course_lines import brought_lines, roster_lines
    from .course_systems import bring_in
    from .submission import read_roster

    opened = open_course(course)
    file = opened.roster_file
    graded = {record.stem for record in opened.results.glob("*/*.json")}
    brought = bring_in(exports or [], file, by_name, graded)
    for line in [*brought_lines(brought), *roster_lines(read_roster(file))] if file.exists() else []:
        out.print(line, highlight=False, markup=False, soft_wrap=True)
    if not file.exists():
        raise CourseError(f"there is no roster at {file}: autograder roster EXPORT makes it")
    if any(one.doubtful for one in brought):
        raise typer.Exit(1)
