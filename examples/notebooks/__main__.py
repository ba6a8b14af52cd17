"""Runs notebooks with the reference filled in and makes one page of their pictures, `dist/notebooks.html`.

    python -m examples.notebooks [--dark] [ASSIGNMENT...]

Beside the page, `dist/notebooks/` holds each notebook as it ran and each picture as a file. Exits with 1 where a
notebook stopped, or a picture has a problem that a program can see.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from autograder.course import open_assignment, open_course

from .page import write_page
from .run import run

ROOT = Path(__file__).parents[2]


def main() -> None:
    course = open_course(ROOT)
    every = sorted(file.parent.name for file in (ROOT / "assignments").glob("*/assignment.toml"))
    arguments = argparse.ArgumentParser(prog="python -m examples.notebooks")
    arguments.add_argument("name", nargs="*", metavar="ASSIGNMENT", help="all of them if left out")
    arguments.add_argument("--dark", action="store_true", help="light letters on dark paper")
    asked = arguments.parse_args()
    names = asked.name or every
    if unknown := sorted(set(names) - set(every)):
        sys.exit(f"there is no assignment {unknown[0]}; there are {', '.join(every)}")
    folder = ROOT / "dist" / "notebooks"
    folder.mkdir(parents=True, exist_ok=True)
    ran = []
    for name in names:
        done = run(course, open_assignment(course, name), asked.dark)
        ran.append(done)
        (folder / f"{name}.ipynb").write_text(done.notebook, "utf-8")
        for old in folder.glob(f"{name}-*.png"):
            old.unlink()
        for number, picture in enumerate(done.pictures, start=1):
            (folder / f"{name}-{number:02}.png").write_bytes(picture.png)
        print(
            f"{name}: {done.seconds:.0f} s, {len(done.pictures)} pictures, {done.problems} problems",
            flush=True,
        )
        for number, picture in enumerate(done.pictures, start=1):
            for problem in picture.looked.problems:
                print(f"  {name}-{number:02}.png, {picture.section}: {problem}")
        if done.error:
            print(f"  it stopped: {done.error}")
    page = folder.with_name("notebooks.html")
    write_page(ran, page)
    print(f"open {page.relative_to(ROOT)}")
    if any(done.error or done.problems for done in ran):
        sys.exit(1)


if __name__ == "__main__":
    main()
