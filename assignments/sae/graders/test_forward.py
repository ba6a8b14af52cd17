"""The forward pass and the loss by value, and the gradients that come of the two."""

from types import ModuleType

import pytest
import torch
from given import Toy
from planted import Example, random_sae
from torch import Tensor

from autograder.checks import Compare, Student, Variant

# right answers in float32 and in float64 differ by 2 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-4}


@pytest.mark.task("forward", weight=2)
def test_forward(compare: Compare, variant: Variant, example: Example) -> None:
    """The reconstruction and the features of given autoencoders are right

    Every bias is large: one that is left out shows on every sample. One autoencoder has fewer latents than dimensions
    and a single sample.
    """
    for each in (example, random_sae(variant.rng("narrow"), 5, 3, 1)):
        compare("forward", *each, **VALUES)


@pytest.mark.task("forward", weight=1)
def test_forward_on_a_trained_autoencoder(
    compare: Compare, variant: Variant, toy: Toy, samples: Tensor, reference: ModuleType
) -> None:
    """The reconstruction and the features of an autoencoder trained on the toy are right, too"""
    sae = reference.train(samples[:1024], steps=30, seed=int(variant.rng("trained").integers(10_000)))
    compare("forward", sae.requires_grad_(False), samples[:64], **VALUES)


@pytest.mark.task("loss")
def test_loss(compare: Compare, variant: Variant) -> None:
    """The total, the error and the sparsity are right, whatever the numbers of samples, dimensions and latents"""
    rng = variant.rng("loss")
    for d, n_latents, rows in ((6, 10, 9), (5, 3, 14), (4, 7, 1)):
        sae, x = random_sae(rng, d, n_latents, rows)
        features = ((x - sae.b_dec) @ sae.W_enc + sae.b_enc).relu().detach()
        reconstruction = x + torch.from_numpy(rng.normal(size=x.shape)).float()
        compare("loss", x, reconstruction, features, float(rng.uniform(0.2, 2.0)), **VALUES)


@pytest.mark.task("gradients")
def test_gradients(student: Student, compare: Compare, variant: Variant, example: Example) -> None:
    """The gradient of the loss is right for each of the four parameters, however often it is asked for

    No input of a ReLU lies within .01 of its kink. The same autoencoder is asked about twice, so a gradient that is
    left in it would be added to.
    """
    sae, l1s = student.hold(example.sae), variant.rng("l1").uniform(0.5, 2.0, 2).tolist()
    for l1 in l1s:
        compare("gradients", sae, example.x, l1, **VALUES)
