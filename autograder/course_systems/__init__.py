"""The systems that a course already has: their exports come into the roster, scores and feedback go into their own files."""

from .exports import of_system
from .feedback import Feedback, feedback_zip
from .fill import Filled, Into, fill
from .lists import as_csv, as_json_lines
from .rosters import Brought, bring_in

__all__ = [
    "Brought",
    "Feedback",
    "Filled",
    "Into",
    "as_csv",
    "as_json_lines",
    "bring_in",
    "feedback_zip",
    "fill",
    "of_system",
]
