"""Training, graded on the beliefs of the matrix that comes back, against the counts of the student's own words.

The reference is thirty times better than the first gate and two hundred times better than the second (CALIBRATION.md);
the farthest right answer that we know, a random start without a decaying rate, came to .012 of the second's .03.
"""

import math
from collections.abc import Callable
from types import ModuleType

import pytest
import torch
from given import SYMBOLS, load_words
from planted import random_chain, softmax_of, words_of

from autograder.checks import Measure, Stir, Student, Variant

WEIGHTED_KL = 0.003
LARGEST_ERROR = 0.03
Training = Callable[[list[str], int, str], None]  # on words, with a seed, over symbols


@pytest.fixture
def reaches_the_counts(student: Student, reference: ModuleType, measure: Measure) -> Training:
    """Trains the student's model on the words and measures it against them."""

    def train_and_measure(words: list[str], seed: int, symbols: str) -> None:
        counts = reference.bigram_counts(words, symbols).double()
        total = counts.sum(dim=1, keepdim=True)
        E = counts / total.clamp(min=1)
        W = student.train(words, seed=seed, symbols=symbols)
        P = softmax_of(W, len(symbols))
        assert W.isfinite().all(), "some logits are infinite: the model rules out what it has not seen"
        gaps = torch.where(counts > 0, E * (E / P).log(), 0.0).sum(dim=1)
        share = total[:, 0] / total.sum()
        measure("mean KL divergence from the data", (share * gaps).sum().item(), at_most=WEIGHTED_KL)
        measure("largest |P - E|", (P - E).abs()[total[:, 0] > 0].max().item(), at_most=LARGEST_ERROR)

    return train_and_measure


@pytest.mark.task("train", weight=2)
def test_learns_english(reaches_the_counts: Training, variant: Variant) -> None:
    """Training matches the transition shares of 1,000 English words"""
    rng = variant.rng("English words")
    words = rng.choice(load_words(), 1000, replace=False).tolist()
    reaches_the_counts(words, int(rng.integers(10_000)), SYMBOLS)


@pytest.mark.task("train", weight=2)
def test_learns_another_language(student: Student, reaches_the_counts: Training, variant: Variant) -> None:
    """Training matches the transition shares of words over another alphabet

    A symbol of the alphabet is in none of the words, another in one alone, and the later words are of another language than
    the first. The same words but the first backwards, of as many letters, were trained on before, with the same seed.
    """
    rng = variant.rng("another language")
    first, second = (random_chain(rng, size=12) for _ in range(2))
    words = words_of(first, rng, 1200) + words_of(second._replace(symbols=first.symbols), rng, 2000)
    symbols = first.symbols[:5] + "78" + first.symbols[5:]
    words[1] = words[1][:1] + "8" + words[1][1:]
    seed = int(rng.integers(10_000))
    student.train([words[0], *(word[::-1] for word in words[1:])], seed=seed, symbols=symbols)
    reaches_the_counts(words, seed, symbols)


@pytest.mark.task("train", weight=1)
def test_learns_two_words(reaches_the_counts: Training, variant: Variant) -> None:
    """Training matches the transition shares of two words

    Each row that is used has a transition or two, and 25 symbols that never follow: what is given to these, a little each,
    shows. Of ln(counts + .002) the mean divergence is .04; of right answers it is .0024 at most (CALIBRATION.md).
    """
    rng = variant.rng("two words")
    words = rng.choice([word for word in load_words() if len(word) == 5], 2, replace=False).tolist()
    reaches_the_counts(words, int(rng.integers(10_000)), SYMBOLS)


@pytest.mark.task("train", weight=1)
def test_the_seed_decides(
    student: Student, reference: ModuleType, variant: Variant, measure: Measure, stir: Stir
) -> None:
    """The same seed gives the same logits

    Repeated on one thread, training is bitwise equal; 1e-3 leaves room for other threads and instruction sets. Other
    seeds need not differ: a start from zeros has nothing random in it. And fifty steps have learned something: the mean
    surprise at the words is below that of guessing among all symbols.
    """
    words = variant.rng("words for one seed").choice(load_words(), 200, replace=False).tolist()
    once = student.train(words, seed=7, steps=50)
    stir()
    again = student.train(words, seed=7, steps=50)
    for W in (once, again):
        softmax_of(W, len(SYMBOLS))
        assert W.isfinite().all(), "some logits are infinite"
    counts = reference.bigram_counts(words, SYMBOLS).double()
    surprise = -(counts * once.double().log_softmax(dim=1)).sum() / counts.sum()
    measure(
        "surprise after 50 steps, of that of a guess", surprise.item() / math.log(len(SYMBOLS)), at_most=0.99
    )
    measure(
        "largest difference between two runs of one seed", (once - again).abs().max().item(), at_most=1e-3
    )
