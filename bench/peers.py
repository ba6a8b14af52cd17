"""Grades one submission with a stock grader, as its documentation says, in a folder made for that one run.

A submission is the text of one Python module, with the attacker's own modules beside it. Each peer has an assignment
of its own form in side_by_side/PEER/; all ask for the functions of tests/attacks/course, with the same points. Nothing
here judges: a `Run` says what score the peer gave, and what came back.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent / "side_by_side"
VENV = Path(__file__).resolve().parent / ".venv"
TIMEOUT_S = 120  # several times what the slowest peer takes for an honest submission


@dataclass(frozen=True)
class Run:
    """What a grader made of a submission: points of 100, None where it gave none; what the student is shown; its log."""

    score: float | None
    shown: str = ""
    log: str = ""


@dataclass(frozen=True)
class Scene:
    """What stands round a submission. `tokens` are put for the names between at signs in the peers' assignments."""

    given: Path
    tokens: Mapping[str, str]
    environment: Mapping[str, str]
    neighbour: str  # what another student, ada, has handed in
    workshop: Path  # a folder of the whole run, for what is made once

    def fill(self, file: Path) -> str:
        text = file.read_text()
        for name, value in self.tokens.items():
            text = text.replace(f"@{name}@", value)
        return text


Modules = Mapping[str, str]  # file names and texts of what is handed in beside the main module


def install() -> None:
    """Makes the peers' own environment, once."""
    wanted, ready = HERE / "requirements.txt", VENV / "ready"
    if ready.exists() and ready.read_text() == wanted.read_text():
        return
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    pip = [str(VENV / "bin/python"), "-m", "pip", "--quiet"]
    subprocess.run([*pip, "install", "-r", str(wanted)], check=True)
    # An optional checker of JSON schemas' formats, which costs each process that imports nbformat a second.
    subprocess.run([*pip, "uninstall", "--yes", "rfc3987-syntax"], check=True)
    ready.write_text(wanted.read_text())


def versions() -> dict[str, str]:
    """The versions of the peers, as installed, and of what they run on."""
    ask = f"import importlib.metadata as m; print(*map(m.version, {[*PEERS, 'torch']}))"
    found = subprocess.run([VENV / "bin/python", "-c", ask], capture_output=True, text=True, check=True)
    named = dict(zip([*PEERS, "torch"], found.stdout.split(), strict=True))
    return named | {"Python": platform.python_version()}


def nbgrader(source: str, modules: Modules, scene: Scene, course: Path) -> Run:
    """`nbgrader autograde` on an assignment that `nbgrader generate_assignment` made."""
    shutil.copytree(_nbgrader_course(scene), course, dirs_exist_ok=True)
    for student, work in (("ada", scene.neighbour), ("eve", source)):
        handed_in = shutil.copytree(course / "release/probing", course / "submitted" / student / "probing")
        notebook = json.loads((handed_in / "probing.ipynb").read_text())
        for cell in notebook["cells"]:
            if cell["metadata"]["nbgrader"]["solution"]:
                cell["source"] = work
        (handed_in / "probing.ipynb").write_text(json.dumps(notebook))
    _write(course / "submitted/eve/probing", modules)
    log = _run(["nbgrader", "autograde", "probing", "--student", "eve"], course, scene, course)
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as gradebook:
        scores = [score for (score,) in gradebook.execute("SELECT auto_score FROM grade")]
    score = None if not scores or None in scores else sum(scores)
    graded = course / "autograded/eve/probing/probing.ipynb"
    cells = json.loads(graded.read_text())["cells"] if graded.exists() else []
    return Run(score, json.dumps([cell["outputs"] for cell in cells], ensure_ascii=False), log)


def _nbgrader_course(scene: Scene) -> Path:
    """The course as it is before anybody hands in."""
    course = scene.workshop / "nbgrader"
    if not course.exists():
        original = course / "source/probing"
        original.mkdir(parents=True)
        shutil.copy(scene.given, original)
        notebook = _marked_notebook(scene.fill(HERE / "nbgrader/probing.py"))
        (original / "probing.ipynb").write_text(json.dumps(notebook))
        (course / "nbgrader_config.py").touch()
        _run(["nbgrader", "generate_assignment", "probing"], course, scene, course)
    return course


def otter(source: str, modules: Modules, scene: Scene, folder: Path) -> Run:
    """`otter run` on a zip of a notebook, with the zip that otter takes for an autograder."""
    with zipfile.ZipFile(folder / "autograder.zip", "w") as archive:
        for file in sorted((HERE / "otter/tests").glob("*.py")):
            archive.writestr(f"tests/{file.name}", scene.fill(file))
        archive.write(scene.given, "files/given.py")
        archive.writestr("otter_config.json", "{}")
    cells = {
        student: [_code_cell("work", work, {})]
        for student, work in (("ada", scene.neighbour), ("eve", source))
    }
    notebooks = {student: json.dumps(_notebook(cell)) for student, cell in cells.items()}
    _write(folder, {"solution.py": scene.fill(HERE / "otter/solution.py"), "ada.ipynb": notebooks["ada"]})
    with zipfile.ZipFile(folder / "eve.zip", "w") as archive:
        for name, text in {"probing.ipynb": notebooks["eve"], **modules}.items():
            archive.writestr(name, text)
    (folder / "out").mkdir()
    command = ["otter", "run", "eve.zip", "-a", "autograder.zip", "-o", "out"]
    return _results(folder / "out/results.json", _run(command, folder, scene, folder))


def gradescope(source: str, modules: Modules, scene: Scene, folder: Path) -> Run:
    """The folders and the run_tests.py of Gradescope's autograder template, with gradescope-utils' runner."""
    for name in ("source/tests", "submission", "results"):
        (folder / name).mkdir(parents=True)
    for name in ("run_tests.py", "reference.py", "tests/test_probing.py"):
        _write(folder / "source", {name: scene.fill(HERE / "gradescope" / name)})
    shutil.copy(scene.given, folder / "source")
    _write(folder / "submission", {"probing.py": source, **modules})
    for file in (folder / "submission").iterdir():  # as the template's run_autograder does
        shutil.copy(file, folder / "source")
    log = _run(["python", "run_tests.py"], folder / "source", scene, folder)
    return _results(folder / "results/results.json", log)


PEERS: dict[str, Callable[[str, Modules, Scene, Path], Run]] = {
    "nbgrader": nbgrader,
    "otter-grader": otter,
    "gradescope-utils": gradescope,
}


def _results(file: Path, log: str) -> Run:
    """The score as Gradescope takes it from results.json, the file's own or the sum of its tests'; what it shows."""
    try:
        results = json.loads(file.read_text())
        tests = results["tests"]
        score = results["score"] if "score" in results else sum(test.get("score", 0) for test in tests)
        shown = [t for t in tests if t.get("visibility", results.get("visibility", "visible")) == "visible"]
        return Run(float(score), json.dumps([shown, results.get("output")], ensure_ascii=False), log)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return Run(None, "", f"{log}\nno results: {error!r}")


def _marked_notebook(text: str) -> dict[str, object]:
    """`# %% NAME` begins the cell that students fill in, `# %% NAME POINTS` a locked cell of tests."""
    cells = []
    for cell in text.split("# %% ")[1:]:
        head, _, body = cell.partition("\n")
        name, *points = head.split()
        settings = {"grade_id": name, "schema_version": 3, "task": False}
        settings |= {"grade": bool(points), "locked": bool(points), "solution": not points}
        settings |= {"points": int(points[0])} if points else {}
        cells.append(_code_cell(name, body.strip(), {"nbgrader": settings}))
    return _notebook(cells)


def _notebook(cells: Iterable[dict[str, object]]) -> dict[str, object]:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": list(cells), "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _code_cell(name: str, source: str, metadata: dict[str, object]) -> dict[str, object]:
    cell = {"cell_type": "code", "id": name, "metadata": metadata, "source": source}
    return cell | {"outputs": [], "execution_count": None}


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")


def _run(command: list[str], folder: Path, scene: Scene, home: Path) -> str:
    """Runs a tool of the peers' environment to its end, or to the time limit; what it printed."""
    environment = {
        "PATH": f"{VENV / 'bin'}:/usr/bin:/bin",
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
    }
    # The shell stands between, so that what a submission does to its parent process is done to the peer alone.
    shell = ["/bin/sh", "-c", '"$@"; exit $?', "sh", *command]
    with (home / "log.txt").open("w+b") as log:
        process = subprocess.Popen(
            shell,
            cwd=folder,
            env=environment | dict(scene.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            process.wait(TIMEOUT_S)
        except subprocess.TimeoutExpired:
            log.write(f"\nno end after {TIMEOUT_S} s".encode())
        _end_all(home)
        process.wait()
        log.seek(0)
        return log.read().decode("utf-8", "replace")


def _end_all(home: Path) -> None:
    """Ends the processes that were started with this home: kernels have sessions of their own."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended, or is another user's
            if f"HOME={home}\0".encode() in (folder / "environ").read_bytes():
                os.kill(int(folder.name), signal.SIGKILL)
