"""Grades 11 of the example submissions, of three assignments, and says where the results are.

    python -m examples.demo

One worker to an assignment, several assignments at a time: what a worker loads before its first submission is a good
part of so few, and no processor waits for the last submission of another's assignment.
"""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from autograder.course import open_course
from autograder.grading.pool import workers_available

from .build import ROOT, class_folder

# the examples are public, and so may their draw be; apart, so that a class is not kept from the course's own results
RESULTS = open_course(ROOT).results / "examples"

# what is quickly graded: all of it in about a minute, of which half is what the workers load
DEMO = {
    "parity": [
        "reference_notebook.ipynb",
        "numpy_by_hand.py",
        "mean_for_zero.py",
        "half_done.ipynb",
        "equal_to_everything.py",
    ],
    "bigram_lesions": [
        "numpy_closed_form.py",
        "zero_for_deleted.py",
        "words_with_markup.py",
        "lesions_only.ipynb",
    ],
    "induction_head": [
        "looks_only.ipynb",
        "guesses_the_circuit.py",
    ],
}
LONGEST_FIRST = ("parity", "induction_head", "bigram_lesions")


def main() -> int:
    """Grades the assignments side by side and prints their tables; the highest of their exit codes."""
    processors = workers_available()
    at_once = min(processors, len(DEMO))
    total = sum(map(len, DEMO.values()))
    print(
        f"grading {total} submissions of {len(DEMO)} assignments, {at_once} assignments at a time", flush=True
    )

    def grade(name: str) -> subprocess.CompletedProcess[str]:
        began = time.monotonic()
        paths = [str(class_folder(name) / file) for file in DEMO[name]]
        command = [sys.executable, "-m", "autograder", "grade", *paths, "-a", name, "--course", str(ROOT)]
        command += ["--draw", "fixed", "-o", str(RESULTS), "-j", str(max(1, processors // len(DEMO)))]
        done = subprocess.run(command, capture_output=True, text=True)
        print(f"{name}: {len(DEMO[name])} submissions in {time.monotonic() - began:.0f} s", flush=True)
        return done

    began = time.monotonic()
    with ThreadPoolExecutor(at_once) as pool:
        done = dict(zip(LONGEST_FIRST, pool.map(grade, LONGEST_FIRST), strict=True))
    for name in DEMO:
        print(done[name].stdout if done[name].returncode in (0, 3) else done[name].stderr)
    print(f"{total} submissions in {time.monotonic() - began:.0f} s")
    print(f"a record of each, with all that was checked: {RESULTS}/<assignment>/")
    return max(run.returncode for run in done.values())


if __name__ == "__main__":
    sys.exit(main())
