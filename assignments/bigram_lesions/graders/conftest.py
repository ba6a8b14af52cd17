"""What the hidden checks share. Everything drawn is drawn from the student's variant."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pytest
import torch
from given import SYMBOLS
from planted import Chain, random_chain
from torch import Tensor


@functools.lru_cache(maxsize=2)
def _drawn(variant: Any) -> tuple[Chain, Chain]:
    return random_chain(variant.rng("one chain")), random_chain(variant.rng("another chain"), size=11)


@pytest.fixture(params=["9 symbols", "11 symbols"])
def chain(request: pytest.FixtureRequest, variant: Any) -> Chain:
    """A random model over an alphabet of its own."""
    return _drawn(variant)[request.param == "11 symbols"]


@pytest.fixture
def one_chain(variant: Any) -> Chain:
    """The smaller of the random models."""
    return _drawn(variant)[0]


@pytest.fixture
def lesioned_beliefs(student: Any) -> Callable[..., Tensor]:
    """`lesioned_beliefs(W, symbol, symbols)`: softmax of what the student's `lesion` returns, in float64.

    Softmax and not logits: equal models may differ by a constant in each row.
    """

    def ask(W: Tensor, symbol: str, symbols: str) -> Tensor:
        return softmax_of(student.lesion(W, symbol, symbols=symbols), len(symbols))

    return ask


@pytest.fixture
def leaves_alone(student: Any) -> Callable[..., None]:
    """`leaves_alone(name, chain, symbol, …)`: fails if the function changes the matrix that it is given."""

    def ask(name: str, chain: Chain, *args: Any) -> None:
        held = student.hold(chain.W)
        getattr(student, name)(held, *args, symbols=chain.symbols)
        after = held.call("clone", returns=Tensor)
        assert torch.equal(after, chain.W.double()), (
            f"{name} changes the matrix that it is given: work on a copy"
        )

    return ask


def softmax_of(W: Tensor, size: int) -> Tensor:
    """The rows' probabilities of a matrix of logits that a student returned."""
    assert W.shape == (size, size), f"the matrix has shape {list(W.shape)} instead of {[size, size]}"
    P = W.double().softmax(dim=1)
    assert not P.isnan().any(), "some row is not a row of logits: it has NaN or +inf, or -inf throughout"
    return P


@pytest.fixture
def softmax() -> Callable[[Tensor, int], Tensor]:
    """`softmax(W, size)`: the probabilities of a student's logits."""
    return softmax_of


@pytest.fixture
def public_examples() -> dict[str, Callable[[], tuple[Any, ...]]]:
    """Calls that a student can make at home: they are told when one of them raises too."""

    def W() -> Tensor:
        return torch.randn(27, 27, generator=torch.Generator().manual_seed(0))

    words = ["cat", "dog", "a"]

    def counts() -> Tensor:
        return torch.ones(27, 27, dtype=torch.int64)

    return {
        "bigram_counts": lambda: (words,),
        "train": lambda: (words,),
        "beliefs": lambda: (W(), "q"),
        "belief_gap": lambda: (W(), counts()),
        "lesion": lambda: (W(), "e"),
        "expected_length": lambda: (W(),),
        "nll": lambda: (W(), words),
        "sample_words": lambda: (W(), 3, 0),
        "rulebook": lambda: (W(),),
        "greedy_word": lambda: (W(),),
        "lab_data": lambda: (W(), counts(), SYMBOLS),
        "soft_lesion": lambda: (W(), "e", 1.0),
        "forget": lambda: (W(), "e"),
        "forgetting_costs": lambda: (W(), words),
        "language_scores": lambda: (words, W(), -W()),
    }
