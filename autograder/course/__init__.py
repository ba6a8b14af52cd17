"""What a course is made of: its root and settings, its assignments, and what students get of them.

Trusted, and on the grader's side. Knows how submissions are read, and nothing of how they are graded.
"""

from .assignment import Assignment, Mutant, Task, assignment_names, open_assignment
from .course import Course, CourseError, Late, open_course
from .variant import Variant, variant_of

__all__ = [
    "Assignment",
    "Course",
    "CourseError",
    "Late",
    "Mutant",
    "Task",
    "Variant",
    "assignment_names",
    "open_assignment",
    "open_course",
    "variant_of",
]
