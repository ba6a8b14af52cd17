"""An assignment as it stands in a course: its settings, and its modules loaded under names of their own.

Everything here is trusted and stays on the grader's side, but for `given.py`, which students have too.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import itertools
import keyword
import os
import re
import sys
import tomllib
import traceback
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from ..inside.seeding import seed_all
from ..sandbox import Limits
from ..submission.source import Chunk, Unreadable, cells_of_script, compiled, extract
from .course import Course
from .digest import code, content, digest, own_digest
from .edits import edited
from .overtime import Overtime, ended_in_time
from .problem import CourseError, nearest, text_of
from .settings_file import read_toml

MARKS = ("solution", "written", "rubric")  # of cells of the source
LEFT_BY_EDITORS = (
    "~",
    ".bak",
    ".orig",
    ".rej",
    ".swp",
    ".tmp",
)  # ends of names in `student/` that do not ship
MUTANT_SETTINGS = frozenset({"LOSES", "HINT", "EQUIVALENT", "SIGNATURE", "BREAKS"})
_numbers = itertools.count()


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[[tasks]]`: a part of an assignment, judged by hidden checks. There is at least one."""

    name: Annotated[
        str,
        Meta(description="As cells (`solution=`), checks and mutants name it, in letters, digits and `_`."),
    ]
    points: Annotated[float, Meta(description="What it counts, above 0.")]
    extra: Annotated[
        bool, Meta(description="Whether its points are extra credit, on top of the maximum.")
    ] = False
    slow: Annotated[
        bool,
        Meta(
            description="Whether its checks take long, as those that train do: the gate's short form leaves the task "
            "out, but for the mutants that must lose it. No part of a grade."
        ),
    ] = False


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[[written]]`: a written answer that a TA scores."""

    name: Annotated[
        str, Meta(description="As cells (`written=`, `rubric=`) name it; no task has the same name.")
    ]
    points: Annotated[float, Meta(description="What it counts, above 0. It is no part of a run's score.")]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`assignment.toml`: the one place where points are written, and the version."""

    title: Annotated[str, Meta(description="What students and TAs read.")]
    tasks: Annotated[list[Task], Meta(description="The tasks, in the order in which they are shown.")]
    version: Annotated[
        str,
        Meta(
            description="Of what is asked: a new one where a stub changes so that work begun on the old one fails."
        ),
    ] = "1"
    written: Annotated[list[Written], Meta(description="The written answers.")] = []
    preload: Annotated[
        tuple[str, ...],
        Meta(
            description="Modules that are imported once, before any submission is run; each submission then has them at once."
        ),
    ] = ("torch", "numpy")
    requirements: Annotated[
        tuple[str, ...],
        Meta(
            description="Packages of the students' `requirements.txt`, each pinned to the version that grades."
        ),
    ] = ()
    shared: Annotated[
        tuple[str, ...],
        Meta(description="Files of the course, from its root, that students of this assignment get too."),
    ] = ()
    limits: Annotated[Limits, Meta(description="What a check and a submission may use.")] = Limits()
    explains: Annotated[
        dict[str, tuple[str, ...]],
        Meta(
            description="Sentences of the stubs' docstrings that promise nothing, by function (of a method "
            "`Class.method`), each by its first words."
        ),
    ] = {}


class Mutant(msgspec.Struct, frozen=True):
    """A known mistake: what it loses, what its student should read, and its functions, edited and its own."""

    name: str
    mistake: str
    loses: frozenset[str]
    hint: str
    equivalent: str | None
    signature: Callable[[Sequence[Any]], bool | None] | None
    module: types.ModuleType
    chunks: tuple[Chunk, ...]
    breaks: dict[str, tuple[str, ...]] = {}  # words of the docstrings that do not hold of it, by function


class Assignment:
    """One assignment of a course, by its folder. Modules are loaded when they are first asked for."""

    def __init__(self, folder: Path, course_root: Path) -> None:
        self.name = folder.name
        self.folder = folder
        self.course_root = course_root
        self.solution = course_root / "solutions" / f"{folder.name}.py"
        self.for_students = folder / "student"
        self.graders = folder / "graders"
        self.settings = _settings(folder / "assignment.toml")
        self._modules: dict[str, types.ModuleType] = {}

    @property
    def version_line(self) -> str:
        """The line of the stub, in its first text, by which a submission shows which version it was begun on."""
        return f"*{self.name}, version {self.settings.version}*"

    @property
    def max_score(self) -> float:
        return sum(task.points for task in self.settings.tasks if not task.extra)

    @property
    def full_marks(self) -> str:
        """The points as a person reads them: extra credit comes on top."""
        extra = sum(task.points for task in self.settings.tasks if task.extra)
        return f"{self.max_score:g}" + (f" + {extra:g}" if extra else "")

    def task(self, name: str) -> Task:
        """The task of this name; `CourseError` when assignment.toml has none."""
        for task in self.settings.tasks:
            if task.name == name:
                return task
        near = nearest(name, [task.name for task in self.settings.tasks])
        raise CourseError(f"{self.folder / 'assignment.toml'} has no task {name!r}{near}")

    @cached_property
    def provided(self) -> dict[str, tuple[str, str]]:
        """The pristine provided modules: (file name, source) by module name, in the order in which they are run."""
        return {name: (file.name, text_of(file)) for name, file in self._provided_files.items()}

    @property
    def provided_texts(self) -> list[str]:
        """The sources of the pristine provided modules."""
        return [text for _, text in self.provided.values()]

    @property
    def student_files(self) -> list[Path]:
        """What students get beside the course's template: all of `student/`, but for names that begin with `.` or `_` and what
        editors leave behind, and the files shared with others. Raises `CourseError` for a folder among them."""
        own = [path for path in sorted(self.for_students.iterdir()) if path.name[0] not in "._"]
        own = [path for path in own if not path.name.endswith(LEFT_BY_EDITORS)]
        if folder := next((path for path in own if path.is_dir()), None):
            raise CourseError(f"{folder} is a folder: students get the files directly in {self.for_students}")
        return [*own, *(self.course_root / name for name in self.settings.shared)]

    @property
    def public_tests(self) -> Path:
        """The tests that students have."""
        return self.for_students / f"test_{self.name}.py"

    @property
    def _provided_files(self) -> dict[str, Path]:
        """The modules that come with the stub, `given` last: it may import the others."""
        files = [file for file in self.student_files if file.suffix == ".py" and file.stem != self.name]
        modules = {file.stem: file for file in files if file != self.public_tests}
        given = modules.pop("given", None)
        return modules | ({"given": given} if given else {})

    @cached_property
    def stub(self) -> dict[str, str]:
        """The student's stub in both forms, by file name; those that exist."""
        files = [self.for_students / f"{self.name}{suffix}" for suffix in (".py", ".ipynb")]
        return {file.name: file.read_text("utf-8") for file in files if file.is_file()}

    @cached_property
    def reference_chunks(self) -> tuple[Chunk, ...]:
        return chunks_of(self.solution)

    @cached_property
    def reference(self) -> types.ModuleType:
        return self._execute("reference", self.reference_chunks)

    @property
    def modules(self) -> dict[str, types.ModuleType]:
        """The modules that all checks share, by the names that checks know them by: the reference, what students are given
        and the graders' own modules, as far as they are loaded."""
        return {**self._modules, "reference": self.reference}

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
        """Changes with what a verdict or a hint depends on in the assignment: points and limits, graders, planted models
        and mutants, the code of the reference and of what students are given, and data. Not with narrative, stub and
        public tests."""
        return digest(self._deciding)

    @cached_property
    def digests(self) -> dict[str, str]:
        """A digest of each thing that a verdict or a hint depends on, the engine's included, by its name."""
        parts = {name: digest([(name, text)]) for name, text in self._deciding}
        return parts | {"the engine": own_digest()}

    @cached_property
    def _deciding(self) -> list[tuple[str, str]]:
        settings = self.settings
        tasks = [msgspec.structs.replace(task, slow=False) for task in settings.tasks]
        decides = (settings.version, tasks, settings.written, settings.preload, settings.limits)
        own = [f for f in self.student_files if f.stem != self.name and f != self.public_tests]
        graders = [f for f in sorted(self.graders.rglob("*")) if f.is_file() and f.suffix != ".pyc"]
        mutants = sorted((self.folder / "mutants").glob("*.py"))
        return [
            ("settings", msgspec.json.encode(decides, order="deterministic").decode()),
            ("reference", "\n".join(code(chunk.source) for chunk in self.reference_chunks)),
            *((file.name, content(file)) for file in own),
            *((str(file.relative_to(self.folder)), content(file, titles=True)) for file in graders),
            *((str(file.relative_to(self.folder)), content(file)) for file in mutants),
        ]

    @cached_property
    def digest(self) -> str:
        """Changes with whatever can change a verdict or a hint: the assignment, and the engine itself."""
        return hashlib.sha256(f"{self.content_digest} {own_digest()}".encode()).hexdigest()

    @contextlib.contextmanager
    def importing(self) -> Iterator[None]:
        """Makes `given`, `planted` and the like mean this assignment's own while its modules and graders are loaded and
        run. Modules of `graders/` are loaded in the order of their names: each may import those before it."""
        graders = [
            f for f in sorted(self.graders.glob("*.py")) if not f.stem.startswith(("test_", "conftest"))
        ]
        files = self._provided_files | {file.stem: file for file in graders}
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
            try:
                with self._blaming(file):
                    seed_all(0)  # what it draws as it is loaded is the same in every process
                    exec(compile(text_of(file), str(file), "exec"), module.__dict__)
            except BaseException:
                del self._modules[name]  # half of it is none
                raise
        return self._modules[name]

    def _execute(
        self, name: str, chunks: Sequence[Chunk], own: Mapping[str, str] | None = None
    ) -> types.ModuleType:
        """The module that these chunks make; `own` are paths by the names of chunks that are not the reference's."""
        module = _named_module(f"{self.name}_{name}", self.solution)
        where = {self.solution.name: str(self.solution), **(own or {})}
        with self.importing(), self._blaming(self.solution, where):
            for code in compiled(chunks, lambda chunk: chunk.where):
                exec(code, module.__dict__)
        return module

    @contextlib.contextmanager
    def _blaming(self, file: Path, paths: Mapping[str, str] | None = None) -> Iterator[None]:
        """Makes what an author's `file` raises while it is run a `CourseError` with the author's own innermost line;
        `paths` are of files by the names that their code was compiled under."""
        paths = paths or {}
        try:
            with ended_in_time(self.settings.limits):
                yield
        except CourseError:
            raise
        except (Exception, SystemExit, Overtime) as error:
            own = [*paths, *(str(self.course_root / name) for name in self.settings.shared)]
            steps = [(step.filename, step.lineno) for step in traceback.extract_tb(error.__traceback__)]
            if isinstance(error, SyntaxError):
                steps.append((error.filename or "", error.lineno))
            steps = [s for s in steps if s[0] in own or s[0].startswith(f"{self.folder}{os.sep}")]
            name, line = steps[-1] if steps else (str(file), None)
            place = paths.get(name, name) + (f", line {line}" if line else "")
            what = error.msg if isinstance(error, SyntaxError) else " ".join(str(error).split())
            what = re.sub(
                rf"_course_\d+_{re.escape(self.name)}_", "", what
            )  # `given` is so called for its author
            raise CourseError(f"{place}: {type(error).__name__}: {what}".removesuffix(": ")) from None

    def _mutant(self, file: Path) -> Mutant:
        chunks = chunks_of(file, keep=MUTANT_SETTINGS)
        changed = edited(self.reference_chunks, file)
        paths = {chunk.where: f"{self.solution} as {file.name} edits it" for chunk in changed}
        every = (*self.reference_chunks, *changed, *chunks)
        module = self._execute(f"mutant_{file.stem}", every, {**paths, file.name: str(file)})
        values = vars(module)
        mistake = ast.get_docstring(ast.parse(text_of(file)))
        equivalent = values.get("EQUIVALENT")
        loses = frozenset(values.get("LOSES", ()))
        if not mistake or (equivalent is None and not (loses and values.get("HINT"))):
            raise CourseError(f"{file}: a mutant has a docstring, LOSES and HINT, or EQUIVALENT")
        for name in ("HINT", "EQUIVALENT"):
            if not isinstance(values.get(name), str | None):
                raise CourseError(f'{file}: {name} is no text: write it as one string, {name} = "…"')
        if not (values.get("SIGNATURE") is None or callable(values["SIGNATURE"])):
            raise CourseError(f"{file}: SIGNATURE is no function: write def SIGNATURE(calls)")
        own = tuple(c for c in chunks if not _assigns(c, MUTANT_SETTINGS))
        if not (changed or own):
            raise CourseError(f"{file}: this mutant has neither EDITS nor a function of its own")
        for task in loses:
            self.task(task)
        return Mutant(
            file.stem,
            mistake,
            loses,
            values.get("HINT", ""),
            equivalent,
            values.get("SIGNATURE"),
            module,
            (*changed, *own),
            {
                name: (said,) if isinstance(said, str) else said
                for name, said in values.get("BREAKS", {}).items()
            },
        )


def open_assignment(course: Course, name: str) -> Assignment:
    """The assignment called `name`, or at the path `name`. Raises `CourseError` with the names there are."""
    folder = assignment_folder(course, name)
    return Assignment(folder, folder.parent.parent)


def assignment_folder(course: Course, name: str) -> Path:
    """The folder of the assignment called `name`, or at the path `name`. Raises `CourseError` with the names there are, or for
    one that no module can have."""
    folder = course.root / "assignments" / name
    if not (folder / "assignment.toml").is_file() and (Path(name) / "assignment.toml").is_file():
        folder = Path(name).resolve()
    if not (folder / "assignment.toml").is_file():
        there = ", ".join(assignment_names(course)) or "none"
        raise CourseError(f"no assignment {name!r} in {course.root / 'assignments'}; there: {there}")
    if is_tests(folder.name):
        raise CourseError(f"{folder}: {NO_TESTS.format(folder.name)}; rename this folder and its solution")
    if not folder.name.isidentifier() or keyword.iskeyword(folder.name):
        what = (
            "its name is that of a module, letters, digits and `_`, a letter first, and no word of Python's"
        )
        raise CourseError(
            f"{folder}: an assignment cannot be called {folder.name!r}: {what}; rename this folder and its solution"
        )
    return folder


def refuse_unknown_due(course: Course) -> None:
    """Raises `CourseError` for each assignment that `[due]` of course.toml names and that there is not."""
    names, file = assignment_names(course), course.root / "course.toml"
    unknown = [name for name in course.settings.due if name not in names]
    if unknown:
        read = read_toml(file)
        wrong = [f"[due] names {name!r}, which is no assignment{nearest(name, names)}" for name in unknown]
        placed = [read.problem(("due", n), what) for n, what in zip(unknown, wrong, strict=True)]
        raise CourseError("\n".join(map(str, placed)))


NO_TESTS = "an assignment cannot be called {!r}: pytest takes a module of that name for tests"


def is_tests(name: str) -> bool:
    """Whether pytest takes a module of this name for tests, and what a student hands in with it."""
    return name.startswith("test_") or name.endswith("_test")


def assignment_names(course: Course) -> list[str]:
    return sorted(file.parent.name for file in (course.root / "assignments").glob("*/assignment.toml"))


def _settings(file: Path) -> Settings:
    try:
        return msgspec.convert(tomllib.loads(file.read_text("utf-8-sig")), Settings)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise CourseError(f"{file}: {error}") from None


def chunks_of(file: Path, keep: frozenset[str] = frozenset()) -> tuple[Chunk, ...]:
    """What of an author's module travels, as of a student's. Raises `CourseError` where it cannot be read."""
    try:
        return tuple(extract(cells_of_script(text_of(file), file.name), keep=keep).chunks)
    except Unreadable as error:
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
