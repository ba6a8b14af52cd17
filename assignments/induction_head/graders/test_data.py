"""The student's sequences, taken apart: a prefix, a period, and where the next token is determined."""

from typing import Any, NamedTuple

import numpy as np
import pytest
import torch
from given import LENGTH, PERIODS, VOCABULARY
from torch import Tensor

from autograder.checks import Measure, Stir, Student, Variant

ROWS = 1100
LONG = (11, 14, 16)  # periods of which no two sequences are equal by chance
FAR = 3_200_000  # between two seeds: 0 modulo every power of 2 up to 2^10 and of 10 up to 10^5


class Sequence(NamedTuple):
    """How a sequence is built."""

    prefix: int
    period: int


def anatomy(tokens: list[int]) -> Sequence:
    """Prefix and period of a sequence; fails the check if it has none."""
    first: dict[int, int] = {}
    for position, token in enumerate(tokens):
        if token in first:
            prefix, period = first[token], position - first[token]
            break
        first[token] = position
    else:
        raise AssertionError("a sequence has no token that occurs twice")
    assert prefix + period == position, (
        "a sequence has a token that comes back before the whole segment does: prefix and segment must be different tokens"
    )
    assert prefix + 2 * period <= LENGTH, "a sequence has less than two copies of its segment"
    repeats = all(tokens[i] == tokens[i - period] for i in range(prefix + period, LENGTH))
    assert repeats, "a sequence does not go on repeating its segment to the end"
    return Sequence(prefix, period)


def drawn(student: Student, rows: int, seed: int, **kwargs: Any) -> tuple[Tensor, Tensor, list[Sequence]]:
    """The student's tokens and mask, of the right shapes, and how each sequence is built."""
    tokens, mask = student.repeated_sequences(rows, seed, **kwargs)
    for name, values in (("tokens", tokens), ("mask", mask)):
        assert values.shape == (rows, LENGTH), f"the {name} have another shape than [{rows}, {LENGTH}]"
    known = torch.isin(tokens.double(), torch.arange(VOCABULARY).double())
    assert known.all(), f"a token is not one of 0 … {VOCABULARY - 1}"
    return tokens, mask, [anatomy(row) for row in tokens.tolist()]


def drawn_tokens(student: Student, rows: int, seed: int) -> Tensor:
    tokens: Tensor
    tokens, _ = student.repeated_sequences(rows, seed, periods=list(LONG))
    assert tokens.shape == (rows, LENGTH), f"the tokens have another shape than [{rows}, {LENGTH}]"
    return tokens


@pytest.fixture
def seed(variant: Variant) -> int:
    return int(variant.rng("data").integers(10_000))


@pytest.mark.task("data", weight=2)
def test_sequences(student: Student, seed: int) -> None:
    """Each sequence is a prefix and a segment that repeats to the end, and their tokens are all different

    Of 200 sequences, and of one.
    """
    for rows in (200, 1):
        _, _, sequences = drawn(student, rows, seed)
        assert {s.period for s in sequences} <= set(PERIODS), "a period is not one of the default periods"


@pytest.mark.task("data", weight=2)
def test_mask(student: Student, seed: int) -> None:
    """The mask is true exactly where the next token is determined"""
    tokens, mask = student.repeated_sequences(200, seed)
    assert tokens.shape == mask.shape == (200, LENGTH), (
        f"tokens or mask have another shape than [200, {LENGTH}]"
    )
    seen = (tokens[:, :, None] == tokens[:, None, :]).tril(-1).any(dim=2)
    seen[:, -1] = False
    assert torch.equal(mask.double(), seen.double()), (
        "the mask is not true at exactly the positions whose token has been seen before and that have a next token"
    )


@pytest.mark.task("data", weight=2)
def test_spread(student: Student, seed: int, measure: Measure) -> None:
    """Periods and prefix lengths are drawn for each sequence, evenly over their ranges

    Of 1100 sequences each period should have 100, with a standard deviation of 10; half and one and a half times that
    are five of them away. Prefixes: the mean of (prefix + 1/2) / (LENGTH - 2·period + 1), which is 1/2 with a
    standard deviation of .009. What is drawn for a period says nothing of the prefix: their correlation is 0 with a
    standard deviation of .03. Nor does a sequence say anything of the next: each of the 11 steps from a period to the
    next one's in PERIODS, counted round, comes 100 times like the periods; .4 and 1.6 times that are six standard
    deviations away, and of sequences in the order of their periods nearly all steps are 0. Their prefixes' places
    correlate by 0 with .03.
    """
    _, _, sequences = drawn(student, ROWS, seed)
    counts = [sum(s.period == period for s in sequences) * len(PERIODS) / ROWS for period in PERIODS]
    measure("how often the rarest period occurs, of its share", min(counts), at_least=0.5)
    measure("how often the commonest period occurs, of its share", max(counts), at_most=1.5)
    places = [(s.prefix + 0.5) / (LENGTH - 2 * s.period + 1) for s in sequences]
    off_centre = abs(sum(places) / ROWS - 0.5)
    measure("distance of the prefixes' mean place from the middle", off_centre, at_most=0.05)
    together = abs(np.corrcoef([s.period for s in sequences], places)[0, 1])
    measure("correlation of periods and prefixes", together, at_most=0.15)
    order = [PERIODS.index(s.period) if s.period in PERIODS else 0 for s in sequences]
    turns = np.bincount(np.diff(order) % len(PERIODS), minlength=len(PERIODS)) * len(PERIODS) / (ROWS - 1)
    measure(
        "how often the rarest step from a period to the next comes, of its share", turns.min(), at_least=0.4
    )
    measure(
        "how often the commonest step from a period to the next comes, of its share", turns.max(), at_most=1.6
    )
    neighbours = abs(np.corrcoef(places[:-1], places[1:])[0, 1])
    measure("correlation of a sequence's prefix with the next one's", neighbours, at_most=0.17)
    outer = sum(place < 0.25 or place > 0.75 for place in places) / ROWS
    measure("share of prefixes in the outer half of their range", outer, at_least=0.35)


@pytest.mark.task("data", weight=1)
def test_independent(student: Student, seed: int, measure: Measure) -> None:
    """Sequences are drawn independently: how often something comes in a draw varies as chance has it

    Counted in 40 draws of 55 sequences: each of the 11 periods, and of sequences of period 14 each of the 5 prefixes and
    each of the 32 first tokens. The sum of (count - expected)² / expected, by its degrees of freedom, is 1; for the fewest
    of them, 160, it is below .46 or above 1.84 once in 10^9 draws. Where each comes as often as another it is 0 or hardly
    more, and 2 where two sequences have one draw.
    """
    draws: dict[str, list[list[int]]] = {"period": [], "prefix": [], "first token": []}
    for i in range(40):
        draws["period"].append(
            [PERIODS.index(s.period) for s in drawn(student, 55, seed + i)[2] if s.period in PERIODS]
        )
        tokens, _, sequences = drawn(student, 55, seed + i, periods=[14])
        draws["prefix"].append([s.prefix for s in sequences])
        draws["first token"].append(tokens[:, 0].long().tolist())
    for what, kinds in (("period", len(PERIODS)), ("prefix", LENGTH - 28 + 1), ("first token", VOCABULARY)):
        counts = np.array(
            [np.bincount(np.array(values, int), minlength=kinds)[:kinds] for values in draws[what]]
        )
        spread = ((counts - 55 / kinds) ** 2).sum() * kinds / 55 / (40 * (kinds - 1))
        said = f"how much the number of a {what} varies from draw to draw, of what chance has"
        measure(said, spread, at_least=0.46, at_most=1.84)


@pytest.mark.task("data", weight=1)
def test_prefixes_of_one_period(student: Student, seed: int, measure: Measure) -> None:
    """For a period, each prefix length is drawn as often as another, none and the longest included

    Of 2000 sequences of period 14 each of the prefixes 0 … 4 should have 400, with a standard deviation of 18; .78 and
    1.22 times that are five of them away. Of prefixes that are rounded the first and the last have .62 of their share.
    Of 2900 of period 2 each of 0 … 28 should have 100, with a standard deviation of 9.8: half of that is five away, and
    1.6 times that six, since there are 29 that may be the commonest. So it is where another period has a longer range: of
    2000 prefixes from 0 … 14 the mean is 7 with a standard deviation of .1, and 6 if they are drawn from the longer range
    and wrapped round.
    """
    for period, share, rarest, commonest in ((14, 400, 0.78, 1.22), (2, 100, 0.5, 1.6)):
        prefixes = range(LENGTH - 2 * period + 1)
        _, _, sequences = drawn(student, share * len(prefixes), seed, periods=[period])
        counts = [sum(s.prefix == prefix for s in sequences) / share for prefix in prefixes]
        measure(
            f"how often the rarest prefix of period {period} occurs, of its share",
            min(counts),
            at_least=rarest,
        )
        measure(
            f"how often the commonest prefix of period {period} occurs, of its share",
            max(counts),
            at_most=commonest,
        )
    _, _, sequences = drawn(student, 4000, seed, periods=[4, 9])
    of_nine = [s.prefix for s in sequences if s.period == 9]
    assert of_nine, "none of 4000 sequences of the periods 4 and 9 has period 9"
    mean = sum(of_nine) / len(of_nine)
    measure("the mean prefix of period 9 beside period 4", mean, at_least=6.5)
    measure("the mean prefix of period 9 beside period 4, at most", mean, at_most=7.5)


@pytest.mark.task("data", weight=1)
def test_tokens_at_random(student: Student, seed: int, measure: Measure) -> None:
    """The tokens are drawn at random from the whole vocabulary

    Of 1100 sequences each of the 32 tokens should begin 34, with a standard deviation of 6, and each of the 31 steps
    from a token to the next come 35 times; a fifth of that is nearly five of them away.
    """
    tokens, _, _ = drawn(student, ROWS, seed)
    first = torch.bincount(tokens[:, 0].long(), minlength=VOCABULARY) * VOCABULARY / ROWS
    steps = (tokens[:, 1] - tokens[:, 0]).long() % VOCABULARY
    step = torch.bincount(steps, minlength=VOCABULARY)[1:] * (VOCABULARY - 1) / ROWS
    measure("how often the rarest first token occurs, of its share", first.min(), at_least=0.2)
    measure("how often the rarest step to the second token occurs, of its share", step.min(), at_least=0.2)


@pytest.mark.task("data", weight=1)
def test_periods_are_those_asked_for(student: Student, seed: int) -> None:
    """Other periods than the default ones can be asked for, and their list is left as it was"""
    asked = [16, 3, 9]
    periods = student.hold(asked)
    _, _, sequences = drawn(student, 60, seed, periods=periods)
    assert {s.period for s in sequences} == set(asked), f"for periods={asked} the periods are not these three"
    _, _, sequences = drawn(student, 60, seed, periods=[16, 5, 8])
    assert {s.period for s in sequences} == {16, 5, 8}, (
        "asked again, for as many others, the periods are not these"
    )
    assert periods.call("copy", returns=list[int]) == asked, "the list of periods is changed: work on a copy"


@pytest.mark.task("data", weight=1)
def test_seed(student: Student, seed: int, stir: Stir) -> None:
    """The same seed gives the same sequences, and another seed gives others

    Prefixes and periods of 20 sequences, one whole sequence, or the periods of twelve draws of one, are equal by chance
    once in 10^9 draws and less.
    """
    first, mask, built = drawn(student, 20, seed)
    other, _, built_otherwise = drawn(student, 20, seed + 1)
    zero, _, _ = drawn(student, 20, 0)
    stir()
    again, mask_again, _ = drawn(student, 20, seed)
    same = torch.equal(first, again) and torch.equal(mask, mask_again)
    same &= torch.equal(zero, drawn(student, 20, 0)[0])
    assert same, "two calls with the same seed give different sequences"
    same_row = (first[:, None] == other[None]).all(dim=2)
    assert not same_row.any(), "another seed gives some of the same sequences"
    for part, said in (("prefix", "prefixes"), ("period", "periods")):
        one, two = ([getattr(s, part) for s in sequences] for sequences in (built, built_otherwise))
        assert one != two, f"another seed gives the same {said}"
    alone = {drawn(student, 1, seed + i)[2][0].period for i in range(12)}
    assert len(alone) > 1, "a sequence that is drawn alone has one period whatever the seed"


@pytest.mark.task("data", weight=1)
def test_seeds_share_nothing(student: Student, seed: int) -> None:
    """Of many sequences no two are equal, and neither near nor far does another seed give any of them

    A sequence of one of these periods comes twice by chance less than once in 10^9 draws like this.
    """
    for n, other in ((3000, seed + 1), (300, seed + FAR)):
        rows = [tuple(row) for s in (seed, other) for row in drawn_tokens(student, n, s).tolist()]
        assert len(set(rows)) == len(rows), "some sequences come twice, in one draw or with two seeds"
