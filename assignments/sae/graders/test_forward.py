"""The forward pass and the loss by value, and the gradients that come of the two."""

import copy
from types import ModuleType

import pytest
import torch
from given import Toy
from planted import Example, many_samples, random_sae, sae_with_a_silent_sample
from torch import Tensor

from autograder.checks import Compare, Student, Variant

# right answers in float32 and in float64 differ by 2 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-4}


@pytest.mark.task("forward", weight=2)
def test_forward(compare: Compare, variant: Variant, example: Example) -> None:
    """The reconstruction and the features of given autoencoders are right

    Every bias is large: one that is left out shows on every sample. One autoencoder has fewer latents than dimensions
    and a single sample, one gets many samples, and one very large ones, as a model's own units may be. The same one comes again
    with other samples, and with other weights.
    """
    many = many_samples(variant.rng("many samples"), example.sae)
    narrow = random_sae(variant.rng("narrow"), 5, 3, 1)
    for each in (example, narrow, (example.sae, many), (example.sae, 1e4 * example.x)):
        compare("forward", *each, **VALUES)
    other = random_sae(variant.rng("another"), rows=len(example.x))
    compare.in_turn("forward", example, (example.sae, other.x), other, **VALUES)


@pytest.mark.task("forward", weight=1)
def test_forward_on_a_trained_autoencoder(
    compare: Compare, variant: Variant, toy: Toy, samples: Tensor, reference: ModuleType
) -> None:
    """The reconstruction and the features of an autoencoder trained on the toy are right, too"""
    sae = reference.train(samples[:1024], steps=30, seed=int(variant.rng("trained").integers(10_000)))
    compare("forward", sae.requires_grad_(False), samples[:64], **VALUES)


@pytest.mark.task("forward", weight=1)
def test_gradients_of_forward(compare: Compare, example: Example) -> None:
    """Written in torch, the reconstruction and the features have the formula's gradients, by all four parameters

    No input of a ReLU lies within .01 of its kink. In 1000 draws right solutions, in float64 too, are off by .025 of the
    tolerance at most; one that detaches b_dec on the way in, the decoder or the features, by 6000 times at least.
    """
    compare.gradients("forward", *example, atol=VALUES["atol"])


@pytest.mark.task("loss")
def test_loss(compare: Compare, variant: Variant) -> None:
    """The total, the error and the sparsity are right, whatever the numbers of samples, dimensions and latents

    Where there are several samples, no latent fires on one of them, and one is reconstructed exactly. At an l1 of 0 the
    total is the error. Other reconstructions and features of the same size come after the first ones, with errors and
    sums above 20.
    """
    rng = variant.rng("loss")
    for d, n_latents, rows in ((6, 10, 9), (5, 3, 14), (4, 7, 1), (3, 4, 10_000)):
        x, off = (torch.from_numpy(rng.normal(0.5, 1.2, (rows, d))).float() for _ in range(2))
        features = torch.from_numpy(rng.normal(size=(rows, n_latents))).float().relu()
        if rows > 1:
            features[2], off[4] = 0.0, 0.0
        for l1 in (float(rng.uniform(0.2, 2.0)), 0.0):
            compare("loss", x, x + off, features, l1, **VALUES)
    calls = [(x, x + off, features, l1), (x, x - 9 * off, features, l1), (x, x + off, 30 * features, l1)]
    compare.in_turn("loss", *calls, **VALUES)


@pytest.mark.task("loss")
def test_gradients_of_loss(compare: Compare, variant: Variant) -> None:
    """Written in torch, the total has the right gradients by the reconstruction and by the features

    One sample is reconstructed exactly. Every feature is above 0: at 0 some right losses have a slope of 0 and some of 1.
    In 1000 draws right solutions are off by .002 of the tolerance at most, with a detached penalty by 340 times at least.
    """
    rng = variant.rng("loss, for gradients")
    x, reconstruction = (torch.from_numpy(rng.normal(0.5, 1.2, (9, 6))).float() for _ in range(2))
    features = torch.from_numpy(rng.uniform(0.1, 2.0, (9, 10))).float()
    reconstruction[4] = x[4]
    for given in (reconstruction, features):
        given.requires_grad_()
    l1 = float(rng.uniform(0.2, 2.0))
    compare.gradients("loss", x, reconstruction, features, l1, of="total", atol=VALUES["atol"])


@pytest.mark.task("gradients")
def test_gradients(student: Student, compare: Compare, variant: Variant, example: Example) -> None:
    """The gradient of the loss is right for each of the four parameters, however often it is asked for

    No input of a ReLU lies within .01 of its kink. The same autoencoder is asked about again, so a gradient that is
    left in it would be added to. Once there are hundreds of samples, the same few again and again, but not
    equally often: float32 adds up .00005 there. Once there are thousands: in 40 draws float32 is off by .001 at most, and
    the first 8192 alone by .09 at least. It is asked about with other weights, too, and there is one of a single dimension.
    """
    sae, l1s = student.hold(example.sae), variant.rng("l1").uniform(0.5, 2.0, 2).tolist()
    for l1 in (*l1s, 0.0):
        compare("gradients", sae, example.x, l1, **VALUES)
    other = random_sae(variant.rng("another"), rows=len(example.x)).sae
    compare.in_turn("gradients", (example.sae, example.x, 0.7), (other, example.x, 0.7), **VALUES)
    compare("gradients", *random_sae(variant.rng("one dimension"), 1, 2, 5), 0.7, **VALUES)
    often = torch.arange(10, 10 * len(example.x) + 1, 10)
    compare("gradients", example.sae, example.x.repeat_interleave(often, dim=0), l1s[0], atol=1e-3)
    many = many_samples(variant.rng("many samples"), example.sae)
    compare("gradients", example.sae, many, l1s[0], atol=1e-2)


@pytest.mark.task("gradients")
def test_gradients_of_silence(compare: Compare, variant: Variant) -> None:
    """The gradient is right, too, where a sample is reconstructed exactly, and where no latent fires at all"""
    sae, x = sae_with_a_silent_sample(variant.rng("silent sample"))
    silent = copy.deepcopy(sae)
    silent.b_enc.data.fill_(-30.0)
    for asked in (sae, silent):
        compare("gradients", asked, x, 0.7, **VALUES)
