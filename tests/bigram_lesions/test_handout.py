"""What the handout says of the words, of the model and of the seed that it grew from is so."""

from __future__ import annotations

import math

import pytest
import torch


def shares(counts: torch.Tensor) -> torch.Tensor:
    return counts / counts.sum(dim=1, keepdim=True)


def test_the_words(reference, trained):
    assert len(trained.words) == 2000
    assert len(reference.load_words("it")) == 1077
    for language in ("en", "it"):
        words = reference.load_words(language)
        assert words == sorted(set(words))
        assert set("".join(words)) <= set(reference.SYMBOLS[1:])
    assert sum(word.endswith("s") for word in trained.words) == 601
    assert sum(map(len, trained.words)) / 2000 == 7.761


def test_their_licence_goes_with_them(root, assignment):
    folder = root / "assignments/bigram_lesions"
    notice = (folder / "words_licence.txt").read_text("utf-8")
    assert "Copyright 2000-2011 by Kevin Atkinson" in notice
    assert "both that copyright notice and this permission notice appear in" in notice
    assert {"words_en.txt", "words_it.txt", "words_licence.txt"} <= set(assignment.settings.files)


def test_the_model_has_the_datas_shares(reference, trained):
    P = trained.W.double().softmax(dim=1)
    assert (P - shares(trained.counts)).abs().max() < 2e-4
    assert reference.nll(trained.W, trained.words) == pytest.approx(2.4126, abs=1e-4)
    other = reference.train(trained.words, seed=1)
    assert (other - trained.W).abs().max() > 3
    assert (other.double().softmax(dim=1) - P).abs().max() < 4e-4


def test_a_model_with_the_datas_shares_has_its_mean_length(reference, trained):
    """Not only in this model: in any, here with few words."""
    some = trained.words[::50]
    W = reference.bigram_counts(some).double().log()
    W[W.isneginf().all(dim=1)] = 0.0  # symbols that do not occur
    assert reference.expected_length(W) == pytest.approx(sum(map(len, some)) / len(some), abs=1e-9)
    assert reference.expected_length(trained.W) == pytest.approx(7.761, abs=0.02)


@pytest.mark.parametrize(
    ("symbol", "length"), [("s", 9.05), ("d", 8.38), ("g", 8.33), ("n", 7.85), ("i", 6.51), (".", math.inf)]
)
def test_lengths_after_a_lesion(reference, trained, symbol, length):
    assert reference.expected_length(reference.lesion(trained.W, symbol)) == pytest.approx(length, abs=0.02)


def test_zeros_delete_nothing(reference, trained):
    """The same lesion of equal models, and the end made more probable after 25 of 26 letters in one of them."""
    lengths = []
    for shift in (-4, 0, 4):
        zeroed = trained.W + shift
        zeroed[:, 0] = 0.0
        lengths.append(reference.expected_length(zeroed))
        assert reference.expected_length(reference.lesion(trained.W + shift, ".")) == math.inf
        if shift == -4:
            more = zeroed.softmax(dim=1)[1:, 0] > trained.W.softmax(dim=1)[1:, 0]
            assert more.sum() == 25
    assert lengths == pytest.approx([1.05, 50, 2683], rel=0.02)


@pytest.mark.parametrize("symbol", list("eqs."))
def test_the_loss_on_what_is_left_falls_by_the_mean_of_minus_log_of_what_is_left(reference, trained, symbol):
    before = reference.nll(trained.W, trained.words, without=symbol)
    after = reference.nll(reference.lesion(trained.W, symbol), trained.words, without=symbol)
    column = reference.SYMBOLS.index(symbol)
    counts = trained.counts.double()
    counts[:, column] = 0
    p = trained.W.double().softmax(dim=1)[:, [column]]
    fall = ((1 - p).log() * counts).sum() / counts.sum()
    assert after - before == pytest.approx(fall.item(), abs=1e-9)
    assert after < before


def test_the_greedy_path_halts_until_the_end_is_deleted(reference, trained):
    assert reference.greedy_word(trained.W) == ("s", True, "")
    changed = {
        symbol: reference.greedy_word(reference.lesion(trained.W, symbol)) for symbol in reference.SYMBOLS
    }
    changed = {symbol: path for symbol, path in changed.items() if path != ("s", True, "")}
    assert changed == {".": ("ste", False, "ste"), "s": ("cong", True, "")}


def test_the_cost_of_forgetting_is_what_the_loss_says(reference, trained):
    costs = reference.forgetting_costs(trained.W, trained.words)
    before = reference.nll(trained.W, trained.words)
    for row, symbol in enumerate(reference.SYMBOLS):
        after = reference.nll(reference.forget(trained.W, symbol), trained.words)
        assert after - before == pytest.approx(costs[row].item(), abs=1e-9)
    assert [reference.SYMBOLS[i] for i in costs.argsort()[:3]] == ["x", "j", "q"]


def test_infinite_strength_is_a_lesion_in_any_gauge(reference, trained):
    soft = reference.soft_lesion(trained.W + 3, "e", math.inf).softmax(dim=1)
    assert torch.allclose(soft, reference.lesion(trained.W, "e").softmax(dim=1), atol=1e-6)
