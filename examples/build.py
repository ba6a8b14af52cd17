"""Writes the example classes, `examples/class/<assignment>/`: submissions of students, right, wrong and hostile.

Each is made from the reference by a small change, so that a class follows its assignment. Run it after a change of
`solutions/`; a test holds the classes in step, and the tests say what each submission must score.

    python examples/build.py [ASSIGNMENT...]
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

from material import Source

from autograder.assignment import open_assignment
from autograder.course import open_course

HERE = Path(__file__).parent
NAMES = sorted(file.stem for file in (HERE / "classes").glob("*.py"))


def write(name: str, folder: Path) -> list[Path]:
    """Writes the class of an assignment into `folder`, in place of what is there; returns the files."""
    spec = importlib.util.spec_from_file_location(f"class_of_{name}", HERE / "classes" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    source = Source(open_assignment(open_course(HERE.parent), name))
    if folder.exists():
        shutil.rmtree(folder)
    written = []
    for file, content in made.submissions(source).items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        written.append(path)
    return written


if __name__ == "__main__":
    for each in sys.argv[1:] or NAMES:
        print(f"{len(write(each, HERE / 'class' / each))} files of {each}")
