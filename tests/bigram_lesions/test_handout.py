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


def test_their_licence_goes_with_them(assignment):
    folder = assignment.for_students
    notice = (folder / "words_licence.txt").read_text("utf-8")
    assert "Copyright 2000-2011 by Kevin Atkinson" in notice
    assert "both that copyright notice and this permission notice appear in" in notice
    assert {"words_en.txt", "words_it.txt", "words_licence.txt"} <= (
        {file.name for file in assignment.student_files}
    )


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


def test_the_lab_drags_a_zero_towards_nothing(reference, trained):
    """Its logits are the logarithms of the probabilities and a constant: 0, 4, 8."""
    logits = trained.W.double().log_softmax(dim=1)
    for symbol, lengths in ((".", [0.93, 45, 2463]), ("e", [13.7, 7.5, 7.45])):
        column, found = reference.SYMBOLS.index(symbol), []
        for constant in (0, 4, 8):
            zeroed = logits + constant
            zeroed[:, column] = 0.0
            found.append(reference.expected_length(zeroed))
        assert found == pytest.approx(lengths, rel=0.01)
    assert reference.expected_length(reference.lesion(trained.W, "e")) == pytest.approx(7.45, abs=0.006)


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


def test_gaps_are_ten_thousandths_of_a_nat(reference, trained):
    assert 1e-4 < reference.belief_gap(trained.W, trained.counts).max() < 4e-4


def test_zeroing_the_end_gives_other_lengths_for_other_seeds(reference, trained):
    for seed in (0, 1, 2):
        zeroed = (trained.W if seed == 0 else reference.train(trained.words, seed=seed)).clone()
        zeroed[:, 0] = 0.0
        assert 43.5 < reference.expected_length(zeroed) < 89.5


def test_scores_of_languages_rest_on_pairs_that_were_never_seen_and_smoothing_gives_them_a_size(reference):
    """14 % of the held-out transitions, two thirds of the terms; more training makes scores larger, unless smoothed."""
    words = [reference.load_words(language) for language in ("en", "it")]
    parts = [[word for i, word in enumerate(part) if i % 4] for part in words]
    held_out = [part[::4] for part in words]
    counts = [reference.bigram_counts(part) for part in parts]
    unseen = (counts[0] == 0) | (counts[1] == 0)
    there = sum(reference.bigram_counts(part) for part in held_out).double()
    assert (there * unseen).sum() / there.sum() == pytest.approx(1 / 7, abs=0.01)
    sizes, told_apart = {}, []
    for steps in (100, 2000):
        trained = [reference.train(part, steps=steps).double() for part in parts]
        smoothed = [(0.98 * W.softmax(dim=1) + 0.02 / 27).log() for W in trained]
        terms = there * (trained[0].log_softmax(dim=1) - trained[1].log_softmax(dim=1)).abs()
        assert (terms * unseen).sum() / terms.sum() == pytest.approx(2 / 3, abs=0.05)
        left = trained[0].softmax(dim=1)[counts[0] == 0].median()
        assert left == pytest.approx({100: 2e-5, 2000: 1e-6}[steps], rel=0.5)
        for name, models in (("as trained", trained), ("smoothed", smoothed)):
            english, italian = (reference.language_scores(part, *models) for part in held_out)
            scores = torch.cat([english, -italian])
            told_apart.append((scores > 0).double().mean().item())
            sizes[name, steps] = scores.abs().mean().item()
        for W, part in zip(trained, held_out, strict=True):
            mixed = [((1 - share) * W.softmax(dim=1) + share / 27).log() for share in (0.0, 0.02, 0.1)]
            none, some, much = (reference.nll(model, part) for model in mixed)
            assert some < min(none, much)
    assert sizes["as trained", 100] == pytest.approx(11.7, abs=0.4)
    assert sizes["as trained", 2000] == pytest.approx(14.1, abs=0.5)
    assert sizes["smoothed", 100] == pytest.approx(7.6, abs=0.05)
    assert sizes["smoothed", 2000] == pytest.approx(7.6, abs=0.05)
    assert min(told_apart) > 0.95
    assert max(told_apart) < 0.97


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
