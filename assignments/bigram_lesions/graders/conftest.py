"""What the hidden checks share. Everything drawn is drawn from the student's variant."""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
import torch
from given import SYMBOLS
from planted import Chain, far_down, random_chain, softmax_of
from torch import Tensor

from autograder.checks import PublicExamples, Student, Variant


@functools.lru_cache(maxsize=2)
def _drawn(variant: Variant) -> tuple[Chain, Chain]:
    larger = random_chain(variant.rng("another chain"), size=11)
    return random_chain(variant.rng("one chain")), larger._replace(W=larger.W.double())


@pytest.fixture(params=["9 symbols", "11 symbols"])
def chain(request: pytest.FixtureRequest, variant: Variant) -> Chain:
    """A random model over an alphabet of its own; the larger one is in float64."""
    return _drawn(variant)[request.param == "11 symbols"]


@pytest.fixture
def one_chain(variant: Variant) -> Chain:
    """The smaller of the random models."""
    return _drawn(variant)[0]


@pytest.fixture
def far(variant: Variant) -> Chain:
    """A model whose logits are -inf, here and there, or very low."""
    return far_down(variant.rng("far down"))


@pytest.fixture
def leaves_alone(student: Student, reference: ModuleType) -> Callable[..., None]:
    """`leaves_alone(name, chain, symbol, …)`: fails if the function changes the matrix that it is given, or answers of what it
    held before where it holds another model by now; or if its logits are not of that model at all, for who does nothing
    changes nothing.

    In float32 and in float64, since `W.double()` is W itself where W is in float64 already.
    """

    def ask(name: str, chain: Chain, *args: Any) -> None:
        for W in (chain.W.float(), chain.W.double()):
            held = student.hold(W)
            getattr(student, name)(held, *args, symbols=chain.symbols)
            after = held.call("clone", returns=Tensor)
            kind = str(W.dtype).removeprefix("torch.")
            assert torch.equal(after, W.double()), (
                f"{name} changes the matrix that it is given, one in {kind}: work on a copy"
            )
            other = W.roll(1, 0)
            again, anew = (
                getattr(student, name)(given, *args, symbols=chain.symbols)
                for given in (student.put(held, other), other)
            )
            if isinstance(anew, Tensor):  # logits, which may have any gauge; else words
                again, anew = (softmax_of(logits, len(chain.symbols)) for logits in (again, anew))
                same = torch.allclose(again, anew, atol=1e-5)
                right = softmax_of(getattr(reference, name)(other, *args, symbols=chain.symbols), len(other))
                assert torch.allclose(anew, right, atol=1e-3), f"{name} gives other beliefs than it should"
            else:
                same = again == anew
            assert same, (
                f"{name} does not answer of a matrix with other numbers by now as it does of one that is new"
            )

    return ask


@pytest.fixture(scope="session")
def public_examples() -> PublicExamples:
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
