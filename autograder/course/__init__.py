"""What a course is made of: its root and settings, its assignments, and what students get of them.

Trusted, and on the grader's side. Knows how submissions are read, and nothing of how they are graded.
"""

from .assignment import Assignment, Mutant, Task, assignment_names, open_assignment
from .course import Course, CourseError, Late, open_course
from .problem import Problem
from .problems import open_checked, problems
from .secret import NoSecret, make_secret, read_secret
from .variant import FIXED, Draw, Variant, draw_of, variant_of

__all__ = [
    "FIXED",
    "Assignment",
    "Course",
    "CourseError",
    "Draw",
    "Late",
    "Mutant",
    "NoSecret",
    "Problem",
    "Task",
    "Variant",
    "assignment_names",
    "draw_of",
    "make_secret",
    "open_assignment",
    "open_checked",
    "open_course",
    "problems",
    "read_secret",
    "variant_of",
]
