"""What students would read of mistakes that nobody listed: `python bench/diagnoses.py > bench/diagnoses.md`.

Every known mistake is graded with its hint switched off, and some of the automatic ones, each in the tasks that it loses.
Of the checks that failed because a value was compared, it is counted how many say in which relation the value stands to
the right one. A relation holds of the numbers by its making (autograder/checks/relation.py); whether it points at the mistake
is a person's to judge. So a sample is shown beside the mistakes, with what was judged of it (diagnoses_judged.json).
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from autograder.course import Assignment, assignment_names, open_assignment, open_course
from autograder.gate.mutate import job_of, some_caught
from autograder.grading.automatic import tasks_of
from autograder.grading.pool import Job, Workers, run
from autograder.record import Check
from autograder.record.form import follows
from autograder.sandbox import choose

ROOT = Path(__file__).resolve().parents[1]
JUDGED = Path(__file__).with_name("diagnoses_judged.json")
AUTOMATIC = 60  # of an assignment
SAMPLED = 12  # of an assignment
COMPARED = re.compile(r"^\w+: .*(\boff\b|another value|\bwrong\b|infinite|NaN)")  # messages of compare.py


class Told(NamedTuple):
    """What the failed checks of one mistake say in one task that it loses."""

    mistake: str
    checks: tuple[Check, ...]

    @property
    def relations(self) -> list[str]:
        return [c.diagnosis for c in self.checks if c.diagnosis and not follows(c.diagnosis)]

    @property
    def kind(self) -> str:
        """The most that a student reads: a relation, what to mend first, a message of its own, or that numbers are off."""
        if self.relations:
            return "relation"
        if any(follows(c.diagnosis) for c in self.checks):
            return "mend first"
        return "message" if any(not COMPARED.match(c.message) for c in self.checks) else "numbers"


def told(assignment: Assignment, jobs: list[Job], workers: Workers) -> Iterator[Told]:
    for done in run(jobs, ROOT, assignment.name, workers):
        for task in done.record.tasks if done.record is not None else ():
            failed = tuple(c for c in task.checks if c.state == "failed")
            if failed:
                yield Told(done.job.specimen or "", failed)


def listed(assignment: Assignment) -> list[Job]:
    mutants = [m for m in assignment.mutants if m.equivalent is None]
    return [Job("student-1", specimen=f"mutant/{m.name}", tasks=m.loses, hints=False) for m in mutants]


def automatic(assignment: Assignment) -> list[Job]:
    return [job_of(change, tasks_of(assignment)) for change in some_caught(assignment, AUTOMATIC)]


def row(what: str, every: list[Told]) -> str:
    kinds = [one.kind for one in every]
    counts = [kinds.count(kind) for kind in ("relation", "mend first", "message", "numbers")]
    compared = counts[0] + counts[3]
    share = f"{100 * counts[0] / compared:.0f} %" if compared else "-"
    return f"| {what} | {len(every)} | {' | '.join(map(str, counts))} | {share} |"


def main() -> None:
    print("# What is said of mistakes without a hint\n")
    print(
        "Made by `python bench/diagnoses.py`. Counted are tasks that a mistake loses, by the most that its student reads. An automatic one ends at its first failed check.\n"
    )
    print(
        "| mistakes | tasks lost | relation | mend first | message of its own | numbers alone | relations, of values compared |"
    )
    print("|---|---|---|---|---|---|---|", flush=True)
    workers, course = Workers(2, choose()), open_course(ROOT)
    totals: dict[str, list[Told]] = {"listed": [], "automatic": []}
    sample: list[tuple[str, str]] = []
    for name in assignment_names(course):
        assignment = open_assignment(course, name)
        for which, jobs in (("listed", listed(assignment)), ("automatic", automatic(assignment))):
            every = list(told(assignment, jobs, workers))
            print(row(f"{name}, {which}", every), flush=True)
            totals[which] += every
            if which == "listed":
                said = sorted(
                    {
                        (f"{name}/{one.mistake.partition('/')[2]}", text)
                        for one in every
                        for text in one.relations
                    }
                )
                sample += random.Random(name).sample(said, min(SAMPLED, len(said)))
    for which, every in totals.items():
        print(row(f"all, {which}", every))
    judged = json.loads(JUDGED.read_text())
    print("\n## A sample, judged by hand\n")
    print(
        "*yes*: it is true and points at the mistake; *no*: it misleads; *true*: it is true and says nothing of the mistake.\n"
    )
    print("| mistake | diagnosis | judged |")
    print("|---|---|---|")
    for mistake, text in sample:
        print(f"| {mistake} | {text} | {judged.get(f'{mistake}: {text}', 'not judged')} |")


if __name__ == "__main__":
    main()
