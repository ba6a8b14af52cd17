"""The rulebook by value, and greedy paths that we wrote (`planted.planted_program`)."""

from types import ModuleType

import pytest
from planted import FAR, Chain, corridor, near_rules, planted_program

from autograder.checks import Compare, Student, Variant

# a hundred times the rounding of float32; the rules of these models are .0005 apart at least
VALUES = {"atol": 1e-5, "rtol": 1e-5}
PATHS = {
    "it halts": (4, None),
    "it takes every letter and halts": (11, None),
    "the empty word": (0, None),
    "it goes round": (6, 0),
    "it comes back into the middle": (9, 5),
    "one letter for ever": (4, 3),
}


@pytest.mark.task("program", weight=4)
def test_rulebook(compare: Compare, chain: Chain) -> None:
    """The rules are right, and ranked by their probability"""
    compare("rulebook", chain.W, symbols=chain.symbols, **VALUES)


@pytest.mark.task("program", weight=1)
def test_rules_that_are_near(compare: Compare, variant: Variant) -> None:
    """Rules that differ by less than is printed of them are ranked right"""
    chain = near_rules(variant.rng("near rules"))
    compare("rulebook", chain.W, symbols=chain.symbols, **VALUES)


@pytest.mark.task("program", weight=1)
def test_other_rules_of_the_same_symbols(compare: Compare, reference: ModuleType, chain: Chain) -> None:
    """Another model can come with the same symbols, a lesioned one too"""
    models = [(W, chain.symbols) for W in (chain.W, chain.W.roll(1, 1))]
    compare.in_turn("rulebook", *models, **VALUES)
    lesioned = reference.lesion(chain.W, chain.symbols[2], chain.symbols)
    compare("rulebook", lesioned, symbols=chain.symbols, **VALUES)
    compare.in_turn("greedy_word", *models)


@pytest.mark.task("program", weight=1)
@pytest.mark.parametrize("path", PATHS)
def test_greedy_word(student: Student, variant: Variant, path: str) -> None:
    """The greedy path is followed to its end, or to its cycle"""
    program = planted_program(variant.rng(path), *PATHS[path])
    found = student.greedy_word(program.W, symbols=program.symbols)
    assert found.halted == program.path.halted, "whether the path comes to an end is wrong"
    assert found.word == program.path.word, "the letters that the path writes are wrong"
    assert found.cycle == program.path.cycle, "the part that repeats for ever is wrong"


@pytest.mark.task("program", weight=1)
def test_greedy_word_of_a_large_alphabet(compare: Compare, variant: Variant) -> None:
    """The greedy path is followed through an alphabet of forty symbols, also where all logits are -inf or very low"""
    chain = corridor(variant.rng("a long path"), ends=True, stays=0.2, size=40)
    compare("greedy_word", chain.W, symbols=chain.symbols)
    chain = corridor(variant.rng("a long path far down"), ends=True, size=40)
    compare("greedy_word", chain.W.clamp(max=-FAR), symbols=chain.symbols)


@pytest.mark.task("program", weight=1)
def test_greedy_word_of_a_lesioned_model(compare: Compare, reference: ModuleType, chain: Chain) -> None:
    """The greedy path is right after any lesion"""
    for symbol in chain.symbols:
        compare("greedy_word", reference.lesion(chain.W, symbol, chain.symbols), symbols=chain.symbols)
