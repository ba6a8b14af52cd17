"""Forged verdicts and stolen tests, side by side: the same attacks on three graders in use and on this kit.

    .venv/bin/python bench/side_by_side.py > bench/side_by_side.md

runs the classes `forge` and `steal` of tests/attacks, and the forms that some take for one grader
(side_by_side/attacks/GRADER/), against nbgrader, otter-grader (`otter run`), gradescope-utils and this kit.
`--grader NAME` and `--attack NAME` run a part of it.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import peers
from report import report

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.sandbox import TIERS, why_not  # noqa: E402
from tests.attacks.outside import Outside, changes  # noqa: E402
from tests.test_attacks import ATTACKS, Box, readable, said  # noqa: E402

OWN = peers.HERE / "attacks"
OURS = "this kit"
GRADERS = (*peers.PEERS, OURS)
CLASSES = ("forge", "steal")
WIRE = {"channel", "swallow", "raw", "reply", "returned"}  # tools that write to this kit's own socket
# Without walls these would reach this very machine, not decoys alone. Where one has a form that keeps to the decoys,
# the peers get that: side_by_side/attacks/peers/.
BEHIND_WALLS_ONLY = {
    "site_customization",
    "course_listing",
    "environments_of_others",
    "home",
    "kernel_windows",
    "left_behind_files",
}


@dataclass
class Attack:
    """One idea, and its file for each grader on which it can be tried."""

    kind: str
    name: str
    files: dict[str, Path] = field(default_factory=dict)

    def own(self, grader: str) -> bool:
        """Whether it has a form for this grader alone."""
        return OWN / grader in self.files.get(grader, ROOT).parents

    @property
    def what(self) -> str:
        file = self.files.get(OURS) or next(iter(self.files.values()))
        doc = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
        return " ".join(doc.partition("\n\n")[0].split())


@dataclass(frozen=True)
class Outcome:
    """What came of a submission: its score, and the kinds of hidden material that it read and that it was shown."""

    score: float | None
    earned: float  # the points that it had honestly earned
    read: frozenset[str]
    shown: frozenset[str]
    reached: bool  # it came to its decisive step

    @property
    def gained(self) -> float:
        return max(0.0, (self.score or 0.0) - self.earned)


def all_attacks() -> list[Attack]:
    """The suite's, on every grader where they make sense; a form of its own for a grader goes before."""
    found: dict[tuple[str, str], Attack] = {}

    def add(kind: str, file: Path, graders: tuple[str, ...]) -> None:
        attack = found.setdefault((kind, file.stem), Attack(kind, file.stem))
        attack.files |= dict.fromkeys(graders, file)

    for kind in CLASSES:
        for file in sorted((ATTACKS / kind).glob("*.py")):
            add(kind, file, (OURS,) if only_here(file) else GRADERS)
        own = {"everywhere": GRADERS, "peers": tuple(peers.PEERS)} | {
            grader: (grader,) for grader in peers.PEERS
        }
        for folder, graders in own.items():
            for file in sorted((OWN / folder / kind).glob("*.py")):
                add(kind, file, graders)
    return [found[key] for key in sorted(found)]


def only_here(file: Path) -> bool:
    """Whether an attack is about what this kit alone has: its socket, its engine in the student's process, a second
    call on a public example; or is none to let loose without walls."""
    text = file.read_text("utf-8")
    imported = {
        alias.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and node.module == "toolbox"
        for alias in node.names
    }
    about_us = 'sys.modules["inside' in text or 'prompt != "a public prompt"' in text
    return about_us or bool(imported & WIRE) or file.stem in BEHIND_WALLS_ONLY


def earns(source: str) -> float:
    """The points that an attack honestly earns: its constant EARNS."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "EARNS":
            return float(ast.literal_eval(node.value))
    return 0.0


class Peer:
    """A stock grader, and what its attackers know."""

    def __init__(self, name: str, outside: Outside, workshop: Path, honest: str) -> None:
        self.name = name
        self.outside = outside
        self.notes = workshop / "notes.txt"  # outside the grader's folders: there an attack tells what it got
        self.scene = peers.Scene(
            given=outside.course / "assignments/probing/student/given.py",
            tokens=outside.tokens | {"number": str(outside.number)},
            environment={"COURSE_TOKEN": os.environ["COURSE_TOKEN"], "NOTES": str(self.notes)},
            neighbour=f"{honest}\n# {outside.tokens['student']}\n",
            workshop=workshop,
        )
        self._installed_at_first = self._installed()

    def grade(self, source: str) -> Outcome:
        self.notes.write_text("")
        with tempfile.TemporaryDirectory(prefix="side-by-side-") as folder:
            run = peers.PEERS[self.name](source, self._modules(Path(folder)), self.scene, Path(folder))
        notes = self.notes.read_text("utf-8", "replace")
        # A student's process is given the hidden inputs: to have them shown to the student is what counts.
        read, shown = hidden(self.outside, notes) - {"input"}, hidden(self.outside, run.shown)
        return Outcome(run.score, earns(source), read, shown, "reached" in notes)

    def _modules(self, folder: Path) -> dict[str, str]:
        """The attacker's tools, whose evidence goes into a file, and the attacker's knowledge of this grader."""
        facts = _DECOYS | _KNOWN[self.name]
        for name in _DECOYS.values():
            Path(name.format(folder=folder)).mkdir(parents=True)
        own = "".join(f"{name} = {value.format(folder=folder)!r}\n" for name, value in facts.items())
        toolbox = (ATTACKS / "toolbox.py").read_text("utf-8")
        return {"toolbox.py": toolbox + _NOTES, "known.py": self.outside.known() + own + _PROCESSES}

    def close(self) -> None:
        """Raises when a run has changed the peers' environment, which would be the same for all runs after it."""
        if changed := list(changes(self._installed_at_first, self._installed())):
            raise SystemExit(
                f"an attack has changed the peers' environment: {changed[0]}. Remove {peers.VENV}"
            )

    @staticmethod
    def _installed() -> dict[str, object]:
        files = (
            file for file in peers.VENV.rglob("*") if file.suffix != ".pyc" and file.name != "__pycache__"
        )
        stats = ((file, file.lstat()) for file in files)
        return {str(file): (s.st_size, s.st_mtime_ns) for file, s in stats if not file.is_dir()}


class Ours:
    """This kit, in the best tier that this machine gives."""

    def __init__(self, outside: Outside) -> None:
        self.tier = next(tier for tier in TIERS if why_not(tier) is None)
        self.outside = outside
        self._box = Box(self.tier, outside)

    def grade(self, source: str) -> Outcome:
        record = self._box.grade("eve", source)
        everything = said(record)
        read, shown = hidden(self.outside, everything) - {"input"}, hidden(self.outside, readable(record))
        return Outcome(record.score, earns(source), read, shown, "reached" in everything)

    def close(self) -> None:
        self._box.close()


def hidden(outside: Outside, text: str) -> frozenset[str]:
    """The kinds of hidden material that stand in a text."""
    return frozenset(outside.stolen(text) | ({"input"} if str(outside.number) in text else set()))


EMPTY = "".join(
    f'def {function}:\n    raise NotImplementedError("not written yet")\n\n\n'
    for function in ("attribute(prompt, x)", "extremes(x)", "table(x)", "train(x, y, seed)", "watch(model)")
)

_NOTES = """

def _note(text):
    with open(os.environ["NOTES"], "a", errors="replace") as notes:
        notes.write(text + "\\n")


def reached():
    _note("reached")


_tell = tell


def tell(attempt):
    text = _tell(attempt)
    _note(text)
    return text
"""

_PROCESSES = """
import os
import sys

GRADER = os.getppid() if "ipykernel" in sys.modules else os.getpid()
ZYGOTE = SIBLING = NEIGHBOUR
"""

# Where an attacker finds with a peer what there is to find; other things are the same decoys for all.
_DECOYS = {"PACKAGE": "{folder}/decoys/package", "SITE": "{folder}/decoys/site"}
_KNOWN = {
    "nbgrader": {
        "COURSE": "{folder}",
        "GRADERS": "{folder}/autograded/eve/probing",
        "HIDDEN": "{folder}/autograded/eve/probing/probing.ipynb",
        "REFERENCE": "{folder}/source/probing/probing.ipynb",
        "SUBMISSION": "{folder}/submitted/ada/probing/probing.ipynb",
    },
    "otter-grader": {
        "COURSE": "{folder}",
        "GRADERS": "tests",  # in the working folder, whose name is drawn
        "HIDDEN": "tests/attribute.py",
        "REFERENCE": "{folder}/solution.py",
        "SUBMISSION": "{folder}/ada.ipynb",
    },
    "gradescope-utils": {
        "COURSE": "{folder}/source",
        "GRADERS": "{folder}/source/tests",
        "HIDDEN": "{folder}/source/tests/test_probing.py",
        "REFERENCE": "{folder}/source/reference.py",
    },
}


def opened(name: str, outside: Outside, workshop: Path, honest: str) -> Peer | Ours:
    if name not in peers.PEERS:
        return Ours(outside)
    workshop.mkdir()
    return Peer(name, outside, workshop, honest)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--grader", action="append", choices=GRADERS, help="only this one (may be repeated)")
    parser.add_argument("--attack", action="append", help="only attacks of this name (may be repeated)")
    options = parser.parse_args()
    graders = options.grader or list(GRADERS)
    attacks = [a for a in all_attacks() if options.attack is None or a.name in options.attack]
    honest = (ATTACKS / "course/solutions/probing.py").read_text("utf-8").replace("@reference@", "")
    peers.install()
    outcomes: dict[tuple[str, str], Outcome] = {}
    tier = ""
    with Outside() as outside, tempfile.TemporaryDirectory(prefix="side-by-side-") as workshop:
        for grader in graders:
            place = Path(workshop) / grader.replace(" ", "-")
            with contextlib.closing(opened(grader, outside, place, honest)) as it:
                tier = it.tier if isinstance(it, Ours) else tier
                submissions = {"honest/right": honest, "honest/empty": EMPTY} | {
                    f"{a.kind}/{a.name}": a.files[grader].read_text("utf-8")
                    for a in attacks
                    if grader in a.files
                }
                for name, source in submissions.items():
                    began = time.perf_counter()
                    outcomes[grader, name] = outcome = it.grade(source)
                    said_in_short = f"{outcome.score} {'reached' if outcome.reached else '-'} {sorted(outcome.read | outcome.shown)}"
                    print(
                        f"{grader:16} {name:36} {time.perf_counter() - began:5.1f} s  {said_in_short}",
                        file=sys.stderr,
                    )
    print(report(attacks, outcomes, graders, peers.versions(), tier))


if __name__ == "__main__":
    main()
