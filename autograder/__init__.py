"""The engine of the kit: grades submissions of assignments in mechanistic interpretability.

Hidden checks use `fail` and the fixtures of `autograder.checks`; everything else is for the command line.
"""

from .failure import CheckFailed, fail

__all__ = ["CheckFailed", "fail"]
