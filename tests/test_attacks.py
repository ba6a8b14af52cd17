"""Hostile submissions: none gains a point, changes anything outside its box, or costs another student anything.

Each file under `attacks/CLASS/` is handed in as a student would. Its docstring says what it does, and what it would
have won in a grader that runs student code beside the tests. All of them run in the best tier that this machine
gives, and a witness of each class in the others; `--long` runs all in all.
"""

from __future__ import annotations

import ast
import contextlib
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from autograder.checks.session import Session
from autograder.course import Draw, open_assignment, open_course, variant_of
from autograder.grading.grade import Grader
from autograder.record import Record
from autograder.sandbox import TIERS, why_not

from .attacks.outside import Outside, changes, descendants

ATTACKS = Path(__file__).parent / "attacks"
CLASSES = ("forge", "exhaust", "poison", "steal", "break_out")
WON = "won: "  # how an attack that got past a wall says so
GRADER_CPU_S = 5.0  # what one attack may cost the grader itself: two orders above an honest submission,
GRADER_BYTES = 400 << 20  # and a reply of the largest size thrice over


class Attack(NamedTuple):
    """A hostile submission. `earns` are the points that it has honestly earned, `says` is what its record must say.

    `open_in` are the tiers in which it is known to get past a wall.
    """

    kind: str
    file: Path
    says: str
    earns: float
    witness: bool
    open_in: tuple[str, ...]
    doc: str

    @property
    def name(self) -> str:
        return f"{self.kind}/{self.file.stem}"


def read_attack(file: Path) -> Attack:
    """Reads an attack's constants; nothing of it is run."""
    tree = ast.parse(file.read_text("utf-8"))
    constants = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }

    def constant(name: str, default: Any) -> Any:
        return ast.literal_eval(constants[name]) if name in constants else default

    return Attack(
        file.parent.name,
        file,
        constant("SAYS", "expected a tensor"),
        constant("EARNS", 0.0),
        constant("WITNESS", False),
        tuple(constant("OPEN_IN", ())),
        ast.get_docstring(tree) or "",
    )


ALL = [read_attack(file) for kind in CLASSES for file in sorted((ATTACKS / kind).glob("*.py"))]
tally: Counter[tuple[str, str, str]] = Counter()  # by class, tier and "tried" or "blocked"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "attack" not in metafunc.fixturenames:
        return
    given = [tier for tier in TIERS if why_not(tier) is None]
    everything = metafunc.config.getoption("--long")
    pairs = [
        (tier, attack)
        for tier in TIERS
        for attack in ALL
        if attack.witness or everything or tier == (given or TIERS)[0]
    ]
    ids = [f"{tier}-{attack.name}" for tier, attack in pairs]
    metafunc.parametrize(("tier", "attack"), pairs, ids=ids)


class Box:
    """A grader in one tier, and what its attackers know."""

    def __init__(self, tier: str, outside: Outside) -> None:
        course, before = open_course(outside.course), descendants(os.getpid())
        self.tier = tier
        self.outside = outside
        self.draw = Draw(
            course.secret_file.read_bytes()
        )  # no reader but the sandbox keeps an attacker from this file
        self.grader = Grader(course, open_assignment(course, "probing"), tier=tier)
        _ = self.grader.zygote  # started when it is first asked for: now, so that it is the youngest
        self._honest = (ATTACKS / "course/solutions/probing.py").read_text("utf-8")
        self._known: dict[str, int] = {"ZYGOTE": youngest_since(before), "SIBLING": 0}
        assert self.grade("earlier", self._with_token("earlier")).score == 100
        self._sibling = self._other_student()

    def _with_token(self, kind: str) -> str:
        """An honest submission that holds a token: in its source, in its memory, in its output, in its scratch."""
        token = self.outside.tokens[kind]
        leave = f"try:\n    open('kept', 'w').write({token!r})\nexcept OSError:\n    pass\n"
        return f'{self._honest}\n# %% solution="more"\nKEPT = bytearray(b"{token}" * 3)\nprint(KEPT)\n{leave}'

    def _other_student(self) -> Session:
        """A process of another student's that is there all the time."""
        before = descendants(os.getpid())
        submission = self.grader.read("sibling", self._files(self._with_token("sibling")))
        bench = Session(self.grader.zygote, submission, self.grader.assignment.settings.limits, 0)
        bench.begin_check()
        bench.hold(1.0)
        self._known["SIBLING"] = youngest_since(before)
        return bench

    def close(self) -> None:
        self._sibling.close()
        self.grader.close()

    def _files(self, source: str) -> list[Path]:
        """What is handed in: the attack, and the attacker's tools and knowledge beside it."""
        files = [self.outside.handed_in / name for name in ("probing.py", "toolbox.py", "known.py")]
        texts = [source, (ATTACKS / "toolbox.py").read_text("utf-8"), self.outside.known(**self._known)]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text, "utf-8")
        return files

    def grade(self, student: str, source: str) -> Record:
        record = self.grader.grade_files(
            student, self._files(source), variant_of(self.draw, student, "probing")
        )
        assert record is not None
        return record

    def grade_honest(self) -> Record:
        """The record of a student who has done the work."""
        return self.grade("ada", self._honest)

    def state(self) -> dict[str, object]:
        return self.outside.state(*self._known.values())


def youngest_since(before: dict[int, str]) -> int:
    """The process of ours that was started last: the innermost, where there are several."""
    return max(descendants(os.getpid()).keys() - before.keys())


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    with Outside() as decoys:
        yield decoys


@pytest.fixture(scope="module")
def box_of(outside: Outside) -> Iterator[Callable[[str], Box]]:
    """`box_of(tier)`, made when it is first asked for: a zygote takes seconds to start."""
    made: dict[str, Box] = {}

    def box_of(tier: str) -> Box:
        if tier not in made:
            made[tier] = Box(tier, outside)
        return made[tier]

    yield box_of
    for box in made.values():
        box.close()


@pytest.fixture
def box(tier: str, box_of: Callable[[str], Box]) -> Box:
    why = why_not(tier)
    if why is not None:
        pytest.skip(f"attacks in the tier {tier} were NOT tried: {why}")
    return box_of(tier)


class Table:
    """Prints the attacks by class and tier at the end of the run: blocked of tried."""

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("attacks blocked of tried")
        for tier in TIERS:
            for kind in (*CLASSES, "all"):
                blocked, tried = _count(kind, tier, "blocked"), _count(kind, tier, "tried")
                if tried:
                    terminalreporter.write_line(f"{tier}: {kind}: {blocked} of {tried}")


@pytest.fixture(scope="session", autouse=True)
def table(request: pytest.FixtureRequest) -> None:
    request.config.pluginmanager.register(Table())


def _count(kind: str, tier: str, what: str) -> int:
    return sum(n for (k, t, w), n in tally.items() if kind in (k, "all") and (t, w) == (tier, what))


def readable(record: Record) -> str:
    """Everything in a record that a student may read."""
    checks = [check for task in record.tasks for check in task.checks]
    return "\n".join([record.reason or "", *(text for c in checks for text in (c.title, c.message, c.hint))])


def said(record: Record) -> str:
    """Everything in a record, with what only the TA reads."""
    details = [check.detail for task in record.tasks for check in task.checks]
    return "\n".join([readable(record), *details, *record.limits_hit])


class Peak:
    """How far this process's memory rises in a `with` block; 0 where the kernel does not let a peak begin anew."""

    rise = 0

    def __enter__(self) -> Peak:
        self._from = _memory("VmRSS")
        with contextlib.suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")
        self._known = _memory("VmHWM") <= self._from + (8 << 20)
        return self

    def __exit__(self, *problem: object) -> None:
        self.rise = _memory("VmHWM") - self._from if self._known else 0


def _memory(field: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith(field))


def test_no_attack_wins(box: Box, attack: Attack) -> None:
    tally[attack.kind, box.tier, "tried"] += 1
    before = box.state()
    with Peak() as peak:
        record = box.grade("mallory", attack.file.read_text("utf-8"))
        if "reached" not in said(record) and "cpu" in record.limits_hit:
            # half a second is little for what a library does at its first call, and a busy machine has counted it twice
            record = box.grade("mallory", attack.file.read_text("utf-8"))
    after = box.state()
    box.outside.clear(before)
    everything, for_the_student = said(record), readable(record)

    assert record.sandbox == box.tier
    assert "reached" in everything, f"the attack never came to its point:\n{everything}"
    assert record.score == attack.earns, everything
    assert not box.outside.stolen(for_the_student)
    assert str(box.outside.number) not in for_the_student, for_the_student
    assert box.outside.stolen(everything) <= {"input"}, everything
    passed = WON in everything
    assert passed == (box.tier in attack.open_in), everything
    assert all(c.isprintable() or c == "\n" for c in for_the_student), "control characters"
    assert not list(changes(before, after))
    assert record.status == "graded", record.reason
    assert attack.says in everything, everything
    assert record.grader_cpu_s < GRADER_CPU_S
    assert peak.rise < GRADER_BYTES
    if attack.kind in ("exhaust", "poison") or attack.witness:
        honest = box.grade_honest()
        assert (honest.status, honest.score) == ("graded", 100.0), said(honest)
    tally[attack.kind, box.tier, "blocked"] += not passed


@pytest.mark.parametrize("name", ["reference_file", "service_next_door"])
def test_without_a_sandbox_the_same_attack_wins(
    name: str, box_of: Callable[[str], Box], outside: Outside
) -> None:
    """What the tiers withstand is real: the decoys are within reach of a process that nothing holds."""
    record = box_of("none").grade("mallory", (ATTACKS / f"steal/{name}.py").read_text("utf-8"))
    assert outside.stolen(said(record)) & {"reference", "environment"}


@pytest.mark.parametrize("attack_file", ALL, ids=lambda attack: attack.name)
def test_every_attack_says_what_it_does_and_what_it_would_have_won(attack_file: Attack) -> None:
    what, _, elsewhere = attack_file.doc.partition("\nElsewhere: ")
    assert what.strip()
    assert elsewhere.strip()


def test_every_class_has_a_witness_and_there_are_enough_attacks() -> None:
    assert len(ALL) >= 80
    assert {attack.kind for attack in ALL if attack.witness} == set(CLASSES)
