"""What a student's process costs behind each tier's walls: `python bench/tiers.py > bench/tiers.md`.

A process is forked from a zygote that holds torch, confined, asked one trivial thing, and ended. CPU time is the
grader's, the zygote's and the process's own together, less what the zygote's start took; `none` is the peer.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from statistics import median

from autograder.inside import messages
from autograder.sandbox import TIERS, Allowance, Limits, StudentProcess, Tier, Zygote, why_not

PROCESSES = 100
CALLS = 500
TICKS = os.sysconf("SC_CLK_TCK")
SOURCE = [("work.py", 1, "import torch\ndef one(): return 1\ndef add(x): return x + 1\n")]


def main() -> None:
    rows = [row for tier in (Tier.NONE, *reversed(TIERS)) if (row := measure(tier)) is not None]
    print("# A student's process in each tier\n")
    print(f"Made by `python bench/tiers.py`: {PROCESSES} processes in each tier, {CALLS} calls in one.\n")
    print(
        "| tier | wall ms, median | CPU ms, mean | of `none` | private MB | a small call, µs of grader CPU |"
    )
    print("|---|---|---|---|---|---|")
    for name, wall, cpu, private, call in rows:
        print(f"| {name} | {wall:.0f} | {cpu:.1f} | {cpu / rows[0][2]:.2f} | {private:.1f} | {call:.0f} |")


def measure(tier: Tier) -> tuple[str, float, float, float, float] | None:
    problem = why_not(tier)
    if problem is not None:
        print(f"{tier} cannot be had here: {problem}")
        return None
    limits = Limits()
    with Zygote(["torch", "numpy"], {}, tier) as zygote:
        assert zygote._process is not None
        family = zygote._process.pid
        for _ in range(3):
            one_process(zygote, limits)
        before, own = cpu_of_family(family), time.process_time()
        walls = []
        for _ in range(PROCESSES):
            started = time.perf_counter()
            one_process(zygote, limits)
            walls.append(time.perf_counter() - started)
        cpu = cpu_of_family(family) - before + time.process_time() - own
        private, call = calls(zygote, limits)
    return str(tier), median(walls) * 1e3, cpu / PROCESSES * 1e3, private, call


def one_process(zygote: Zygote, limits: Limits) -> None:
    process = StudentProcess(zygote, limits)
    ask(process, messages.Load("work", SOURCE, {}, {}, 7))
    ask(process, messages.Call("one", [], {}, 7))
    process.close()


def calls(zygote: Zygote, limits: Limits) -> tuple[float, float]:
    """Private memory of a process in MB, and the grader's CPU time for a small call in µs."""
    process = StudentProcess(zygote, limits)
    ask(process, messages.Load("work", SOURCE, {}, {}, 7))
    started = time.process_time()
    for _ in range(CALLS):
        ask(process, messages.Call("one", [], {}, 7))
    spent = time.process_time() - started
    rollup = Path(f"/proc/{process._child.pid}/smaps_rollup").read_text()
    private = sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Private_"))
    process.close()
    return private / 1024, spent / CALLS * 1e6


def ask(process: StudentProcess, request: messages.Request) -> None:
    process.ask(request, [], Allowance(cpu_s=10, wall_s=60))


def cpu_of_family(pid: int) -> float:
    """CPU seconds of a process, its descendants, and those of its descendants' that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(map(int, fields[11:15])) / TICKS + sum(cpu_of_family(int(child)) for child in children)


if __name__ == "__main__":
    main()
