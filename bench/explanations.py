"""What each gate says of the truth and of each way to cheat: `python bench/explanations.py > bench/explanations.md`.

Of the networks that the gate's students are given to explain, four each. The cheats are mutants of `causal_abstraction`,
those that make something wrong of the right explanation; here they are given what was planted, and carried out as the
grader does it, without a sandbox. `--students N` for fewer.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import torch

from autograder.checks.explanation import Measures
from autograder.course import Assignment, Mutant, Variant, open_assignment, open_course, public_variant
from autograder.grading.specimens import GATE

TRUTH = "*the truth*"
Cheat = Callable[[Any, Any, Any], Any]


class Carried(NamedTuple):
    """What the gates said of one explanation of one network."""

    measures: Measures
    entries: float
    """of all its tables, as a share of those of the planted algorithm"""
    lost: tuple[str, ...]


def cheats(assignment: Assignment) -> Iterator[tuple[str, Cheat]]:
    """Each mistake that is made from the right explanation."""
    for mutant in assignment.mutants:
        if "explain" in mutant.loses and (cheat := _cheat(assignment, mutant)) is not None:
            yield mutant.mistake.rstrip("."), cheat


def _cheat(assignment: Assignment, mutant: Mutant) -> Cheat | None:
    """The mutant's own function, where it has one, with the reference's names."""
    names = vars(mutant.module)
    if names.get("_cheat") is None:
        return None
    for name, value in vars(assignment.reference).items():
        names.setdefault(name, value)
    found: Cheat = names["_cheat"]
    return found


def carried_out(assignment: Assignment, students: int) -> dict[str, list[Carried]]:
    """By mistake, what came of it in each network. A mistake that changes nothing there is left out."""
    every: dict[str, list[Carried]] = {}
    carry_out, networks = importlib.import_module("carry_out"), _networks(assignment)
    mistakes = list(cheats(assignment))
    for number in range(1, students + 1):
        variant = public_variant(GATE, f"student-{number}", assignment.name)
        for form, planted in networks(variant, "explain").items():
            truth = planted.truth
            said = [(TRUTH, truth)]
            said += [
                (name, cheat(planted.model, truth.causal, dict(truth.sites))) for name, cheat in mistakes
            ]
            entries = sum(v.table.numel() for v in truth.causal.variables)
            for name, explanation in said:
                if name != TRUTH and same(explanation, truth):
                    continue
                found = carry_out.measured(planted.model, explanation, variant.rng(f"pairs {form}"))
                lost = carry_out.lost(found, entries)
                every.setdefault(name, []).append(Carried(found, found.entries / entries, tuple(lost)))
    return every


def _networks(assignment: Assignment) -> Callable[[Variant, str], dict[str, Any]]:
    """What draws a student's networks, of the graders' conftest.py."""
    spec = importlib.util.spec_from_file_location("graders_conftest", assignment.graders / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    spec.loader.exec_module(module := importlib.util.module_from_spec(spec))
    found: Callable[[Variant, str], dict[str, Any]] = module._unknown
    return found


def same(one: Any, other: Any) -> bool:
    """Whether two explanations are one: of one variable, say, nothing can be exchanged."""
    sites = [
        {
            name: [(s.layer, s.position, s.basis.shape, s.basis.sum().item()) for s in those]
            for name, those in e.sites.items()
        }
        for e in (one, other)
    ]
    tables = [[(v.name, v.parents, v.table.tolist()) for v in e.causal.variables] for e in (one, other)]
    return sites[0] == sites[1] and tables[0] == tables[1]


def rows(every: dict[str, list[Carried]]) -> Iterator[str]:
    columns = (
        "networks",
        "pass",
        "fails on, in % of them",
        "alone",
        "interchange, least / median",
        "scrubbed, most",
    )
    yield f"| mistake | {' | '.join(columns)} |"
    yield "|---" * (1 + len(columns)) + "|"
    for name, found in every.items():
        interchanged = [one.measures.interchange for one in found]
        cells = (
            len(found),
            sum(not one.lost for one in found),
            fails(one.lost for one in found),
            alone(one.lost for one in found),
            f"{min(interchanged):.2f} / {statistics.median(interchanged):.2f}",
            f"{max(one.measures.scrubbed for one in found):.2f}",
        )
        yield f"| {name} | {' | '.join(map(str, cells))} |"


def fails(lost: Iterable[tuple[str, ...]]) -> str:
    """The gates that an explanation fails on, the most frequent first."""
    every = list(lost)
    counts = Counter(gate for gates in every for gate in gates)
    return ", ".join(f"{gate} {100 * count / len(every):.0f}" for gate, count in counts.most_common()) or "-"


def alone(lost: Iterable[tuple[str, ...]]) -> str:
    """In how many networks one gate fails and no other, by gate."""
    counts = Counter(gates[0] for gates in lost if len(gates) == 1)
    return ", ".join(f"{gate} {count}" for gate, count in counts.most_common()) or "-"


def least(found: list[Carried]) -> str:
    """The truth's margins."""
    parts = [
        f"{name} {min(getattr(one.measures, name) for one in found):.3f}"
        for name in ("interchange", "joint", "scrubbed", "readable")
    ]
    return ", ".join(parts)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--students", type=int, default=600)
    students = arguments.parse_args().students
    torch.set_num_threads(1)
    assignment = open_assignment(open_course(Path(__file__).resolve().parents[1]), "causal_abstraction")
    with assignment.importing(), torch.no_grad():
        every = carried_out(assignment, students)
    print("# Gates of an explanation\n")
    print(
        f"Made by `python bench/explanations.py --students {students}`: four networks each, one of each form.\n"
    )
    print(f"The truth at the least: {least(every[TRUTH])}.\n")
    print("\n".join(rows(every)))


if __name__ == "__main__":
    main()
