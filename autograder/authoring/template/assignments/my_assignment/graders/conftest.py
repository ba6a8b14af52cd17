"""What the hidden checks share. Everything drawn is drawn from the student's variant."""

import pytest
from planted import Example, planted

from autograder.checks import Variant


@pytest.fixture
def example(variant: Variant) -> Example:
    return planted(variant.rng("example"))
