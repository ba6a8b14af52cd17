"""What the hidden checks share. Everything drawn is drawn from the student's variant."""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import ModuleType

import pytest
import torch
from given import BLANK, LENGTH, new_model
from planted import (
    UNSEEN,
    Circuit,
    Example,
    Run,
    attention_pattern,
    many,
    mixed,
    planted_circuit,
    random_model,
    rebuilt,
    repeated,
    spare,
    spare_circuits,
)
from torch import Tensor
from transformer_lens import TransformerBridge

from autograder.checks import CheckFailed, PublicExamples, Student, Variant, Weights


@functools.lru_cache(maxsize=1)
def _example(variant: Variant) -> Example:
    return Example(random_model(variant.rng("random model"), spare()), *mixed(variant.rng("sequences")))


@pytest.fixture
def example(variant: Variant) -> Example:
    """A random model of three heads in each layer, and sequences with repeats of several kinds."""
    return _example(variant)


@functools.lru_cache(maxsize=1)
def _other(variant: Variant) -> TransformerBridge:
    return random_model(variant.rng("other weights"), spare(number=1))


@pytest.fixture
def other(variant: Variant) -> TransformerBridge:
    """Another random model of the form of the example's."""
    return _other(variant)


@pytest.fixture
def crowd(variant: Variant, example: Example) -> Example:
    """The same model, and very many sequences of which some have many positions in the mask and some none."""
    return Example(example.model, *many(variant.rng("many sequences")))


@functools.lru_cache(maxsize=1)
def _circuits(variant: Variant) -> list[Circuit]:
    rng = variant.rng("circuits")
    kinds = (((0, 0), False), ((1, 0), True), ((0, 1), False), ((1, 1), True), ((3, 3), False))
    return [
        planted_circuit(rng, twins, model, model.cfg.n_heads, barred)
        for (twins, barred), model in zip(kinds, spare_circuits(), strict=True)
    ]


@pytest.fixture
def circuits(variant: Variant) -> list[Circuit]:
    """Five circuits: without twins, with one in layer 0, with one in layer 1, with one in each; and one with six heads in
    each layer, three of them twins. Those with one in layer 0 or in each are barred: scores of weights misread them."""
    return _circuits(variant)


@pytest.fixture
def pattern(variant: Variant) -> Tensor:
    """An attention pattern [T, T]."""
    return attention_pattern(variant.rng("pattern"))


@pytest.fixture
def unseen(variant: Variant) -> dict[int, tuple[Tensor, Tensor]]:
    """Sequences and masks by period, of periods that training is not shown."""
    return {period: repeated(variant.rng(f"period {period}"), 100, period) for period in UNSEEN}


TRAINED: pytest.StashKey[Run | CheckFailed] = pytest.StashKey()


@pytest.fixture
def trained(
    request: pytest.FixtureRequest,
    student: Student,
    variant: Variant,
    unseen: dict[int, tuple[Tensor, Tensor]],
    reference: ModuleType,
) -> Callable[[], Run]:
    """`trained()`: the student's training, from two seeds if the first misses. Several checks look at one."""

    def run(seed: int) -> Run:
        weights, losses = student.train(seed=seed)
        return Run(seed, rebuilt(weights), losses)

    def accuracy(run: Run) -> float:
        return sum(reference.accuracy(run.model, *data) for data in unseen.values()) / len(unseen)

    def train() -> Run:
        one, two = variant.rng("training seeds").choice(10_000, 2, replace=False).tolist()
        first = run(one)
        if accuracy(first) >= 0.95:
            return first
        return max(first, run(two), key=accuracy)

    def once() -> Run:
        stash = request.session.stash
        if TRAINED not in stash:
            try:
                stash[TRAINED] = train()
            except CheckFailed as problem:
                stash[TRAINED] = problem
        run = stash[TRAINED]
        if isinstance(run, CheckFailed):
            raise run
        return run

    return once


@pytest.fixture
def as_vector() -> Callable[[Weights], Tensor]:
    """`as_vector(weights)`: the student's weights, read into a bridge of ours and put in a row. Cheaper than `rebuilt`."""

    def flatten(weights: Weights) -> Tensor:
        read = weights.into(spare(1, BLANK.cfg.d_model, BLANK.cfg.d_head))
        weights_in_a_row = torch.cat([parameter.detach().flatten() for parameter in read.parameters()])
        # of several differences, one that is NaN is neither the least nor the largest
        assert weights_in_a_row.isfinite().all(), (
            "a weight of the model that was returned is not a finite number"
        )
        return weights_in_a_row

    return flatten


@pytest.fixture(scope="session")
def public_examples() -> PublicExamples:
    """Calls that a student can make at home: the text of an exception in one of them may be shown."""
    tokens = torch.arange(LENGTH).remainder(10)[None].repeat(2, 1)
    mask = (torch.arange(LENGTH) >= 10)[None].repeat(2, 1)
    mask[:, -1] = False
    pattern = torch.eye(LENGTH)
    return {
        "repeated_sequences": lambda: (4, 0),
        "train": lambda: (0, 2),
        "accuracy": lambda: (new_model(0), tokens, mask),
        "attention_patterns": lambda: (new_model(0), tokens),
        "most_attended": lambda: (pattern, 5),
        "induction_targets": lambda: (tokens,),
        "induction_score": lambda: (new_model(0), tokens, mask),
        "previous_token_score": lambda: (new_model(0), tokens, mask),
        "uniform_score": lambda: (tokens, mask),
        "copying_score": lambda: (new_model(0),),
        "ablate_head": lambda: (new_model(0), tokens, 0, 0),
        "ablation_scores": lambda: (new_model(0), tokens, mask),
        "patch_pattern": lambda: (new_model(0), tokens, 0, 0, pattern),
        "k_composition": lambda: (new_model(0),),
        "find_circuit": lambda: (new_model(0, n_heads=4),),
        "build_circuit": lambda: (),
        "snapshots": lambda: (0, 1, 2),
    }
