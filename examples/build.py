"""Makes the example classes, `examples/class/<assignment>/`: submissions of students, right, wrong and hostile.

Each is made from the reference by a small change, so that a class follows its assignment. `make examples` and
`make demo` make those that are missing or old, and so does whoever asks for one with `class_folder`.

    python -m examples.build [ASSIGNMENT...]
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from autograder.course import Assignment, open_assignment, open_course

from .material import Source

HERE = Path(__file__).parent
ROOT = HERE.parent
NAMES = sorted(file.stem for file in (HERE / "classes").glob("[!_]*.py"))


def class_folder(name: str, root: Path = ROOT) -> Path:
    """The folder of an assignment's example class in the course at `root`; made first where it is missing or old.

    Old: what it was made from has changed, which a digest beside it tells. Several processes may ask at once: one
    makes it, the others wait. A class appears whole or not at all. Raises what the making of it raises.
    """
    assignment = open_assignment(open_course(root), name)
    folder = root / "examples" / "class" / name
    digest = folder.with_name(f".{name}.digest")
    with _alone(folder.with_name(f".{name}.lock")):
        made_from = _digest(assignment)
        if not folder.is_dir() or not digest.is_file() or digest.read_text("ascii") != made_from:
            digest.unlink(missing_ok=True)
            _replace(folder, submissions(assignment))
            digest.write_text(made_from, "ascii")
    return folder


def submissions(assignment: Assignment) -> dict[str, bytes]:
    """The files of an assignment's example class: content by path under its folder."""
    made = importlib.import_module(f"examples.classes.{assignment.name}").submissions(Source(assignment))
    return {path: text if isinstance(text, bytes) else text.encode() for path, text in made.items()}


def _digest(assignment: Assignment) -> str:
    """Changes with what a class is made from: the assignment, the engine that makes notebooks, and our own scripts."""
    whole = hashlib.sha256(assignment.digest.encode())
    scripts = [Path(__file__), HERE / "material.py", HERE / "classes" / f"{assignment.name}.py"]
    stub = [assignment.for_students / name for name in assignment.stub]
    for file in (*scripts, *assignment.right.values(), assignment.solution, *stub):
        whole.update(f"{file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _replace(folder: Path, files: dict[str, bytes]) -> None:
    """Puts a folder of these files in the place of `folder`."""
    fresh, former = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    for left_over in (fresh, former):  # by a run that was killed
        shutil.rmtree(left_over, ignore_errors=True)
    for path, content in files.items():
        (fresh / path).parent.mkdir(parents=True, exist_ok=True)
        (fresh / path).write_bytes(content)
    if folder.exists():
        folder.rename(former)
    fresh.rename(folder)
    shutil.rmtree(former, ignore_errors=True)


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process at a time; the lock goes with its process, however that ends."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    for each in sys.argv[1:] or NAMES:
        print(class_folder(each).relative_to(ROOT))
