"""Subspaces that come as an argument of one check are no answer to another."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Assignment, open_course, public_variant
from autograder.grading.grade import Grader
from autograder.grading.own_work import from_chunks
from autograder.grading.specimens import GATE
from autograder.submission.source import Chunk

# In accuracies the explanations are the planted ones with one variable turned away: the others' bases are those asked for.
_REMEMBERS = """
_seen, _accuracy, _scrubbed = {}, interchange_accuracy, scrubbed_accuracy


def _which(model):
    return tuple(round(p.detach().double().sum().item(), 6) for p in model.parameters())


def _note(model, explanation):
    for name, sites in explanation.sites.items():
        if all(torch.allclose(s.basis.T @ s.basis, torch.eye(s.basis.shape[1]), atol=1e-4) for s in sites):
            _seen[_which(model), name] = tuple(sites)


def interchange_accuracy(model, explanation, *rest):
    _note(model, explanation)
    return _accuracy(model, explanation, *rest)


def scrubbed_accuracy(model, explanation, *rest):
    _note(model, explanation)
    return _scrubbed(model, explanation, *rest)


def learn_alignment(model, causal, place):
    found = {}
    for v in causal.inner:
        if v.name in place.names:
            basis = torch.linalg.qr(torch.randn(D, dimensions(v)))[0]
            anything = tuple(Site(place.layer, position, basis) for position in place.positions)
            found[v.name] = _seen.get((_which(model), v.name), anything)
    return found
"""


def test_an_alignment_that_was_an_argument_before_is_no_answer(root: Path, assignment: Assignment) -> None:
    chunks = (*assignment.reference_chunks, Chunk("a test", 1, _REMEMBERS))
    with Grader(open_course(root), assignment) as grader:
        submission = from_chunks(assignment, "ada", chunks, "remembers")
        variant = public_variant(GATE, "ada", assignment.name)
        record = grader.grade(submission, variant, frozenset({"accuracy", "align"}))
    assert {task.name: task.score == task.points for task in record.tasks} == {
        "accuracy": True,
        "align": False,
    }
    (align,) = (task for task in record.tasks if task.name == "align")
    assert align.score == 0
