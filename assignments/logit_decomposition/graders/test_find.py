"""The neuron that holds a planted fact, among louder ones."""

import pytest
import torch
from planted import Planted, moved_on, renamed, spare

from autograder.checks import Compare, Credit, Student


@pytest.mark.task("find", weight=3)
def test_find_fact(student: Student, planted: list[Planted], credit: Credit) -> None:
    """The neuron that holds a planted fact is found

    The reference found it in all of 200 models; the loudest neuron, the largest contribution and the largest
    weight were another in all of them.
    """
    found = 0
    for fact in planted:
        found += student.find_fact(fact.model, fact.tokens, fact.target) == (fact.layer, fact.neuron)
    credit(found, of=3, message=f"{found} of 3 planted facts were found")


@pytest.mark.task("find", weight=1)
def test_one_model_with_other_weights(compare: Compare, planted: list[Planted]) -> None:
    """The same model can come again, with other weights"""
    model, tokens, target, _, _ = planted[0]
    moved = int(moved_on(torch.tensor(target), model.cfg.d_vocab))
    compare.in_turn("find_fact", (model, tokens, target), (renamed(model, spare(4)), tokens, moved))
