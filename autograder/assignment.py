"""An assignment as it stands in a course: its settings, and its modules loaded under names of their own.

Everything here is trusted and stays on the grader's side, but for `given.py`, which students have too.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import itertools
import sys
import tomllib
import types
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from .course import Course, CourseError
from .sandbox import Limits
from .submission.source import Chunk, Unreadable, cells_of_script, compiled, extract

ENGINE = Path(__file__).parent
MUTANT_SETTINGS = frozenset({"LOSES", "HINT", "EQUIVALENT", "SIGNATURE"})
_numbers = itertools.count()


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    points: float
    extra: bool = False


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A written answer that a TA scores."""

    name: str
    points: float


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`assignment.toml`: the one place where points are written."""

    title: str
    tasks: list[Task]
    written: list[Written] = []
    preload: tuple[str, ...] = ("torch", "numpy")
    requirements: tuple[str, ...] = ()
    files: tuple[str, ...] = ()  # further files of the folder that students get: data, templates, licences
    limits: Limits = Limits()


class Mutant(msgspec.Struct, frozen=True):
    """A known mistake: what it loses, what its student should read, and its functions."""

    name: str
    mistake: str
    loses: frozenset[str]
    hint: str
    equivalent: str | None
    signature: Callable[[Sequence[Any]], bool | None] | None
    module: types.ModuleType
    chunks: tuple[Chunk, ...]


class Assignment:
    """One assignment of a course, by its folder. Modules are loaded when they are first asked for."""

    def __init__(self, folder: Path, course_root: Path) -> None:
        self.name = folder.name
        self.folder = folder
        self.solution = course_root / "solutions" / f"{folder.name}.py"
        self.graders = folder / "graders"
        self.settings = _settings(folder / "assignment.toml")
        self._modules: dict[str, types.ModuleType] = {}

    @property
    def max_score(self) -> float:
        return sum(task.points for task in self.settings.tasks if not task.extra)

    def task(self, name: str) -> Task:
        """The task of this name; `CourseError` when assignment.toml has none."""
        for task in self.settings.tasks:
            if task.name == name:
                return task
        raise CourseError(f"{self.folder / 'assignment.toml'} has no task {name!r}")

    @cached_property
    def provided(self) -> dict[str, tuple[str, str]]:
        """The pristine provided modules: (file name, source) by module name, in the order in which they are run."""
        return {name: (file.name, file.read_text("utf-8")) for name, file in self._provided_files.items()}

    @property
    def _provided_files(self) -> dict[str, Path]:
        """`given.py`, and before it the modules among the further files that students get."""
        files = [self.folder / name for name in (*self.settings.files, "given.py")]
        return {file.stem: file for file in files if file.suffix == ".py"}

    @cached_property
    def stub(self) -> dict[str, str]:
        """The student's stub in both forms, by file name; those that exist."""
        files = [self.folder / f"{self.name}{suffix}" for suffix in (".py", ".ipynb")]
        return {file.name: file.read_text("utf-8") for file in files if file.is_file()}

    @cached_property
    def reference_chunks(self) -> tuple[Chunk, ...]:
        return _chunks(self.solution)

    @cached_property
    def reference(self) -> types.ModuleType:
        return self._execute("reference", self.reference_chunks)

    @cached_property
    def functions(self) -> tuple[str, ...]:
        """The functions that a student is asked for: the reference's own public ones."""
        names = (getattr(statement, "name", "_") for c in self.reference_chunks for statement in _parsed(c))
        return tuple(name for name in names if not name.startswith("_"))

    @cached_property
    def mutants(self) -> tuple[Mutant, ...]:
        return tuple(self._mutant(file) for file in sorted((self.folder / "mutants").glob("*.py")))

    @cached_property
    def right(self) -> dict[str, Path]:
        """The other right solutions by name."""
        return {file.stem: file for file in sorted((self.folder / "right").glob("*.py"))}

    @cached_property
    def content_digest(self) -> str:
        """Changes with the assignment's own files, as far as a verdict or a hint depends on them."""
        files = [self.solution, self.folder / "assignment.toml", self.folder / "given.py"]
        files += sorted(self.folder.glob("planted*.py")) + sorted(self.graders.rglob("*.py"))
        files += sorted((self.folder / "mutants").glob("*.py"))
        files += [self.folder / name for name in self.settings.files]
        whole = hashlib.sha256()
        for file in files:
            if file.is_file():
                whole.update(f"{file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
        return whole.hexdigest()

    @cached_property
    def digest(self) -> str:
        """Changes with whatever can change a verdict or a hint: the assignment, and the engine itself."""
        return hashlib.sha256(f"{self.content_digest} {engine_digest()}".encode()).hexdigest()

    @contextlib.contextmanager
    def importing(self) -> Iterator[None]:
        """Makes `given` and `planted` mean this assignment's own while its modules and graders are loaded and run."""
        files = self._provided_files | {"planted": self.folder / "planted.py"}
        before = {name: sys.modules.get(name) for name in files}
        try:
            for name, file in files.items():
                if file.is_file():
                    sys.modules[name] = self._module(name, file)
            yield
        finally:
            for name, module in before.items():
                if module is None:
                    sys.modules.pop(name, None)
                else:
                    sys.modules[name] = module

    def _module(self, name: str, file: Path) -> types.ModuleType:
        if name not in self._modules:
            module = self._modules[name] = _named_module(f"{self.name}_{name}", file)
            sys.modules[name] = module
            exec(compile(file.read_text("utf-8"), str(file), "exec"), module.__dict__)
        return self._modules[name]

    def _execute(self, name: str, chunks: Sequence[Chunk]) -> types.ModuleType:
        module = _named_module(f"{self.name}_{name}", self.solution)
        with self.importing():
            for code in compiled(chunks, lambda chunk: chunk.where):
                exec(code, module.__dict__)
        return module

    def _mutant(self, file: Path) -> Mutant:
        chunks = _chunks(file, keep=MUTANT_SETTINGS)
        module = self._execute(f"mutant_{file.stem}", (*self.reference_chunks, *chunks))
        values = vars(module)
        mistake = ast.get_docstring(ast.parse(file.read_text("utf-8")))
        equivalent = values.get("EQUIVALENT")
        loses = frozenset(values.get("LOSES", ()))
        if not mistake or (equivalent is None and not (loses and values.get("HINT"))):
            raise CourseError(f"{file}: a mutant has a docstring, LOSES and HINT, or EQUIVALENT")
        for task in loses:
            self.task(task)
        body = tuple(c for c in chunks if not _assigns(c, MUTANT_SETTINGS))
        return Mutant(
            file.stem,
            mistake,
            loses,
            values.get("HINT", ""),
            equivalent,
            values.get("SIGNATURE"),
            module,
            body,
        )


def open_assignment(course: Course, name: str) -> Assignment:
    """The assignment called `name`, or at the path `name`. Raises `CourseError` with the names there are."""
    folder = course.root / "assignments" / name
    if not (folder / "assignment.toml").is_file() and (Path(name) / "assignment.toml").is_file():
        folder = Path(name).resolve()
    if not (folder / "assignment.toml").is_file():
        there = ", ".join(assignment_names(course)) or "none"
        raise CourseError(f"no assignment {name!r} in {course.root / 'assignments'}; there: {there}")
    return Assignment(folder, folder.parent.parent)


def assignment_names(course: Course) -> list[str]:
    return sorted(file.parent.name for file in (course.root / "assignments").glob("*/assignment.toml"))


def engine_digest() -> str:
    """The digest of the engine's own source."""
    whole = hashlib.sha256()
    for file in sorted(ENGINE.rglob("*.py")):
        whole.update(file.relative_to(ENGINE).as_posix().encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()


def _settings(file: Path) -> Settings:
    try:
        return msgspec.convert(tomllib.loads(file.read_text("utf-8")), Settings)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise CourseError(f"{file}: {error}") from None


def _chunks(file: Path, keep: frozenset[str] = frozenset()) -> tuple[Chunk, ...]:
    try:
        text = file.read_text("utf-8")
        return tuple(extract(cells_of_script(text, file.name), keep=keep).chunks)
    except (OSError, Unreadable) as error:
        raise CourseError(f"{file}: {error}") from None


def _parsed(chunk: Chunk) -> list[ast.stmt]:
    return ast.parse(chunk.source).body


def _assigns(chunk: Chunk, names: frozenset[str]) -> bool:
    for statement in _parsed(chunk):
        if isinstance(statement, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id in names for t in statement.targets
        ):
            return True
        if isinstance(statement, ast.FunctionDef) and statement.name in names:
            return True
    return False


def _named_module(name: str, file: Path) -> types.ModuleType:
    module = types.ModuleType(f"_course_{next(_numbers)}_{name}")
    module.__file__ = str(file)
    sys.modules[module.__name__] = module
    return module
