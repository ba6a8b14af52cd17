"""The neuron that holds a planted fact, among louder ones."""

import pytest
from planted import Planted

from autograder.checks import Credit, Student


@pytest.mark.task("find")
def test_find_fact(student: Student, planted: list[Planted], credit: Credit) -> None:
    """The neuron that holds a planted fact is found

    The reference found it in all of 200 models; the loudest neuron, the largest contribution and the largest
    weight were another in all of them.
    """
    found = 0
    for fact in planted:
        found += student.find_fact(fact.model, fact.tokens, fact.target) == (fact.layer, fact.neuron)
    credit(found, of=3, message=f"{found} of 3 planted facts were found")
