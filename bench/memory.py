"""What grading takes of a machine's memory, on parity's reference: `python bench/memory.py > bench/memory.md`.

One worker grades the reference for one student after the other; its processes are looked at from outside all the
while. Resident is what the kernel calls VmRSS, pages that processes share (torch's own code above all) counted in
each; private is what a process has for itself, Private_* of smaps_rollup.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from pathlib import Path

from autograder.grading.pool import Job, Workers, run
from autograder.sandbox import choose

ASSIGNMENT = "parity"
STUDENTS = (1, 40, 80)  # the peaks so far after so many: memory must not grow with the class
EVERY_S = 0.02
ROLES = ("grading worker", "its zygote", "the student's process")


def main() -> None:
    tier = choose("auto")
    watch = Watch()
    jobs = [Job(f"student{i}", specimen="reference") for i in range(max(STUDENTS))]
    peaks = {}
    with watch:
        for n, done in enumerate(
            run(jobs, Path(__file__).resolve().parents[1], ASSIGNMENT, Workers(1, tier)), 1
        ):
            assert done.record is not None
            assert done.record.status == "graded", done.record.reason
            if n in STUDENTS:
                peaks[n] = {role: tuple(watch.peak[role]) for role in ROLES}
    print("# Memory of grading\n")
    print(
        f"Made by `python bench/memory.py`: {ASSIGNMENT}'s reference, graded for {max(STUDENTS)} students by one"
    )
    print(f"worker behind {tier}. Peaks in MB, seen every {EVERY_S * 1e3:g} ms.\n")
    titles = [f"{kind} after {n}" for n in STUDENTS for kind in ("resident", "private")]
    print(f"| process | {' | '.join(titles)} |")
    print("|---" * (1 + len(titles)) + "|")
    for role in ROLES:
        cells = [f"{value / 1024:.0f}" for n in STUDENTS for value in peaks[n][role]]
        print(f"| {role} | {' | '.join(cells)} |")


class Watch:
    """Looks at this process's descendants until it is left; `peak[role]` is [resident, private] in kB."""

    def __init__(self) -> None:
        self.peak: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(EVERY_S):
            self._walk(os.getpid(), inside=0)

    def _walk(self, pid: int, inside: int) -> None:
        """`inside`: how many of its ancestors run the student's side. The zygote has none, its children one."""
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            ours = any(argument.endswith(b"inside/__main__.py") for argument in command)
            python = b"python" in command[0]
            if python and ours:
                self._note(ROLES[1 + inside], pid)
            elif any(b"spawn_main" in argument for argument in command):
                self._note(ROLES[0], pid)
            for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
                self._walk(int(child), inside + (python and ours))
        except (OSError, IndexError):
            return  # it has ended

    def _note(self, role: str, pid: int) -> None:
        resident = sum(kilobytes(f"/proc/{pid}/status", "VmRSS:"))
        private = sum(kilobytes(f"/proc/{pid}/smaps_rollup", "Private_"))
        self.peak[role] = [max(pair) for pair in zip(self.peak[role], (resident, private), strict=True)]


def kilobytes(file: str, field: str) -> list[int]:
    return [int(line.split()[1]) for line in Path(file).read_text().splitlines() if line.startswith(field)]


if __name__ == "__main__":
    main()
