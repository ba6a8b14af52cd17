"""Sampling: what the drawn words say of the probabilities they were drawn from.

The draws are compared with the model by a chi-squared test, eight times in all. A right answer fails one of them once
in 120,000 gradings; the mistakes that we know are far below (CALIBRATION.md).
"""

from collections import Counter
from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest
import scipy.stats
import torch
from planted import Chain, corridor, transitions

from autograder.checks import Measure, Stir, Student, Variant, fail

LEAST_P = 1e-6


def p_value(counts: np.ndarray, P: np.ndarray) -> float:
    """That of the chi-squared test of draws [V, V] against the rows' probabilities; rare cells are put together."""
    statistic, freedom = 0.0, 0
    for drawn, expected in zip(counts, counts.sum(axis=1, keepdims=True) * P, strict=True):
        if drawn[expected == 0].any():
            return 0.0
        common = expected >= 5
        rest = drawn[~common].sum(), expected[~common].sum()
        cells = list(zip(drawn[common], expected[common], strict=True)) + ([rest] if rest[1] >= 5 else [])
        statistic += sum((seen - mean) ** 2 / mean for seen, mean in cells)
        freedom += max(len(cells) - 1, 0)
    return float(scipy.stats.chi2.sf(statistic, max(freedom, 1)))


def require_words(words: list[str], n: int, symbols: str, max_len: int) -> None:
    assert len(words) == n, f"{len(words)} words instead of {n}"
    assert all(set(word) <= set(symbols[1:]) for word in words), (
        "a word has symbols that are no letters of it"
    )
    assert max(map(len, words)) <= max_len, "a word is longer than max_len"


@pytest.mark.task("sampling", weight=3)
@pytest.mark.parametrize(
    ("temperature", "max_len"), [(1.0, 40), (0.5, 40), (2.0, 5)], ids=["1.0", "0.5", "2.0"]
)
def test_words_follow_the_model(
    student: Student, one_chain: Chain, variant: Variant, measure: Measure, temperature: float, max_len: int
) -> None:
    """Sampled words follow the model's probabilities, at any temperature

    At the highest many words are cut, and those that end by themselves are no others for that.
    """
    W, symbols = one_chain
    seed = int(variant.rng(f"sampling {temperature}").integers(10_000))
    words = student.sample_words(W, 1200, seed, max_len=max_len, temperature=temperature, symbols=symbols)
    require_words(words, 1200, symbols, max_len)
    P = (W.double() / temperature).softmax(dim=1).numpy()
    measure("p-value of the draws", p_value(transitions(words, symbols, max_len), P), at_least=LEAST_P)


@pytest.mark.task("sampling", weight=2)
def test_words_without_an_end(
    student: Student, reference: ModuleType, one_chain: Chain, measure: Measure
) -> None:
    """Words are cut at max_len, and nowhere before, however hot: what was deleted is never drawn"""
    W, symbols = one_chain
    endless = reference.lesion(W, symbols[0], symbols)
    for max_len, hot in ((1, 1.0), (6, 1.0), (25, 1.0), (25, 20.0)):
        words = student.sample_words(endless, 20, 3, max_len=max_len, temperature=hot, symbols=symbols)
        require_words(words, 20, symbols, max_len)
        assert min(map(len, words)) == max_len, "a word of a model without an end is shorter than max_len"
        if (max_len, hot) == (25, 1.0):
            P = endless.double().softmax(dim=1).numpy()
            drawn = transitions(words, symbols, max_len)
            measure("p-value of the draws", p_value(drawn, P), at_least=LEAST_P)


@pytest.mark.task("sampling", weight=1)
def test_the_only_word(student: Student, variant: Variant) -> None:
    """A model that can write one word only writes that word, also after another model of the same symbols"""
    W, symbols = corridor(variant.rng("the only word"), ends=True)
    word, here = "", 0
    while (here := int(W[here].argmax())) != 0:
        word += symbols[here]
    for n in (1, 3):
        student.sample_words(torch.zeros_like(W), n, 4, max_len=20, symbols=symbols)
        words = student.sample_words(W, n, 4, max_len=20, symbols=symbols)
        assert words == [word] * n, "a model that leaves no choice writes something else than its only word"


@pytest.mark.task("sampling", weight=1)
@pytest.mark.parametrize("seed", [0, 11])
def test_the_seed_decides(student: Student, one_chain: Chain, stir: Stir, seed: int) -> None:
    """The same seed gives the same words, and another seed others"""
    W, symbols = one_chain
    one, other = (student.sample_words(W, 40, s, symbols=symbols) for s in (seed, seed + 1))
    assert one != other, "two seeds give the same forty words"
    assert one[1:] != other[:-1], "the next seed gives the same words, each one place earlier"
    stir()
    again = student.sample_words(W, 40, seed, symbols=symbols)
    assert one == again, "two runs of one seed give different words"


@pytest.mark.task("sampling", weight=1)
def test_the_next_seed_draws_anew(
    student: Student, one_chain: Chain, variant: Variant, measure: Measure
) -> None:
    """However many words are drawn, none of the next seed's begin where this seed's are

    Forty words in a row that are the same, a thousand places apart, are no chance; nor are a thousand of which each
    comes as often with either seed.
    """
    W, symbols = one_chain
    seed = int(variant.rng("the next seed").integers(1000))
    one, two = (student.sample_words(W, 1100, s, max_len=6, symbols=symbols) for s in (seed, seed + 1))
    for words in (one, two):
        require_words(words, 1100, symbols, 6)
    alike = [k for k in range(len(one) - 40) if one[k : k + 40] == two[:40]]
    assert not alike, "the next seed gives the same words in other places"
    together = 1024  # a power of two: as many as `seed ^ i` keeps together
    shuffled = Counter(one[:together]) == Counter(two[:together])
    assert not shuffled, "the next seed gives the same words in other places"
    drawn = transitions(one, symbols, 6)
    measure("p-value of the draws", p_value(drawn, W.double().softmax(dim=1).numpy()), at_least=LEAST_P)


@pytest.mark.task("sampling", weight=1)
def test_a_large_alphabet(student: Student, variant: Variant, measure: Measure) -> None:
    """Every symbol of a large alphabet is drawn as often as it should be

    All rows are one row, so the draws of all of them are counted together.
    """
    rng = variant.rng("a large alphabet")
    symbols = corridor(rng, ends=True, size=40).symbols
    row = torch.from_numpy(rng.normal(0, 0.7, 40))
    words = student.sample_words(row.repeat(40, 1).float(), 400, 6, max_len=8, symbols=symbols)
    require_words(words, 400, symbols, 8)
    counts = transitions(words, symbols, 8).sum(axis=0, keepdims=True)
    measure("p-value of the draws", p_value(counts, row.softmax(dim=0).numpy()[None]), at_least=LEAST_P)


@pytest.mark.task("sampling", weight=1)
def test_sampling_leaves_the_model_alone(leaves_alone: Callable[..., None], one_chain: Chain) -> None:
    """Sampling does not change the model, at any temperature"""
    leaves_alone("sample_words", one_chain, 5, 0, 20, 0.5)


@pytest.mark.task("sampling", weight=1)
def test_words_of_a_lesioned_model(
    student: Student, reference: ModuleType, one_chain: Chain, far: Chain, measure: Measure
) -> None:
    """A lesioned model never writes the deleted letter, nor one with -inf here and there what is ruled out

    Of the latter all logits are very low.
    """
    W, symbols = one_chain
    lesioned = reference.lesion(W, symbols[1], symbols)
    words = student.sample_words(lesioned, 600, 5, max_len=40, symbols=symbols)
    require_words(words, 600, symbols, 40)
    P = torch.softmax(lesioned.double(), dim=1).numpy()
    measure("p-value of the draws", p_value(transitions(words, symbols, 40), P), at_least=LEAST_P)
    ruled_out = far.W.isneginf().numpy()
    for temperature in (1.0, 20.0):
        words = student.sample_words(far.W, 200, 5, max_len=40, temperature=temperature, symbols=far.symbols)
        require_words(words, 200, far.symbols, 40)
        if transitions(words, far.symbols, 40)[ruled_out].any():
            fail("a word has a transition whose logit is -inf, in a model whose other logits are very low")
