"""The exact expected length of a word.

Right answers differ by less than 1 % of the tolerance. The nearest mistake, to forget that a word may be empty, is off
by more than ten times the tolerance, since no probability of these models is below .002 (CALIBRATION.md).
"""

import pytest
from planted import with_trap

VALUES = {"atol": 1e-4, "rtol": 1e-4}


@pytest.mark.task("length", weight=2)
def test_expected_length(compare, chain):
    """The expected length of a word is right"""
    compare("expected_length", chain.W, **VALUES)


@pytest.mark.task("length", weight=2)
def test_expected_length_after_a_lesion(compare, reference, chain):
    """The expected length is right after any letter is deleted"""
    for symbol in chain.symbols[1:]:
        compare("expected_length", reference.lesion(chain.W, symbol, chain.symbols), **VALUES)


@pytest.mark.task("length", weight=2)
def test_without_an_end(compare, reference, one_chain):
    """Without the end, words are infinitely long"""
    compare(
        "expected_length", reference.lesion(one_chain.W, one_chain.symbols[0], one_chain.symbols), **VALUES
    )


@pytest.mark.task("length", weight=1)
@pytest.mark.parametrize("open_door", [True, False], ids=["within reach", "out of reach"])
def test_letters_without_a_way_out(compare, variant, open_door):
    """Letters from which no word ends count where a word can reach them, and only there"""
    chain = with_trap(variant.rng(f"trap {open_door}"), open_door)
    compare("expected_length", chain.W, **VALUES)
