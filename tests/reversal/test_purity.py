"""A named tuple is an argument like any other: left as it was, or the check fails."""

import pytest

from autograder.course import FIXED, open_assignment, open_course
from autograder.grading.grade import Grader

ACCURACY = """

def probe_accuracy(probe, A, t):
    {first}
    return ((A @ probe.weight + probe.bias).argmax(dim=1) == t).double().mean()
"""


@pytest.fixture(scope="module")
def grader(root):
    course = open_course(root)
    with Grader(course, open_assignment(course, "reversal")) as grader:
        yield grader


def message(grader, folder, first):
    """What the check of `probe_accuracy` says, with this first line in the function."""
    file = folder / "ada.py"
    file.write_text(grader.assignment.solution.read_text("utf-8") + ACCURACY.format(first=first), "utf-8")
    record = grader.grade(grader.read("ada", [file]), FIXED, tasks=frozenset({"probes"}), hints=False)
    (check,) = (c for c in record.tasks[0].checks if c.title == "A given probe's accuracy is right")
    return check.state, check.message


def test_a_named_tuple_that_is_only_read_is_unchanged(grader, tmp_path):
    assert message(grader, tmp_path, "pass") == ("passed", "")


def test_a_named_tuple_whose_tensor_is_changed_is_changed(grader, tmp_path):
    state, said = message(grader, tmp_path, "probe.bias.mul_(1 + 1e-6)")
    assert state == "failed"
    assert said.startswith("probe_accuracy leaves its argument 1 changed")
