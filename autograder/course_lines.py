"""The course's people as a person reads of them in a terminal: what an export brought, and whose score went where."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from .course import Assignment, Gradescope
from .course_systems import Brought, Feedback, Filled
from .gradescope.bundle import Bundle
from .outcome import Decision, Difference, Publication, Standing, matters, yet_to_score
from .pages import Written
from .record import Store, damage
from .submission import Roster, by_reason, counted, listed, shown
from .submission.source import printable

CHECKS = 8  # of a student's in a difference: with another file, or another grader, it may be all


def brought_lines(brought: Sequence[Brought]) -> Iterator[str]:
    """What each export brought, and what a person has to decide."""
    for one in brought:
        people = len(one.added) + len(one.completed) + len(one.same) + len(one.doubtful)
        told = [
            f"{len(names)} {what}"
            for names, what in (
                (one.added, "added"),
                (one.completed, "completed"),
                (one.same, "as they were"),
                (one.doubtful, "doubtful"),
            )
            if names
        ]
        what = f": {', '.join(told)}" if told else ""
        yield f"{one.system.title()}'s export of {counted(people, 'student')}{what}"
        yield from (printable(f"  doubtful, left out: {line}") for line in one.doubtful)
        yield from (printable(f"  differs, left as it was: {line}") for line in one.differing)
        yield from (printable(f"  left out: {line}") for line in one.left)
        if one.absent:
            yield f"  in the roster, and not in this export: {listed(map(shown, one.absent))}"


def roster_lines(roster: Roster) -> Iterator[str]:
    """How many people there are, and by which ids they are known."""
    people = list(roster)
    yield f"{counted(len(people), 'student')} in {printable(str(roster.file))}"
    for column, what in (
        ("canvas_id", "Canvas"),
        ("moodle_ids", "Moodle"),
        ("email", "Gradescope, by e-mail"),
    ):
        lacking = [shown(p.student) for p in people if not getattr(p, column)]
        if people and len(lacking) < len(people):
            names = f": {listed(lacking)}" if lacking else ""
            yield f"known to {what}: {len(people) - len(lacking)}, not known: {len(lacking)}{names}"


def export_lines(filled: Filled, system: str, file: Path, lost: Collection[str] = ()) -> Iterator[str]:
    """Whose scores are in a download that was filled in, and whose are not; `lost` are students whose record is."""
    scores = counted(len(filled.written), "score")
    to_do = (
        f"import it into {system.title()}"
        if system != "gradescope"
        else "Gradescope itself imports no scores"
    )
    if filled.written:
        yield f"{scores} in the column `{filled.column}` of {file}: {to_do}"
    else:
        yield f"no score to fill in, so {file} is not written"
    for students, why in by_reason(filled.left_out):
        yield f"left out: {listed(students)}: {why}"
    if filled.no_record:
        why = "nothing was graded, or their record is damaged or gone" if lost else "nothing was graded"
        yield f"left out, {why}: {listed(filled.no_record)}"
    if filled.unknown:
        names = listed(map(shown, filled.unknown))
        yield f"not in the download, so not in the file: {names}. A roster says who they are there (autograder roster)"


def lost_lines(store: Store, damaged: Iterable[Path], lost: Iterable[str]) -> Iterator[str]:
    """Which records do not count, and who of the class has none at all."""
    files = list(damaged)
    for file in files:
        yield f"{file} {damage(file)}: it counts nowhere. Grade its student again, or delete it"
    for student in lost:
        if store.path(student) not in files:
            yield f"{shown(student)} is in scores.csv, and has no record in {store.folder} any more: grade them again"


def unscored_lines(standings: Iterable[Standing]) -> Iterator[str]:
    """Whose written answers have no points while others' have."""
    for students, names in by_reason((one, ", ".join(names)) for one, names in yet_to_score(standings)):
        yield f"to be seen to: {listed(students)}: no points yet for {names}, which count as 0"


def feedback_lines(feedback: Feedback, file: Path) -> Iterator[str]:
    """Whose feedback is in a zip, and whose is not."""
    if feedback.students:
        yield f"feedback for {counted(len(feedback.students), 'student')} in {file}"
    else:
        yield f"no feedback to hand back, so {file} is not written"
    for students, why in by_reason(feedback.left_out):
        yield f"no feedback for {listed(students)}: {why}"


def decision_lines(decisions: Sequence[Decision], standing: Standing) -> Iterator[str]:
    """What was decided of a student's work, and how it stands."""
    gone = {decision.takes_back: number for number, decision in enumerate(decisions, 1)}
    for number, decision in enumerate(decisions, 1):
        taken_back = f" (taken back by {gone[number]})" if number in gone else ""
        yield f"{number}. {decision.what}{taken_back}: {decision.why} ({decision.by}, {decision.at})"
    total = standing.why_none or f"{standing.total:.4g} points"
    parts = [f"score {standing.record.score:.4g}"] if standing.record.score is not None else []
    parts += [f"written {standing.written:.4g}"] if standing.written is not None else []
    parts += [f"late penalty {standing.penalty:.4g}"] if standing.penalty else []
    yield f"{shown(standing.record.student)}: {total}{' (' + ', '.join(parts) + ')' if parts else ''}"
    yield from (f"to be seen to: {note}" for note in standing.notes)


def difference_lines(differences: Sequence[Difference], published: Publication | None) -> Iterator[str]:
    """Who stands otherwise than is out, and why."""
    if published is None and differences:
        yield "nothing was published before"
    if not differences:
        yield "everybody stands as is published"
    quiet = [one.student for one in differences if not matters(one)]
    for one in differences:
        if one.student in quiet:
            continue
        why = f" ({'; '.join(one.why)})" if one.why else ""
        yield f"{shown(one.student)}: {_points(one.before)} -> {_points(one.now)}{why}"
        for check in one.checks[:CHECKS]:
            what = f"{check.before or 'not there'} -> {check.now or 'not there any more'}"
            yield f"    {check.task}: {check.title}: {what}"
            yield from (f"        {measure}" for measure in check.measures)
        if len(one.checks) > CHECKS:
            yield f"    and {len(one.checks) - CHECKS} more checks"
    if quiet:
        yield f"graded anew with the same verdict: {listed(map(shown, quiet))}"


def publication_lines(publications: Sequence[Publication]) -> Iterator[str]:
    """What was published, when and by whom."""
    if not publications:
        yield "nothing was ever published"
    for one in publications:
        what = (
            f"undoes publication {one.undoes}" if one.undoes else f"{counted(len(one.of), 'student')} changed"
        )
        why = f": {one.why}" if one.why else ""
        yield f"publication {one.number}, {one.at}, {one.by}: {what}, {len(one.standings)} out{why}"


def published_lines(published: Publication, others: int, gone: Sequence[str] = ()) -> Iterator[str]:
    """What an export is of, once something is published; `gone` are those who are out, and not in the class any more."""
    told = f"publication {published.number} of {published.at} is out, for {counted(len(published.standings), 'student')}"
    yield f"{told}; {others} stand otherwise now: see autograder diff" if others else told
    yield from withdrawn_lines(gone)


def withdrawn_lines(gone: Sequence[str]) -> Iterator[str]:
    """Of whom something is out, though they are not in the class any more."""
    if gone:
        yield (
            f"not in the class any more, and still out: {listed(map(shown, gone))}. Exports have them until `autograder "
            "publish --student NAME` takes them out"
        )


def page_lines(written: Written, people: set[str] | None) -> Iterator[str]:
    """Who had a page and has none any more; and who has one, though they are not among `people`, those of the roster."""
    if written.gone:
        yield f"not in scores.csv any more, so their pages are gone: {listed(map(shown, written.gone))}"
    records = [standing.record for standing in written.standings]
    if strangers := [one.student for one in records if people is not None and not people & {*one.people}]:
        yield (
            f"not in the roster, and with a page all the same: {listed(map(shown, strangers))}. Who has withdrawn is left out "
            "once the class is graded without their hand-in"
        )


def _points(standing: Standing | None) -> str:
    if standing is None:
        return "nothing"
    return "excused" if standing.excused else f"{standing.total:.4g}"


def bundle_lines(
    bundle: Bundle, assignment: Assignment, settings: Gradescope, memory_mb: int | None
) -> Iterator[str]:
    """Where a bundle is, and what has to be set on Gradescope for it; `memory_mb` is what it takes, where that is known."""
    yield f"for Gradescope, solutions and hidden checks included: {printable(str(bundle.file))}"
    needed = max(memory_mb or 0, settings.memory_mb)
    yield f"set there: {assignment.max_score:g} points, a timeout of {settings.timeout_minutes:g} minutes, and a container of at least {needed} MB"
    if needed > settings.memory_mb:
        yield f"  more than memory_mb = {settings.memory_mb} of [gradescope]: in less it may be that not all can be judged"
    if bundle.people is not None:
        yield f"the roster went along, {counted(bundle.people, 'student')} by name and e-mail: release it again when that changes"
