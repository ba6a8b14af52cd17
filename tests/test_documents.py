"""What the documents say is held: commands are run, links lead somewhere, and rooms import as the architecture has it.

What README, CONTRIBUTING and docs/ tell people to type is typed: every command of their `sh` blocks, in a fresh clone.

Commands run one after the other in one shell, as they stand. Long ones are left to `make gate` (`--long`), where
some have a short form; both are named below. A command that is new is run as it stands until it is named here.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from examples.build import NAMES, class_folder

ROOT = Path(__file__).parents[1]
LINKING = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    ROOT / "CHANGELOG.md",
    *sorted(ROOT.glob("docs/**/*.md")),
]
DOCUMENTS = sorted(
    str(file.relative_to(ROOT))
    for file in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]
)


class Long(NamedTuple):
    """A command that `make test` leaves out. `instead` is what is run in its place; None: as it stands."""

    instead: str | None = None


# What comes after one of these may need what it makes, so it is long too: nbgrader's course is made by `release`.
LONG = {
    "make demo": Long(),
    "autograder doctor": Long(),  # test_batch.py reads what it says
    "make test": Long("make -n test"),  # it would run this test
    "make quick": Long("make -n quick"),
    "make gate": Long("make -n gate"),
    "make notebooks": Long("make -n notebooks"),  # test_notebooks.py runs them
    "make docs": Long(
        "make -n docs"
    ),  # it installs; test_the_guides_are_a_site makes the site where that was done
    "autograder grade examples/class/parity -a parity --draw fixed -o results/examples -j 2": Long(),
    "autograder grade examples/class/parity/mean_for_zero.py -a parity --draw fixed -o results/examples": Long(),
    "pytest assignments/parity/graders --submission=examples/class/parity/reference_module.py --draw=fixed": Long(),
    "autograder verify parity": Long("autograder verify parity --short --seeds 2"),
    "autograder mutate parity": Long("autograder mutate parity mean_abs_saliency --again"),
    "autograder hints parity": Long("autograder hints parity --sample 3 --draws 2"),
    "autograder calibrate parity": Long("autograder calibrate parity --students 1"),
    "autograder release parity -o out": Long("autograder release parity -o out --short --seeds 1"),
    "autograder verify neuron": Long("autograder verify neuron --short --seeds 1"),
    "autograder verify neuron --task fit --seeds 3": Long(
        "autograder verify neuron --task ablation --seeds 1"
    ),
    "autograder mutate neuron": Long(),
    "autograder verify xor --only reference": Long(),
    "autograder calibrate neuron --students 60": Long("autograder calibrate neuron --students 1"),
    "autograder release neuron -o out": Long("autograder release neuron -o out --short --seeds 1"),
    "autograder grade out/student/neuron/neuron.ipynb -a neuron -o out/try": Long(),
    "cd out/instructor/nbgrader": Long(),
    "nbgrader generate_assignment parity": Long(),
    "nbgrader release_assignment parity": Long(),
    "nbgrader collect parity": Long(),
    "nbgrader autograde parity": Long(
        "mkdir -p submitted/ada/parity && cp release/parity/parity.ipynb submitted/ada/parity && nbgrader autograde parity"
    ),
    "nbgrader formgrader": Long("true"),  # a server: tests/nbgrader/test_formgrader.py opens it in a browser
    "nbgrader generate_feedback parity": Long(),
    "nbgrader release_feedback parity": Long(),
    "nbgrader export": Long(),
}

# What `make test` runs in a command's place, which stands as it is for `make gate`: of what is handed in, a file that is
# rejected costs least, and what comes after finds its record.
REJECTED = "autograder grade examples/class/parity/not_python.py -a parity --draw fixed -o results/examples"
CHEAPER = {
    "autograder grade examples/class/parity/mean_for_zero.py examples/class/parity/half_done.ipynb "
    "examples/class/parity/not_python.py -a parity --draw fixed -o results/examples": REJECTED,
    "autograder grade examples/class/parity/half_done.ipynb -a parity --draw fixed -o results/examples": REJECTED,
}


def commands(document: str) -> list[str]:
    """The lines of a document's `sh` blocks, without comments and continuations of comments."""
    text = (ROOT / document).read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    lines = (re.sub(r"(^|\s+)#.*", "", line).strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line]


class Shell:
    """One shell in a fresh clone, with the environment that the README's first command sets up."""

    def __init__(self, folder: Path) -> None:
        self.clone = folder / "clone"
        subprocess.run(["git", "clone", "--quiet", ROOT, self.clone], check=True)
        self._bring_uncommitted()
        for name in NAMES:  # made once for all documents: `make examples` finds them as good as new
            made = class_folder(name)
            shutil.copytree(made, self.clone / "examples/class" / name)
            shutil.copy(made.with_name(f".{name}.digest"), self.clone / "examples/class")
        environment = self.clone / ".venv"  # as if just set up: this one's, under the clone's own name
        environment.mkdir()
        for part in Path(sys.prefix).iterdir():
            (environment / part.name).symlink_to(part)
        (environment / ".ready").unlink(missing_ok=True)
        (environment / ".ready").touch()
        (folder / "config").mkdir()
        self._environment = {
            "PATH": f"{environment / 'bin'}:{os.environ['PATH']}",
            "HOME": str(folder),
            "JUPYTER_CONFIG_DIR": str(folder / "config"),
            "PYTHONPATH": str(self.clone),  # the engine of the clone
            "COLUMNS": "120",
        }
        self._folder = self.clone

    def _bring_uncommitted(self) -> None:
        """What is tried is what lies in the checkout: a change shows here before it is committed."""
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--modified", "--others", "--exclude-standard"],
            cwd=ROOT, check=True, capture_output=True, text=True,
        )  # fmt: skip
        for name in filter(None, listed.stdout.split("\0")):
            source, target = ROOT / name, self.clone / name
            target.unlink(missing_ok=True)
            if source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)

    def run(self, command: str) -> None:
        where = self.clone / ".where"
        script = f"set -e\n{command}\npwd > {where}\n"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self._folder, env=os.environ | self._environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}"
        self._folder = Path(where.read_text().strip())


def quick_and_long() -> Iterator[object]:
    """For each document its quick commands, some by what is cheaper; where it has long ones, all of them too, for `--long`.

    One test runs them all, since each needs what those before it made, and test workers share tests out singly. What another
    document begins with is not typed twice.
    """
    quick_of = {
        document: [CHEAPER.get(c, c) for c in commands(document) if c not in LONG] for document in DOCUMENTS
    }
    typed: list[list[str]] = []
    for document, quick in sorted(quick_of.items(), key=lambda item: (-len(item[1]), item[0])):
        every = commands(document)
        if quick and not any(other[: len(quick)] == quick for other in typed):
            typed.append(quick)
            yield pytest.param(document, quick, id=document)
        if quick != every:
            left = [command for command in every if command in LONG or command in CHEAPER]
            told = f"of {document} {', '.join(left)}"
            yield pytest.param(document, every, id=f"{document}, all", marks=pytest.mark.long(told))


@pytest.mark.parametrize(("document", "typed"), list(quick_and_long()))
def test_the_commands_of_a_document(document: str, typed: list[str], tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    for command in typed:
        long = LONG.get(command)
        shell.run((long and long.instead) or command)


def test_every_long_command_is_in_a_document() -> None:
    assert LONG.keys() | CHEAPER.keys() <= {
        command for document in DOCUMENTS for command in commands(document)
    }


def test_the_readme_is_a_page() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 70


def anchors(document: Path) -> set[str]:
    """The headings of a Markdown file, as links name them."""
    text = re.sub(r"^```.*?^```", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(document: Path) -> list[str]:
    """Where a Markdown file's links lead, but for other sites."""
    text = re.sub(r"^```.*?^```", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    found = re.findall(r"\]\(([^)\s]+)\)", text)
    return [link for link in found if not re.match(r"[a-z]+:", link)]


@pytest.mark.parametrize("document", LINKING, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    for link in links(document):
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        assert target.exists(), f"{link}: there is no such file"
        assert not anchor or anchor in anchors(target), f"{link}: there is no such heading"


def test_the_guides_are_a_site(tmp_path: Path) -> None:
    """Without a warning, so that no link within it leads nowhere; and the page of guides leads to every guide."""
    pytest.importorskip("sphinx", reason="the site is made by Sphinx, which `make docs` installs")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-c", "docs", "-b", "html", "-d"]
    done = subprocess.run(
        [*command, tmp_path / "read", ".", tmp_path / "site"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert all((tmp_path / "site" / f"{guide[:-3]}.html").is_file() for guide in DOCUMENTS)


def test_the_page_of_guides_names_them_all() -> None:
    named = {link.partition("#")[0] for link in links(ROOT / "docs/index.md")}
    assert {file.name for file in ROOT.glob("docs/*.md")} - {"index.md"} <= named


def test_what_is_promised_is_tried_by_tests_that_exist() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    promises = [line for line in text.splitlines() if re.match(r"\| (instructor|TA|student) \|", line)]
    assert len(promises) > 8
    for line in promises:
        tried = re.findall(r"`(tests/[^`]*)`", line)
        assert tried, f"nothing tries this: {line}"
        for path in tried:
            assert (ROOT / path).exists(), f"{path}: there is no such file"


def rooms() -> list[str]:
    """The engine's rooms as docs/architecture.md lists them, the highest first."""
    return re.findall(r"^\| `(\w+)/` \|", (ROOT / "docs/architecture.md").read_text("utf-8"), re.MULTILINE)


def test_the_architecture_names_every_room() -> None:
    assert sorted(rooms()) == sorted(file.parent.name for file in ROOT.glob("autograder/*/__init__.py"))


@pytest.mark.parametrize("room", rooms())
def test_a_room_imports_only_what_is_below_it(room: str) -> None:
    below = {*rooms()[rooms().index(room) + 1 :], "record", "progress"}
    for file in (ROOT / "autograder" / room).rglob("*.py"):
        if "template" in file.parts:  # an assignment to begin with: it imports what assignments do
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            for name in _rooms_imported(node, file.relative_to(ROOT / "autograder")):
                assert name == room or name in below, f"{file.relative_to(ROOT)} imports {name}"


def test_what_every_room_may_import_imports_none() -> None:
    for file in (ROOT / "autograder/progress.py", *(ROOT / "autograder/record").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            assert set(_rooms_imported(node, file.relative_to(ROOT / "autograder"))) <= {"record"}


def _rooms_imported(node: ast.AST, file: Path) -> list[str]:
    """The first names below `autograder` that a statement of a file imports from."""
    if isinstance(node, ast.Import):
        return [name.name.split(".")[1] for name in node.names if name.name.startswith("autograder.")]
    if not isinstance(node, ast.ImportFrom):
        return []
    package = ["autograder", *file.parts[:-1]]
    base = package[: len(package) - node.level + 1] if node.level else []
    whole = [*base, *(node.module or "").split(".")] if node.module else base
    if whole[:1] != ["autograder"]:
        return []
    return whole[1:2] or [name.name for name in node.names]
