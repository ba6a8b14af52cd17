"""What a course is made of: its root and settings, its assignments, and what students get of them.

Trusted, and on the grader's side. Knows how submissions are read, and nothing of how they are graded.
"""

from .assignment import Assignment, Mutant, Task, assignment_names, open_assignment
from .course import Course, Gradescope, Late, open_course
from .problem import CourseError
from .secret import NoSecret, make_secret, read_secret
from .variant import FIXED, Draw, Key, Variant, draw_of, public_variant, variant_of

__all__ = [
    "FIXED",
    "Assignment",
    "Course",
    "CourseError",
    "Draw",
    "Gradescope",
    "Key",
    "Late",
    "Mutant",
    "NoSecret",
    "Task",
    "Variant",
    "assignment_names",
    "draw_of",
    "make_secret",
    "open_assignment",
    "open_course",
    "public_variant",
    "read_secret",
    "variant_of",
]
