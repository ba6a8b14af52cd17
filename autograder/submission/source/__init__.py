"""What travels from a student's file to the grading process: definitions do, experiments do not.

Standard library only: a copy of this package ships in the student's folder as `reading`, so that public tests load a
notebook exactly as the grader does. Nothing here runs student code, except `load`. Arrows point down: `load`,
`extract`, `statement`, `uses`, `cells`, `syntax`.
"""

from .cells import (
    MARKER,
    MAX_CODE,
    Cell,
    Unreadable,
    cells_of,
    cells_of_notebook,
    cells_of_script,
    nbgrader_of,
    notebook_cells,
    source_of,
    text_of,
)
from .extract import Extracted, Place, Problem, canonical, extract
from .load import compiled, explain, load
from .statement import Chunk
from .syntax import brief, printable, printable_lines

__all__ = [
    "MARKER",
    "MAX_CODE",
    "Cell",
    "Chunk",
    "Extracted",
    "Place",
    "Problem",
    "Unreadable",
    "brief",
    "canonical",
    "cells_of",
    "cells_of_notebook",
    "cells_of_script",
    "compiled",
    "explain",
    "extract",
    "load",
    "nbgrader_of",
    "notebook_cells",
    "printable",
    "printable_lines",
    "source_of",
    "text_of",
]
