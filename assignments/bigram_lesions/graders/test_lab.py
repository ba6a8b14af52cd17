"""What the student's functions give to the lab, as values."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
import torch
from given import LAB_LENGTH, LAB_TEMPERATURES, LAB_WORDS, LabData
from planted import planted_program, surprise
from torch import Tensor

from autograder.checks import Measure, Student, Variant, fail

Small = tuple[Tensor, Tensor, str]
Lab = Callable[[], LabData]
TOLERANCE = 1e-4  # a hundred times the rounding of float32


@pytest.fixture
def small(variant: Variant, reference: ModuleType) -> Small:
    """A model of eight symbols and counts of another: (W, counts, symbols).

    The whole model's greedy path goes round behind a tail, and some lesion makes it halt. In the counts one pair never
    occurs, one symbol not at all, and one once.
    """
    rng = variant.rng("lab")
    while True:
        W, symbols, _ = planted_program(rng, 5, 2, size=8)
        if any(reference.greedy_word(reference.lesion(W, s, symbols), symbols).halted for s in symbols):
            break
    counts = torch.from_numpy(rng.integers(1, 9, (8, 8)))
    counts[1, 2] = 0
    counts[5] = 0
    counts[6] = 0
    counts[6, 3] = 1
    return W, counts, symbols


@pytest.fixture
def lab(student: Student, small: Small) -> Lab:
    """What the student's `lab_data` says, asked for when a check asks."""
    return lambda: student.lab_data(*small)


def close(got: Any, expected: Any, what: str) -> None:
    """The two tensors are the same, up to rounding."""
    got, expected = (torch.as_tensor(value, dtype=torch.float64) for value in (got, expected))
    assert got.shape == expected.shape, f"{what}: shape {list(got.shape)} instead of {list(expected.shape)}"
    assert torch.allclose(got, expected, atol=TOLERANCE, rtol=TOLERANCE), f"{what}: some values are wrong"


@pytest.mark.task("lab", weight=1)
def test_the_data(student: Student, reference: ModuleType, small: Small) -> None:
    """The lab shows the data's shares and the gaps, also where the same matrices were of another model before

    The symbols of the letters are in another order here than in the other checks.
    """
    W, counts, letters = small
    symbols = letters[0] + letters[:0:-1]
    others = [student.hold(W.roll(1, 0)), student.hold(counts.roll(1, 0))]
    student.lab_data(*others, symbols)
    same = map(student.put, others, (W, counts))
    found = student.lab_data(*same, symbols)
    assert found.symbols == symbols, "symbols: not those of the model"
    close(found.data, counts / counts.sum(dim=1, keepdim=True).clamp(min=1), "data")
    close(found.gaps, reference.belief_gap(W, counts), "gaps")


@pytest.mark.task("lab", weight=3)
def test_the_models(lab: Lab, reference: ModuleType, small: Small) -> None:
    """The lab shows the whole model and each lesioned one: beliefs, length, rules, greedy path"""
    W, _, symbols = small
    found = lab().models
    missing = {"", *symbols} - found.keys()
    assert not missing, f"models: {len(missing)} of {len(symbols) + 1} are missing"
    for name in ("", *symbols):
        model = reference.lesion(W, name, symbols) if name else W
        view, what = found[name], "a lesioned model" if name else "the whole model"
        close(view.probabilities, model.double().softmax(dim=1), f"probabilities of {what}")
        close(view.expected_length, reference.expected_length(model), f"expected_length of {what}")
        rules = reference.rulebook(model, symbols)
        if [(r.after, r.then) for r in view.rules] != [(r.after, r.then) for r in rules]:
            fail(f"rules of {what}: not those that rulebook should give, in its order")
        close([r.probability for r in view.rules], [r.probability for r in rules], f"rules of {what}")
        assert view.greedy == reference.greedy_word(model, symbols), f"greedy of {what}: another path"


@pytest.mark.task("lab", weight=2)
def test_the_words(lab: Lab, student: Student, reference: ModuleType, small: Small, measure: Measure) -> None:
    """The lab shows words of each model, for each temperature, in the order of the temperatures

    They are what the student's own `sample_words` gives, of the lesioned models at the highest temperature, where another
    seed has other words, and for the student's own `lesion`. Those of a lesioned model lack the letter, or all have the full
    length where the end was deleted; and at each temperature they are together about as surprising as they should be, up to
    24 standard errors: the models share a seed, so chance may strike nine times alike, which makes eight to 24.
    """
    W, _, symbols = small
    found = lab().models
    missing = {"", *symbols} - found.keys()
    assert not missing, f"models: {len(missing)} of {len(symbols) + 1} are missing"
    for name, view in found.items():
        if len(view.samples) != len(LAB_TEMPERATURES) or {len(words) for words in view.samples} != {
            LAB_WORDS
        }:
            fail(f"samples: there should be {len(LAB_TEMPERATURES)} lists of {LAB_WORDS} words")
        words = [word for sample in view.samples for word in sample]
        assert all(set(word) <= set(symbols[1:]) - {name} for word in words), (
            "samples: a letter that cannot be there"
        )
        assert max(map(len, words)) <= LAB_LENGTH, "samples: a word is longer than LAB_LENGTH"
        if name == symbols[0]:
            assert min(map(len, words)) == LAB_LENGTH, "samples: a word ended though the end was deleted"
    for place, temperature in enumerate(LAB_TEMPERATURES):
        nats = []
        for symbol in symbols:
            P = (reference.lesion(W, symbol, symbols).double() / temperature).softmax(dim=1).numpy()
            nats.append(surprise(found[symbol].samples[place], P, symbols, LAB_LENGTH))
        more, variance = map(sum, zip(*nats, strict=True))
        measure("surprise in standard errors", abs(more) / (variance**0.5 + 1e-9), at_most=24.0)
    for temperature, words in zip(LAB_TEMPERATURES, found[""].samples, strict=True):
        own = student.sample_words(W, LAB_WORDS, 0, LAB_LENGTH, temperature, symbols)
        assert words == own, (
            "samples of the whole model: not what sample_words gives for seed 0 at the temperature"
        )
    hottest = LAB_TEMPERATURES[-1]
    for symbol in symbols:
        lesioned = student.lesion(W, symbol, symbols)
        own = student.sample_words(lesioned, LAB_WORDS, 0, LAB_LENGTH, hottest, symbols)
        assert found[symbol].samples[-1] == own, (
            "samples of a lesioned model: not what sample_words gives for seed 0 at the temperature"
        )
