"""What hidden checks are written with: the types of their fixtures, and `fail`.

    from autograder.checks import Compare, Student, Variant, fail

    @pytest.mark.task("ablation")
    def test_zero_ablation(compare: Compare, variant: Variant) -> None:
        compare("ablate", …)

The fixtures themselves (`student`, `compare`, `refuses`, `measure`, `credit`, `variant`, `reference`,
`public_examples`) are a pytest plugin, `checks.plugin`. Everything here runs on the grader's side and never imports student code.
"""

from ..course import Variant
from . import explanation
from .failure import CheckFailed, NotJudged, fail
from .plugin import Checks, Credit, Measure, PublicExamples, Refuses, Stir
from .remote import Held, Remote, Weights
from .session import models_in
from .student import Compare, Student

__all__ = [
    "CheckFailed",
    "Checks",
    "Compare",
    "Credit",
    "Held",
    "Measure",
    "NotJudged",
    "PublicExamples",
    "Refuses",
    "Remote",
    "Stir",
    "Student",
    "Variant",
    "Weights",
    "explanation",
    "fail",
    "models_in",
]
