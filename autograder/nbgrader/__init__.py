"""nbgrader with our engine inside. `nbgrader_config.py` names these; nbgrader's commands stay its own."""

from typing import Any

_HOMES = {
    "steps": (
        *("Grade", "HideRubrics", "LatePenalty", "SaveScores", "Stub"),
        *("SubmissionExporter", "Timestamp", "cleaned_html", "safe_markdown", "without_files_prefix"),
    ),
    "collect": ("Collect", "Collector", "Extractor", "List"),
    "submitted": ("before_autograde",),
}


def __getattr__(name: str) -> Any:
    """A piece, loaded when it is named: writing a course folder needs none of nbgrader."""
    for home, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f".{home}", __name__), name)
    raise AttributeError(f"autograder.nbgrader has no {name}")
