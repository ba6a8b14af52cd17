"""Strings into tokens, targets, and a split without overlap."""

import pytest
from planted import every_input

from autograder.checks import Compare, Student, Variant

ALPHABETS = {"default alphabet": "abcdef", "ACGT": "ACGT", "digits": "0123456789"}


@pytest.mark.task("data", weight=1)
@pytest.mark.parametrize("name", ALPHABETS)
def test_encode(compare: Compare, variant: Variant, name: str) -> None:
    """Strings are encoded, with <eos> at the end, for any alphabet and length"""
    alphabet = ALPHABETS[name]
    rng = variant.rng(f"strings {name}")
    for length in (1, int(rng.integers(2, 5)), int(rng.integers(5, 9))):
        strings = ["".join(rng.choice(list(alphabet), length)) for _ in range(12)]
        if alphabet == "abcdef":
            compare("encode", strings)
        else:
            compare("encode", strings, alphabet)


@pytest.mark.task("data", weight=3)
def test_targets(compare: Compare, variant: Variant) -> None:
    """The targets are the letters in reverse, with <eos> where it was, for any length"""
    rng = variant.rng("targets")
    for n_letters, length in ((3, 2), (2, 5), (int(rng.integers(3, 6)), 3)):
        X = every_input(n_letters, length)
        compare("targets", X[rng.permutation(len(X))[:8]])


@pytest.mark.task("data", weight=4)
def test_split(student: Student, variant: Variant) -> None:
    """The split is random, decided by the seed, and each row is in exactly one part"""
    n = int(variant.rng("split").integers(60, 90))
    drawn = {seed: student.split(n, 40, seed) for seed in (3, 4)}
    for train, test in drawn.values():
        assert train.shape == (40,), "the first part does not have n_train rows"
        assert test.shape == (n - 40,), "the second part does not have the other rows"
        both = set(train.tolist()) & set(test.tolist())
        assert not both, f"{len(both)} rows are in both parts"
        assert set(train.tolist()) | set(test.tolist()) == set(range(n)), "some rows are in neither part"
    again = student.split(n, 40, 3)
    assert set(again[0].tolist()) == set(drawn[3][0].tolist()), "the same seed gives another split"
    assert set(drawn[3][0].tolist()) != set(drawn[4][0].tolist()), "two seeds give the same split"
