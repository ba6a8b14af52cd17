"""Building what students hand in: the text of a notebook, the bytes of a zip."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping

import pytest


@pytest.fixture(scope="session")
def notebook() -> Callable[..., str]:
    """`notebook("x = 1", "y = 2", graded={2})`: a notebook of code cells; a cell that starts with `#:` is markdown."""

    def build(*sources: str, graded: frozenset[int] | set[int] = frozenset()) -> str:
        cells = []
        for number, source in enumerate(sources, start=1):
            cell = {"cell_type": "markdown" if source.startswith("#:") else "code", "metadata": {}}
            if number in graded:
                cell["metadata"] = {
                    "nbgrader": {"grade_id": f"c{number}", "solution": True, "schema_version": 3}
                }
            cells.append({**cell, "source": source.splitlines(keepends=True)})
        return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})

    return build


@pytest.fixture(scope="session")
def zipped() -> Callable[..., bytes]:
    """`zipped({"parity.py": "..."})`: a deflated archive of these files."""

    def build(files: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return out.getvalue()

    return build
