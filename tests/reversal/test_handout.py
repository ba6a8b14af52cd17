"""What the reversal handout says of the demo and of a trained network, measured again."""

import numpy as np
import pytest
import torch


@pytest.fixture(scope="module")
def demo(reference):
    """The demo of three letters: the model, its losses, all 27 strings and their reversals."""
    X = reference.encode(reference.all_strings(3, "abc"), "abc")
    Y = reference.targets(X)
    drawn = torch.randint(27, (2000,), generator=torch.Generator().manual_seed(0))
    model, losses = reference.train(X[drawn], Y[drawn], seed=0, epochs=100, lr=1e-3, hidden=16)
    return model, losses, X, Y, drawn


@pytest.fixture(scope="module")
def trained(reference):
    """A network trained on 700 strings, all 1296 strings, and the rows held out."""
    X = reference.encode(reference.all_strings(4))
    rows, held_out = reference.split(len(X), 700, seed=0)
    model, _ = reference.train(X[rows], reference.targets(X[rows]), seed=0)
    return model, X, held_out


def test_the_loss_prints_as_zero_and_is_not(demo):
    _, losses, *_ = demo
    assert len(losses) == 100
    assert f"{losses[-1]:.4f}" == "0.0000"
    assert 1e-5 < losses[-1] < 5e-5


def test_the_demo_has_seen_every_string_that_there_is(reference, demo):
    model, _, X, Y, drawn = demo
    assert len(drawn.unique()) == len(X) == 27
    assert reference.sequence_accuracy(model, X, Y) == 1.0


def test_a_substitution_agrees_with_the_reversal_on_three_strings(reference):
    strings = reference.all_strings(3, "abc")
    swapped = [text.translate(str.maketrans("abc", "cba")) for text in strings]
    agree = [text for text, other in zip(strings, swapped, strict=True) if other == text[::-1]]
    assert agree == ["abc", "bbb", "cba"]
    assert sum(text == text[::-1] for text in strings) == 9


def test_a_network_of_that_size_learns_random_answers_too(reference, demo):
    _, _, X, _, _ = demo
    letters = torch.randint(3, (27, 3), generator=torch.Generator().manual_seed(0))
    answers = torch.cat([letters, X[:, -1:]], dim=1)
    model, _ = reference.train(X, answers, seed=0, epochs=1500, hidden=16)
    assert reference.sequence_accuracy(model, X, answers) == 1.0


def test_no_activation_is_negative_and_most_are_on(reference, trained):
    model, X, _ = trained
    for layer in ("h1", "h2"):
        A = reference.activations(model, X)[layer]
        assert A.min() >= 0
        assert (A > 0).double().mean() > 0.7
        assert A.lt(A.max() / 20).double().mean() < 0.3


def test_each_letter_decides_the_mirrored_one_alone(reference, trained):
    model, X, held_out = trained
    assert reference.influence(model, X[held_out]).tolist() == torch.eye(4).flip(0).tolist()
    assert reference.recover_permutation(model) == [3, 2, 1, 0]


def test_zero_ablation_costs_more_than_mean_ablation(reference, trained):
    model, X, _ = trained
    Y = reference.targets(X)
    zero, mean = (-reference.ablation_sweep(model, X, Y, "h2", mode)[0].mean() for mode in ("zero", "mean"))
    assert zero > 0.01
    assert mean < zero / 10


def test_patching_a_position_is_changing_its_letter(reference, trained):
    model, X, _ = trained
    donor = X.roll(500, 0)
    mixed = X.clone()
    mixed[:, 2] = donor[:, 2]
    with torch.no_grad():
        assert torch.equal(reference.patch_embedding(model, X, donor, 2), model(mixed))


@pytest.mark.long("five seeds of three networks on six kinds of strings")
@pytest.mark.parametrize(
    ("letters", "length", "narrow", "wide"),
    [
        (6, 8, 0.94, None),
        (12, 4, 0.98, None),
        (24, 4, 0.71, 0.96),
        (12, 8, 0.20, 0.88),
        (24, 8, 0.0, 0.16),
    ],
)
def test_longer_strings_and_more_letters(reference, letters, length, narrow, wide):
    """Medians of five seeds on unseen strings, with 32 and with 128 neurons; and the transformer's least."""

    def strings(n, seed):
        drawn = torch.randint(letters, (n, length), generator=torch.Generator().manual_seed(seed))
        X = torch.cat([drawn, torch.full((n, 1), letters)], dim=1)
        return X, reference.targets(X)

    right = {"narrow": [], "wide": [], "transformer": [], "seen": []}
    for seed in range(5):
        shown, unseen = strings(700, seed), strings(1000, seed + 100)
        model, _ = reference.train(*shown, seed)
        right["narrow"].append(reference.sequence_accuracy(model, *unseen))
        right["seen"].append(reference.sequence_accuracy(model, *shown))
        model, _ = reference.train_transformer(*shown, seed)
        right["transformer"].append(reference.sequence_accuracy(model, *unseen))
        if wide is not None:
            model, _ = reference.train(*shown, seed, hidden=128)
            right["wide"].append(reference.sequence_accuracy(model, *unseen))
    assert np.median(right["narrow"]) == pytest.approx(narrow, abs=0.01)
    assert wide is None or np.median(right["wide"]) == pytest.approx(wide, abs=0.01)
    assert min(right["transformer"]) > 0.99
    assert (max(right["seen"]) < 0.9) == ((letters, length) == (24, 8))
