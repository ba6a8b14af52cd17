"""Strings into tokens, targets, and a split without overlap."""

import pytest
import torch
from planted import FAR, every_input, neighbours_apart, seeds_far_apart

from autograder.checks import Compare, Measure, Refuses, Stir, Student, Variant

ALPHABETS = {"default alphabet": "abcdef", "TGAC": "TGAC", "digits": "0123456789"}


@pytest.mark.task("data", weight=1)
@pytest.mark.parametrize("name", ALPHABETS)
def test_encode(compare: Compare, variant: Variant, name: str) -> None:
    """Strings are encoded, with <eos> at the end, for any alphabet and length

    One letter of the alphabet does not occur, and the alphabet need not be in order. Many strings, too, one after the
    other and in another order.
    """
    alphabet = ALPHABETS[name]
    rng = variant.rng(f"strings {name}")
    for length in (1, int(rng.integers(2, 5)), int(rng.integers(5, 9))):
        letters = rng.permutation(list(alphabet))[1:]
        strings = ["".join(rng.choice(letters, length)) for _ in range(12)]
        tokens = compare("encode", strings) if alphabet == "abcdef" else compare("encode", strings, alphabet)
        assert tokens.dtype == torch.int64, "the tokens are not integers"
    compare("encode", strings[:1], alphabet)
    first, *others = ("".join(rng.choice(letters, 4)) for _ in range(150))
    compare.in_turn("encode", ([first, *others], alphabet), ([first, *others[::-1]], alphabet))


@pytest.mark.task("data", weight=1)
def test_encode_refuses(student: Student, variant: Variant, refuses: Refuses) -> None:
    """Only a letter that the alphabet lacks, and strings of different lengths, raise ValueError"""
    known = "".join(variant.rng("refused strings").permutation(list("abcdef"))[:3])
    student.encode([known, known[::-1]])
    for letter in "gA ":
        refuses("encode", [known, known[:1] + letter + known[2:]], what="a letter that the alphabet lacks")
    refuses("encode", ["GAT", "GAU"], "TGAC", what="a letter that the alphabet lacks")
    refuses("encode", ["q" + known, known + "a"], what="a letter that the alphabet lacks")
    for strings in (
        [known, known[:2]],
        [known[:2], known],
        [known, known[::-1], known[1:]],
        [known, known[:2], known],
        [known[:2], known[:3], known[:1]],  # as many letters in all as if each had two
    ):
        refuses("encode", strings, what="strings of different lengths")


@pytest.mark.task("data", weight=3)
def test_targets(compare: Compare, variant: Variant) -> None:
    """The targets are the letters in reverse, with <eos> where it was, for any length and any number of rows"""
    rng = variant.rng("targets")
    for n_letters, length in ((2, 5), (3, 2), (int(rng.integers(3, 6)), 3), (5, 1)):
        X = every_input(n_letters, length)
        compare("targets", X[rng.permutation(len(X))[:8]])
    compare("targets", X[2:3])
    compare.in_turn("targets", *((every_input(3, 5)[rng.permutation(243)],) for _ in range(2)))


@pytest.mark.task("data", weight=4)
def test_split(student: Student, variant: Variant, stir: Stir) -> None:
    """The split is random, decided by the seed, and each row is in exactly one part"""
    n = int(variant.rng("split").integers(90, 120))
    drawn = {seed: student.split(n, 40, seed) for seed in (3, 3 + FAR)}
    for train, test in drawn.values():
        assert train.shape == (40,), "the first part does not have n_train rows"
        assert test.shape == (n - 40,), "the second part does not have the other rows"
        both = set(train.tolist()) & set(test.tolist())
        assert not both, f"{len(both)} rows are in both parts"
        assert set(train.tolist()) | set(test.tolist()) == set(range(n)), "some rows are in neither part"
    stir()
    again = student.split(n, 40, 3)
    assert again[0].shape == (40,), "the first part does not have n_train rows"
    assert set(again[0].tolist()) == set(drawn[3][0].tolist()), "the same seed gives another split"
    assert set(drawn[3][0].tolist()) != set(drawn[3 + FAR][0].tolist()), "two seeds give the same split"
    train, test = student.split(n, n, 3)
    assert train.shape == (n,), "with n_train = n the first part does not have n_train rows"
    assert set(train.tolist()) == set(range(n)), "with n_train = n some rows are not in the first part"
    assert len(test) == 0, "with n_train = n there are rows in the second part"


@pytest.mark.task("data", weight=2)
def test_split_is_random(student: Student, variant: Variant, measure: Measure) -> None:
    """Any row may be in either part, whatever the rows beside it, and each seed has a split of its own

    16 of 40 rows, 60 seeds, some of which differ in one bit or one digit. By chance two have the same split with
    probability 3e-8, a row is in one part for all of them with 1e-12, and neighbours are in different parts in
    .492 ± .010 of the cases: 8 standard deviations are allowed. A window of rows has .05.
    """
    parts = [student.split(40, 16, seed)[0] for seed in seeds_far_apart(variant.rng("many splits"), 60)]
    assert all(part.shape == (16,) for part in parts), "the first part does not have n_train rows"
    assert len({frozenset(part.tolist()) for part in parts}) == 60, "two of 60 seeds give the same split"
    counts = torch.bincount(torch.cat(parts).long().clamp(0, 39), minlength=40)
    assert counts.min() > 0, "some row is in the second part for all of 60 seeds"
    assert counts.max() < 60, "some row is in the first part for all of 60 seeds"
    apart = sum(neighbours_apart(part, 40) for part in parts) / 60
    measure("share of neighbouring rows in different parts", apart, at_least=0.4, at_most=0.6)
