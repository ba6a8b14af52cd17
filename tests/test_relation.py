"""In which relation a wrong value stands to the right one: what is said holds, and nothing is said by chance."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from autograder.checks.relation import relation

G = torch.Generator().manual_seed(0)
E = torch.randn(6, 5, generator=G).double()
SQUARE = torch.randn(5, 5, generator=G).double()
SHARES = torch.rand(6, 5, generator=G).double()


def said(got: object, expected: object, *sizes: int) -> str:
    return relation(got, expected, 1e-6, 1e-5, sizes)


def but(x: Tensor, index: object, value: object) -> Tensor:
    changed = x.clone()
    changed[index] = value  # type: ignore[index]
    return changed


@pytest.mark.parametrize(
    ("got", "expected", "text"),
    [
        (-E, E, "is the right value with the other sign"),
        (E.abs(), E, "is the right value without its sign"),
        (2 * E, E, "is twice the right value"),
        (E / math.log(2), E, "is the right value divided by ln 2: bits for nats, or the reverse?"),
        (6 * E, E, "is too large by a factor that is the length of an axis: a sum for a mean?"),
        (1.234 * E, E, "is the right value times one factor, the same everywhere"),
        (E + 0.3, E, "is off by the same amount everywhere"),
        (E.round(), E, "is the right value rounded to a whole number"),
        (SHARES.log(), SHARES, "is the logarithm of the right value"),
        (1 - SHARES, SHARES, "is one minus the right value"),
        (E, E.softmax(1), "is the right value before a softmax"),
        (E, E.clamp(min=0), "is the right value before a ReLU"),
        (E.tanh(), E, ""),
        (torch.zeros(6, 5), E, "is 0 everywhere"),
        (torch.full((6, 5), 0.2), E, "is the same number everywhere"),
        (SQUARE.T, SQUARE, "is the right value transposed"),
        (E.flip(0), E, "is the right value in reverse down the columns"),
        (but(E.roll(1, 0), 0, 0), E, "is the right value one place too late down the columns"),
        (E[[2, 0, 1, 3, 5, 4]], E, "is the right rows in another order"),
        (E.cumsum(1), E, "is summed up along the rows: each holds those before it as well"),
        (E - E.mean(1, keepdim=True), E, "is off by a constant for each row"),
        (E / E.norm(dim=0), E, "is the right value times a factor for each column: normalised otherwise?"),
        (
            but(E, slice(0, 5), -E[:5]),
            E,
            "is right in the last row only; elsewhere it is the right value with the other sign",
        ),
        (
            but(E, -1, torch.arange(5.0)),
            E,
            "is right in all rows but the last",
        ),
        (SQUARE.tril(), SQUARE, "is right on the diagonal and below it only; elsewhere it is 0 everywhere"),
        (but(E, 0, math.nan), E, "is NaN in the first row only"),
        (E.T, E, "is the right value transposed"),
        (E[None], E, "is the right numbers, but for axes of length 1"),
        (E.mean(0), E, "is the right value averaged over axis 0"),
        (E, E.sum(1), "is the right value if it were summed over axis 1"),
        (5, 4, "is too large by one"),
        (torch.tensor([1, 0, 1]), torch.tensor([0, 1, 0]), "is yes for no, and no for yes"),
        ((1.0, 2.0), (2.0, 1.0), "has value 1 and value 2 in each other's places"),
        ({"a": 1.0, "b": -E}, {"a": 1.0, "b": E}, "is, in b, the right value with the other sign"),
    ],
)  # fmt: skip
def test_what_a_ta_would_see_is_said(got: object, expected: object, text: str) -> None:
    assert said(got, expected) == text


def test_a_factor_may_be_the_length_of_an_argument_s_axis() -> None:
    assert "length of an axis" in said(17 * E, E, 17)
    assert said(17 * E, E) == "is the right value times one factor, the same everywhere"


@pytest.mark.parametrize("form", [(), (1,), (4,), (3, 4), (2, 3, 4)])
def test_nothing_is_said_of_another_draw(form: tuple[int, ...]) -> None:
    """Over 60 pairs of draws: what holds by accident would send a student the wrong way."""
    for seed in range(60):
        draw = torch.Generator().manual_seed(seed)
        one, other = (torch.randn(form, generator=draw).double() for _ in range(2))
        assert said(one, other, 2, 3, 7, 96) == ""


def test_strange_values_are_nothing_to_speak_of() -> None:
    huge = torch.zeros(1 << 17)
    for got in (
        None,
        "text",
        [],
        torch.zeros(0),
        torch.tensor(math.inf),
        huge,
        torch.zeros(6, 5, 1, 1),
        1j * E,
        {},
    ):
        for expected in (E, 1.0, huge, torch.tensor([1, 2, 3]), {"a": E}, [E, E], torch.zeros(0)):
            assert isinstance(said(got, expected), str)


def test_a_message_gives_away_a_few_bits() -> None:
    """All that is ever said of a 6 x 5 array, from a thousand wrong answers of every kind: under 2^10 texts, so at most
    ten bits each, and none of them holds a number of the right value's."""
    seen = set()
    changes: list[Callable[[Tensor, Tensor], Tensor]] = [
        lambda x, m: torch.where(m, -x, x), lambda x, m: torch.where(m, 0 * x, x), lambda x, m: torch.where(m, x, 2 * x),
        lambda x, m: torch.where(m, x, x + 1), lambda x, m: torch.where(m, x, x.exp()), lambda x, m: torch.where(m, x, x * math.nan),
    ]  # fmt: skip
    for seed in range(40):
        draw = torch.Generator().manual_seed(seed)
        x = torch.randn(6, 5, generator=draw).double()
        rows, columns = torch.rand(6, 1, generator=draw) < 0.5, torch.rand(1, 5, generator=draw) < 0.5
        for change in changes:
            for mask in (rows.expand(6, 5), columns.expand(6, 5), rows & columns, rows | columns):
                seen.add(said(change(x, mask), x))
    assert 20 < len(seen) < 1 << 10
    assert not any(character in "23456789" for text in seen for character in text)


@pytest.mark.parametrize(
    ("got", "expected"),
    [([True, False], [True]), ([[True]], [False]), ([[True, False]], [[True], [False]])],
)
def test_truth_values_of_another_shape_have_a_relation_or_none(got: list[bool], expected: list[bool]) -> None:
    """They cannot be subtracted, and a verdict must not end on that."""
    assert isinstance(said(torch.tensor(got), torch.tensor(expected)), str)
    assert isinstance(said([torch.tensor(got)], expected), str)
