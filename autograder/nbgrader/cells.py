"""Cells, outputs and notebooks in nbformat's form, of texts that are known to be texts.

nbformat's own makers check each against a schema, which takes a hundred times as long; a class has a million of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import nbformat
from nbformat import NotebookNode

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def code(source: str, metadata: Mapping[str, Any] | None = None, outputs: Sequence[Any] = ()) -> NotebookNode:
    return _node(
        cell_type="code", source=source, metadata=metadata or {}, outputs=list(outputs), execution_count=None
    )


def markdown(source: str, metadata: Mapping[str, Any] | None = None) -> NotebookNode:
    return _node(cell_type="markdown", source=source, metadata=metadata or {})


def display(data: Mapping[str, str]) -> NotebookNode:
    return _node(output_type="display_data", data=data, metadata={})


def result(text: str) -> NotebookNode:
    """What a cell's last expression gave."""
    return _node(output_type="execute_result", data={"text/plain": text}, metadata={}, execution_count=None)


def printed(text: str) -> NotebookNode:
    return _node(output_type="stream", name="stdout", text=text)


def error(name: str, text: str) -> NotebookNode:
    return _node(output_type="error", ename=name, evalue=text, traceback=[])


def notebook(cells: Sequence[Any]) -> NotebookNode:
    """A notebook of these cells, which it numbers."""
    for i, cell in enumerate(cells):
        cell["id"] = f"cell-{i}"
    return _node(cells=list(cells), metadata=METADATA, nbformat=4, nbformat_minor=5)


def text_of(node: NotebookNode) -> str:
    """A notebook as the text of its file."""
    return str(nbformat.v4.writes(node)) + "\n"


def copied(cell: Any, **changes: Any) -> NotebookNode:
    """A cell of its own, changed."""
    return _node(**{**cell, **changes})


def _node(**values: Any) -> NotebookNode:
    return nbformat.from_dict(values)
