"""Running what travels: the code of each chunk, and for public tests the module that the grader would make of it."""

from __future__ import annotations
import __future__

import ast
import builtins
import linecache
import sys
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from .cells import Cell, Unreadable, cells_of
from .extract import Place, extract
from .statement import Chunk

_FUTURE = sum({getattr(__future__, name).compiler_flag for name in __future__.all_feature_names})


def compiled(chunks: Iterable[Chunk], file_of: Callable[[Chunk], str]) -> Iterator[types.CodeType]:
    """The code of each chunk with its true lines; a `from __future__ import` holds for all chunks after it."""
    flags = 0
    for chunk in chunks:
        tree = ast.increment_lineno(ast.parse(chunk.source), chunk.line - 1)
        code = compile(tree, file_of(chunk), "exec", flags=flags, dont_inherit=True)
        flags |= code.co_flags & _FUTURE
        yield code


def load(path: str | Path, module_name: str) -> types.ModuleType:
    """Import a `.py` or `.ipynb` as the grader does: only what travels is run.

    Raises `Unreadable` naming the file, and whatever the student's own statements raise. Problems become warnings.

        parity = load("parity.ipynb", "parity")
    """
    path = Path(path)
    try:
        cells = cells_of(path.name, path.read_bytes())
        found = extract(cells)
    except Unreadable as error:
        raise Unreadable(f"{path.name}: {error}") from None
    for problem in found.problems:
        warnings.warn(f"{path.name}, {problem.where}, line {problem.line}: {problem.message}", stacklevel=2)
    is_notebook = path.suffix.lower() == ".ipynb"

    def file_of(piece: Cell | Chunk) -> str:
        return f"{path.name}, {piece.where}" if is_notebook else str(path)

    for cell in cells if is_notebook else ():
        lines = [line + "\n" for line in cell.source.split("\n")]
        linecache.cache[file_of(cell)] = (len(cell.source), None, lines, file_of(cell))
    module = types.ModuleType(module_name)
    module.__file__ = str(path)
    sys.modules[module_name] = module
    if not hasattr(builtins, "display"):  # a notebook has it, and so has the process that grades
        builtins.display = lambda *things, **options: None  # type: ignore[attr-defined]
    try:
        for code in compiled(found.chunks, file_of):
            exec(code, module.__dict__)
    except BaseException as error:
        del sys.modules[module_name]
        _explain(found.left_behind, error)
        raise
    _left_behind[module_name] = found.left_behind
    return module


def explain(error: BaseException) -> None:
    """Adds to an exception why a name is missing that a loaded file makes in a statement that does not travel."""
    for left_behind in _left_behind.values():
        _explain(left_behind, error)


_left_behind: dict[str, Mapping[str, Place]] = {}  # by the module that was loaded


def _explain(left_behind: Mapping[str, Place], error: BaseException) -> None:
    if isinstance(error, NameError) and (place := left_behind.get(error.name or "")):
        error.add_note(place.explain(error.name or ""))
