"""What the hidden checks share. Everything drawn is drawn from the student's variant."""

import pytest
from planted import Example, planted

from autograder.checks import Variant


@pytest.fixture
def example(variant: Variant) -> Example:
    return planted(variant.rng("example"))


@pytest.fixture
def other(variant: Variant, example: Example) -> Example:
    """A model of the same shape whose answer is another one: whoever keeps an answer gives the old one."""
    rng = variant.rng("other")
    drawn = planted(rng)
    while drawn.loudest == example.loudest:
        drawn = planted(rng)
    return drawn
