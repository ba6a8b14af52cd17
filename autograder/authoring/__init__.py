"""For whoever writes an assignment: one to begin with, and what is wrong with theirs, by file and line.

Reads an author's files and runs nothing of them.
"""

from ..course.problem import Problem
from .problems import open_checked, problems

__all__ = ["Problem", "open_checked", "problems"]
