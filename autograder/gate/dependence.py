"""What a measurement depends on, as a digest: the code that a task's checks reach, by name, and no other.

A check reaches the definitions whose names stand in it (as a name, an attribute, a parameter that pytest fills, or a text:
`compare("ablate", ...)`), and what these reach, in the graders, the reference, the provided modules and the submission
that is measured. Two definitions of one name both count. So more is measured again than has to be, and nothing too
little, but for what is reached by a name that is put together at run time.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from ..course import Assignment, CourseError
from ..course.assignment import chunks_of
from ..course.digest import code, content, digest
from ..course.problem import text_of
from ..submission.source import Chunk


class _Definition(NamedTuple):
    """A statement at a module's top level, without its prose, every name that stands in it, and the tasks that it is
    marked for."""

    where: str
    text: str
    names: frozenset[str]
    tasks: frozenset[str] = frozenset()


_Graph = Mapping[str, Sequence[_Definition]]


class Dependence:
    """The keys of an assignment's measurements; its files are read once."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self._of_specimens: dict[str, _Graph] = {}
        self._files = sorted(file for file in assignment.graders.rglob("*.py"))

    def key(self, specimen: str, task: str) -> str:
        """Another one where the checks of `task` may measure something else on the specimen (16 hex digits)."""
        if specimen not in self._of_specimens:
            self._of_specimens[specimen] = _graph(_of_chunks(specimen, self._chunks(specimen)))
        graphs = (self._own, self._of_specimens[specimen])
        reached = set(self._everywhere)
        new = {*self._checks(task), *reached}
        while new:
            reached |= new
            names = {name for one in new for name in one.names}
            new = {one for graph in graphs for name in names for one in graph.get(name, ())} - reached
        parts = sorted((one.where, one.text) for one in reached)
        return digest([("specimen", specimen), ("task", task), *self._data, *parts])[:16]

    def _chunks(self, specimen: str) -> tuple[Chunk, ...]:
        kind, _, which = specimen.partition("/")
        if kind == "right":
            return chunks_of(self._assignment.right[which])
        if kind == "mutant":
            return next(m for m in self._assignment.mutants if m.name == which).chunks
        return ()  # the reference is among what every check may reach

    @cached_property
    def _own(self) -> _Graph:
        """All of the assignment but for the specimen."""
        return _graph(self._statements)

    @cached_property
    def _statements(self) -> list[tuple[str, _Definition]]:
        provided = [(name, text) for name, text in self._assignment.provided.values()]
        graders = [(file.name, text_of(file)) for file in self._files]
        try:
            return [
                *_of_chunks("reference", self._assignment.reference_chunks),
                *(found for name, text in (*provided, *graders) for found in _of_module(name, text)),
            ]
        except SyntaxError as error:
            raise CourseError(f"{self._assignment.name}: {error}") from None

    @cached_property
    def _everywhere(self) -> frozenset[_Definition]:
        """What bears on every check without being named: hooks and fixtures that pytest uses by itself, and loose
        statements."""
        return frozenset(
            one
            for name, one in self._statements
            if not name or name.startswith("pytest_") or "autouse" in one.names
        )

    def _checks(self, task: str) -> Iterator[_Definition]:
        """The tests that count for a task, and those that do not say for which."""
        for name, one in self._statements:
            if name.lower().startswith("test") and (not one.tasks or task in one.tasks):
                yield one

    @cached_property
    def _data(self) -> list[tuple[str, str]]:
        """What lies beside the code, for checks and students: it may bear on everything."""
        students = [f for f in self._assignment.student_files if f.stem != self._assignment.name]
        graders = [f for f in sorted(self._assignment.graders.rglob("*")) if f.is_file()]
        beside = [f for f in (*students, *graders) if f.suffix not in (".py", ".pyc")]
        return [(file.name, content(file)) for file in beside]


def _of_chunks(where: str, chunks: Iterable[Chunk]) -> list[tuple[str, _Definition]]:
    return [found for chunk in chunks for found in _of_module(where, chunk.source)]


def _of_module(where: str, source: str) -> Iterator[tuple[str, _Definition]]:
    """The statements of a module, each by every name that it defines; by none where it defines nothing."""
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for alias in statement.names:
                if alias.asname:
                    yield alias.asname, _Definition(where, alias.name, frozenset({alias.name}))
            continue
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue  # prose
        text = code(ast.unparse(statement), titles=True)
        one = _Definition(where, text, frozenset(_names(statement)), frozenset(_tasks(statement)))
        for name in _defined(statement) or [""]:
            yield name, one


def _defined(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return [
        node.id for target in targets if target for node in ast.walk(target) if isinstance(node, ast.Name)
    ]


def _names(statement: ast.stmt) -> Iterator[str]:
    for node in ast.walk(statement):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.alias(name=name):
                yield name
            case ast.keyword(arg=str() as name) | ast.Constant(value=str() as name) if name.isidentifier():
                yield name


def _tasks(statement: ast.stmt) -> Iterator[str]:
    for node in ast.walk(statement):
        match node:
            case ast.Call(func=ast.Attribute(attr="task"), args=[ast.Constant(value=str() as name), *_]):
                yield name


def _graph(statements: Iterable[tuple[str, _Definition]]) -> _Graph:
    graph = defaultdict(list)
    for name, one in statements:
        if name:
            graph[name].append(one)
    return graph
