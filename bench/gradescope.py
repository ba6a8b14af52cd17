"""What a bundle for Gradescope takes of a container: `python bench/gradescope.py > bench/gradescope.md`, as root.

Each assignment's bundle is laid out as Gradescope does, a right solution and a known mistake are handed in, and the bundle's
own script grades them in a control group with the memory and the processor of a container: what is there by default, and
where that is not enough the next sizes. Python and its packages are this environment's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from autograder.course import Draw, assignment_names, open_assignment, open_course
from autograder.gradescope.bundle import write_bundle

ROOT = Path(__file__).resolve().parents[1]
GROUPS = Path("/sys/fs/cgroup")
CONTAINERS = ((768, 0.5), (1536, 1.0), (3072, 2.0))  # MB and processors
TIER = "landlock+seccomp"  # what a container without rights of its own gives
EVERY_S = 0.1


class Took(NamedTuple):
    """What a run took: seconds, the most memory in MB, without and with files that were read, and how often the kernel
    ended a process for want of it."""

    score: float | None
    seconds: float
    own_mb: float
    whole_mb: float
    killed: int


def main() -> None:
    if not (GROUPS / "memory/cgroup.procs").exists():
        sys.exit("this takes control groups of version 1 that may be written")
    wanted = sys.argv[1:] or assignment_names(open_course(ROOT))
    print("# A container of Gradescope's\n")
    print(
        "Made by `python bench/gradescope.py`: each bundle's own script under the limits of a container, the hardest tier"
    )
    print(
        f"that one gives without rights of its own ({TIER}). *own* is what processes have for themselves, at its"
    )
    print("most; *whole* counts files that were read too, which the kernel gives up where memory runs out.\n")
    print("| assignment | handed in | container | score | seconds | own MB | whole MB | ended for memory |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for name in wanted:
        for what, source in handed_in(name):
            for memory, processors in CONTAINERS:
                took = run(name, source, memory, processors)
                score = "none" if took.score is None else f"{took.score:g}"
                print(
                    f"| {name} | {what} | {memory} MB, {processors:g} | {score} | {took.seconds:.0f} | {took.own_mb:.0f} "
                    f"| {took.whole_mb:.0f} | {took.killed} |",
                    flush=True,
                )
                if took.score is not None and not took.killed:
                    break


def handed_in(name: str) -> Iterator[tuple[str, str]]:
    """The reference, and the first known mistake that is no more than a function of its own."""
    reference = (ROOT / "solutions" / f"{name}.py").read_text("utf-8")
    yield "right", reference
    for file in sorted((ROOT / "assignments" / name / "mutants").glob("*.py")):
        text = file.read_text("utf-8")
        if "EDITS" not in text and "EQUIVALENT" not in text:
            yield f"`{file.stem}`", f"{reference}\n\n{text}"
            return


def run(name: str, source: str, memory_mb: int, processors: float) -> Took:
    with tempfile.TemporaryDirectory(prefix="gradescope-") as folder:
        root = Path(folder)
        os.chmod(root, 0o755)
        lay_out(root, name, source)
        with Group(memory_mb, processors) as group:
            begun = time.monotonic()
            subprocess.run(
                [root / "source/run_autograder", root], cwd=root, preexec_fn=group.enter, check=False,
                env={"PATH": os.environ["PATH"], "HOME": folder, "AUTOGRADER_HOME": str(root / "home")},
                stdout=(root / "stdout").open("w"), stderr=subprocess.STDOUT,
            )  # fmt: skip
            seconds = time.monotonic() - begun
            results = root / "results/results.json"
            score = json.loads(results.read_bytes()).get("score") if results.exists() else None
            if score is None:
                print((root / "stdout").read_text(), file=sys.stderr)
            return Took(score, seconds, group.own_mb, group.whole_mb, group.killed)


def lay_out(root: Path, name: str, source: str) -> None:
    course = open_course(ROOT)
    write_bundle(
        course, open_assignment(course, name), Draw(b"a secret of the bench's own"), root / "bundle.zip"
    )
    for folder in ("source", "submission", "results", "home/bin"):
        (root / folder).mkdir(parents=True)
    with zipfile.ZipFile(root / "bundle.zip") as packed:
        packed.extractall(root / "source")
    (root / "source/run_autograder").chmod(0o755)
    about = root / "source/bundle.json"
    said = json.loads(about.read_text())
    said["settings"]["sandbox"] = TIER
    about.write_text(json.dumps(said))
    python = root / "home/bin/python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    (root / "source/engine").rename(root / "home/engine")
    (root / "submission" / f"{name}.py").write_text(source, "utf-8")
    users = [{"email": "ada@example.org", "name": "Ada"}]
    (root / "submission_metadata.json").write_text(json.dumps({"users": users}))


class Group:
    """A control group with limits, watched while it is there."""

    def __init__(self, memory_mb: int, processors: float) -> None:
        self._memory, self._cpu = (GROUPS / kind / f"gradescope-{os.getpid()}" for kind in ("memory", "cpu"))
        self._limits = memory_mb << 20, int(processors * 100_000)
        self.own_mb = self.whole_mb = 0.0
        self.killed = 0
        self._over = threading.Event()
        self._watching = threading.Thread(target=self._watch)

    def enter(self) -> None:
        """Called by the process that becomes the group's first."""
        for folder in (self._memory, self._cpu):
            (folder / "cgroup.procs").write_text(str(os.getpid()))

    def __enter__(self) -> Group:
        self._memory.mkdir()
        self._cpu.mkdir()
        (self._memory / "memory.limit_in_bytes").write_text(str(self._limits[0]))
        (self._cpu / "cpu.cfs_period_us").write_text("100000")
        (self._cpu / "cpu.cfs_quota_us").write_text(str(self._limits[1]))
        self._watching.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watching.join()
        for folder in (self._memory, self._cpu):
            for _attempt in range(50):
                try:
                    folder.rmdir()
                    break
                except OSError:  # a process is still ending
                    time.sleep(0.1)

    def _watch(self) -> None:
        while not self._over.wait(EVERY_S):
            self._look()
        self._look()

    def _look(self) -> None:
        said = dict(line.split() for line in (self._memory / "memory.stat").read_text().splitlines())
        self.own_mb = max(self.own_mb, int(said["total_rss"]) / 2**20)
        self.whole_mb = int((self._memory / "memory.max_usage_in_bytes").read_text()) / 2**20
        control = dict(
            line.split() for line in (self._memory / "memory.oom_control").read_text().splitlines()
        )
        self.killed = int(control.get("oom_kill", 0))


if __name__ == "__main__":
    main()
