"""Public tests for the sparse autoencoder: `pytest test_sae.py`, about half a minute.

One class for each task, so `pytest test_sae.py -k TestLoss` runs one of them; the extras are TestExtraTopK and
TestExtraResample. Most examples are small enough to check by
hand. The tests of training hold it against the same numbers as the grading does, on another toy. Grading uses other
autoencoders and models.
"""

import functools

import numpy as np
import pytest
import sae
import torch
from acceptance import Work, assert_close, hooks, numbers
from given import (
    Feature,
    SparseAutoencoder,
    activations_at_end,
    facts_vocabulary,
    load_facts,
    load_facts_model,
    make_toy,
    new_model,
    split_facts,
)
from torch import Tensor

work = Work(
    sae,
    forward=tuple[Tensor, Tensor],
    loss=tuple[Tensor, Tensor, Tensor],
    gradients=dict[str, Tensor],
    train=SparseAutoencoder,
    l0=float,
    fraction_of_variance_unexplained=float,
    dead_latents=list[int],
    match_features=tuple[list[int], Tensor],
    frontier=list[SparseAutoencoder],
    train_on_activations=SparseAutoencoder,
    top_contexts=tuple[list[str], list[float]],
    label=tuple[str, float],
    topk_forward=tuple[Tensor, Tensor],
    train_topk=SparseAutoencoder,
    resample=tuple[SparseAutoencoder, dict[str, Tensor]],
)

# Two dimensions and three latents: latent 0 stands for the first axis, latent 1 for the second, latent 2 for the
# first turned round.
W_ENC = torch.tensor([[1.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
W_DEC = torch.tensor([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])
X = torch.tensor([[3.0, 1.5], [2.0, 0.5]])
SITE = "blocks.3.mlp.hook_post"


def made(b_enc=(0.0, 0.0, 0.0), b_dec=(0.0, 0.0)):
    sae = SparseAutoencoder(2, 3)
    for parameter, value in zip(
        sae.parameters(), (W_ENC, torch.tensor(b_enc), W_DEC, torch.tensor(b_dec)), strict=True
    ):
        parameter.data.copy_(value)
    return sae


def drawn(d=5, n_latents=8, rows=6, seed=0):
    """A random autoencoder with large biases, and activations [rows, d]."""
    torch.manual_seed(seed)
    sae = SparseAutoencoder(d, n_latents)
    for parameter in sae.parameters():
        parameter.data.normal_(0, 0.7)
    return sae, torch.randn(rows, d) + 0.5


def judged(trained):
    """Your parameters in an autoencoder that is not yours, and what it computes."""
    W_dec = numbers(trained.W_dec)
    sae = SparseAutoencoder(W_dec.shape[1], len(W_dec))
    with torch.no_grad():
        for name, parameter in sae.named_parameters():
            parameter.copy_(torch.as_tensor(numbers(getattr(trained, name))))
    return sae.requires_grad_(False)


def features_of(sae, x):
    return ((x - sae.b_dec) @ sae.W_enc + sae.b_enc).relu()


def unexplained(sae, x, features):
    error = x - features @ sae.W_dec - sae.b_dec
    return (error.square().sum() / (x - x.mean(dim=0)).square().sum()).item()


TOY = make_toy(1001)


class TestForward:
    def test_by_hand(self):
        """(3, 1.5) and (2, .5) lie (1, 1) and (0, 0) from (2, .5); the latents' biases are 0, -.25 and .5."""
        sae = made(b_enc=(0.0, -0.25, 0.5), b_dec=(2.0, 0.5))
        reconstruction, features = work.forward(sae, X)
        assert_close(features, [[1.0, 0.75, 0.0], [0.0, 0.0, 0.5]], "features")
        assert_close(reconstruction, [[3.0, 1.25], [1.5, 0.5]], "reconstruction")

    def test_encoder_and_decoder_differ(self):
        """As above, with an encoder of length 2 and decoder rows of length 3: before the ReLU 2, 1.75 and -1.5; and 0,
        -.25 and .5."""
        sae = made(b_enc=(0.0, -0.25, 0.5), b_dec=(2.0, 0.5))
        sae.W_enc.data *= 2
        sae.W_dec.data *= 3
        reconstruction, features = work.forward(sae, X)
        assert_close(features, [[2.0, 1.75, 0.0], [0.0, 0.0, 0.5]], "features")
        assert_close(reconstruction, [[8.0, 5.75], [0.5, 0.5]], "reconstruction")

    def test_silent(self):
        """Where no latent fires, the reconstruction is b_dec."""
        sae, x = drawn()
        sae.b_enc.data.fill_(-100.0)
        reconstruction, features = work.forward(sae, x)
        assert_close(features, np.zeros((6, 8)), "features")
        assert_close(reconstruction, sae.b_dec.expand(6, 5), "reconstruction")

    def test_the_gradients(self):
        """Latents 0 and 1 fire on both samples, so what b_dec takes away on the way in it gives back on the way out. In
        NumPy there is no gradient to look at."""
        mine = made()
        reconstruction, features = sae.forward(mine, X)
        if isinstance(reconstruction, Tensor):
            expected = {
                "W_enc": [[5.0, 5.0, 0.0], [2.0, 2.0, 0.0]],
                "b_enc": [2.0, 2.0, 0.0],
                "W_dec": [[5.0, 5.0], [2.0, 2.0], [0.0, 0.0]],
                "b_dec": [0.0, 0.0],
            }
            given = [getattr(mine, name) for name in expected]
            slopes = torch.autograd.grad(
                reconstruction.sum(), given, materialize_grads=True, retain_graph=True
            )
            for name, slope in zip(expected, slopes, strict=True):
                assert_close(slope, expected[name], f"the gradient of the summed reconstruction by {name}")
        if isinstance(features, Tensor):
            assert features.requires_grad, "the features are detached from the parameters"
            expected = {
                "W_enc": [[5.0, 5.0, 0.0], [2.0, 2.0, 0.0]],
                "b_enc": [2.0, 2.0, 0.0],
                "b_dec": [-2.0, -2.0],
            }
            given = [getattr(mine, name) for name in expected]
            slopes = torch.autograd.grad(features.sum(), given, materialize_grads=True)
            for name, slope in zip(expected, slopes, strict=True):
                assert_close(slope, expected[name], f"the gradient of the summed features by {name}")


class TestLoss:
    def test_by_hand(self):
        """Errors of (1, 2) and (0, 1): squared and summed 5 and 1, 3 on average. Features add up to 2 and 4, 3 on
        average."""
        features = torch.tensor([[2.0, 0.0, 0.0], [1.0, 3.0, 0.0]])
        reconstruction = X + torch.tensor([[1.0, -2.0], [0.0, 1.0]])
        assert_close(work.loss(X, reconstruction, features, 0.5), [4.5, 3.0, 3.0], "(total, error, sparsity)")

    def test_more_dimensions_than_samples(self):
        """As above with two samples, a third dimension that is right, and a fourth that is off by 2 in the first sample: the
        errors are 9 and 1. Features add up to 2 and 5."""
        x, off = torch.zeros(2, 4), torch.tensor([[1.0, -2.0, 0.0, 2.0], [0.0, 1.0, 0.0, 0.0]])
        features = torch.tensor([[2.0, 0.0, 0.0], [1.0, 3.0, 1.0]])
        assert_close(work.loss(x, x + off, features, 0.2), [5.7, 5.0, 3.5], "(total, error, sparsity)")

    def test_the_gradients_of_the_total(self):
        """Of two samples, a difference e has the gradient 2e / 2 and a feature .5 / 2. In NumPy there is none to look at."""
        off = torch.tensor([[1.0, -2.0], [0.0, 1.0]])
        given = (X + off).requires_grad_(), torch.tensor([[2.0, 0.1, 0.3], [1.0, 3.0, 0.2]]).requires_grad_()
        total = sae.loss(X, *given, 0.5)[0]
        if isinstance(total, Tensor):
            assert total.requires_grad, "the total is detached from the reconstruction and the features"
            slopes = torch.autograd.grad(total, given, materialize_grads=True)
            assert_close(slopes[0], off, "the gradient of the total by the reconstruction")
            assert_close(slopes[1], np.full((2, 3), 0.25), "the gradient of the total by the features")


class TestGradients:
    @pytest.mark.parametrize("rows", [6, 300])
    def test_against_small_steps(self, rows):
        sae, x = drawn(rows=rows)
        sae, x = sae.double(), x.double()
        got = work.gradients(sae, x, 0.4)
        for name, parameter in sae.named_parameters():
            direction = torch.randn(parameter.shape, generator=torch.Generator().manual_seed(1)).double()
            ends = []
            for sign in (1, -1):
                parameter.data += sign * 1e-6 * direction
                features = features_of(sae, x)
                error = (features @ sae.W_dec + sae.b_dec - x).square().sum(dim=1).mean()
                ends.append((error + 0.4 * features.sum(dim=1).mean()).item())
                parameter.data -= sign * 1e-6 * direction
            slope = (numbers(got[name]) * direction.numpy()).sum()
            assert_close(slope, (ends[0] - ends[1]) / 2e-6, f"the slope along a direction of {name}")

    def test_every_parameter(self):
        sae, x = drawn()
        got = work.gradients(sae, x, 0.4)
        for name, parameter in sae.named_parameters():
            found = numbers(got[name])
            assert found.shape == tuple(parameter.shape), f"{name}: shape {found.shape}"
            assert np.abs(found).max() > 0, f"no gradient reaches {name}"

    def test_twice(self):
        sae, x = drawn()
        first, second = (numbers(work.gradients(sae, x, 0.4)["W_enc"]) for _ in range(2))
        assert_close(first, second, "the gradient of W_enc when asked for again")


@functools.cache
def trained():
    """Your autoencoder of the toy, fresh samples, and its features there."""
    sae = judged(work.train(TOY.sample(8192, 1), n_latents=96, l1=0.3, seed=4))
    fresh = TOY.sample(8192, 2)
    return sae, fresh, features_of(sae, fresh)


def require_updates(trained):
    """trained(steps) of few steps on many samples: rows of length 1, and another step gives other rows."""
    one, five, six, seven = (numbers(trained(steps).W_dec) for steps in (1, 5, 6, 7))
    assert_close(np.linalg.norm(one, axis=1), np.ones(24), "the rows' lengths after one step", atol=1e-3)
    assert np.abs(six - five).max() > 1e-6, "five and six steps give the same decoder"
    assert np.abs(seven - six).max() > 1e-6, "six and seven steps give the same decoder"


class TestTrain:
    """The gates are those of the grading, on another toy."""

    def test_recovers_the_features(self):
        sae, _, _ = trained()
        assert sae.W_dec.shape == (96, 32), (
            f"W_dec has shape {list(sae.W_dec.shape)}; 96 latents were asked for"
        )
        cosines = TOY.directions @ torch.nn.functional.normalize(sae.W_dec, dim=1).T
        best = cosines.max(dim=1).values  # at least the cosine of the one-to-one matching
        assert best.mean() >= 0.95, f"mean cosine {best.mean():.3f}; at least .95 is asked for"
        found = (best > 0.9).float().mean()
        assert found >= 0.9, f"{found:.0%} of the features are found; at least 90 % are asked for"
        assert len(set(cosines.argmax(dim=1).tolist())) >= 58, "some latents serve several features"

    def test_sparse_and_faithful(self):
        sae, fresh, features = trained()
        l0 = (features > 0).float().sum(dim=1).mean().item()
        assert 5 <= l0 <= 12, f"L0 is {l0:.2f}; 5 to 12 is asked for"
        fvu = unexplained(sae, fresh, features)
        assert fvu <= 0.13, f"{fvu:.3f} of the variance is unexplained; at most .13 is asked for"

    def test_decoder_rows(self):
        lengths = trained()[0].W_dec.norm(dim=1)
        assert_close(lengths, np.ones(96), "the lengths of the decoder's rows", atol=1e-3)

    def test_the_seed_decides(self):
        x = TOY.sample(1024, 1)
        one, again, other = (
            numbers(work.train(x, n_latents=24, l1=0.3, steps=20, seed=s).W_dec) for s in (0, 0, 1)
        )
        assert_close(one, again, "the decoder, trained twice with one seed")
        assert np.abs(one - other).max() > 1e-2, "another seed gave the same decoder"
        one, other = (numbers(work.train(x, n_latents=24, l1=0.3, steps=0, seed=s).W_dec) for s in (0, 1))
        assert np.abs(one - other).max() > 1e-2, "another seed gave the same decoder before training"

    def test_what_is_given_is_used(self):
        def decoder(**given):
            usual = {"n_latents": 24, "l1": 0.3, "steps": 20, "seed": 0, "lr": 1e-2}
            return numbers(work.train(TOY.sample(512, 1), **usual | given).W_dec)

        some = decoder()
        assert_close(decoder(lr=0.0), decoder(steps=0), "the decoder at a rate of 0")
        for given in ({"steps": 0}, {"lr": 2e-2}, {"l1": 0.0}, {"l1": 3.0}):
            assert np.abs(decoder(**given) - some).max() > 1e-3, f"nothing changes with {given}"
        x = TOY.sample(512, 1)
        left_out = work.train(x, steps=20, lr=1e-2).W_dec
        named = work.train(x, n_latents=96, l1=0.3, seed=0, steps=20, lr=1e-2).W_dec
        assert_close(
            left_out, named, "the decoder with n_latents, l1 and seed left out: they are 96, .3 and 0"
        )

    def test_no_steps(self):
        rows = numbers(work.train(TOY.sample(8192, 1), n_latents=96, l1=0.3, steps=0, seed=0).W_dec)
        assert_close(
            np.linalg.norm(rows, axis=1), np.ones(96), "the lengths of the decoder's rows", atol=1e-3
        )
        found = ((rows @ TOY.directions.numpy().T).max(axis=0) > 0.9).mean()
        assert found <= 0.5, f"{found:.0%} of the features are found without a step"

    def test_other_sizes(self):
        """Sixteen latents for five features in 128 dimensions: the penalty makes features smaller, which leaves some .03 of
        the variance unexplained."""
        toy = make_toy(1002, n_features=5, d=128, probability=0.2)
        x, new = toy.sample(512, 1), toy.sample(512, 2)
        given = x.clone()
        sae = judged(work.train(x, n_latents=16, l1=0.2, steps=1200, seed=4))
        assert_close(x, given, "the samples after the training")
        fvu = unexplained(sae, new, features_of(sae, new))
        assert 0.007 <= fvu <= 0.25, (
            f"{fvu:.4f} of the variance is unexplained: is the loss that of task 2 here?"
        )

    def test_few_samples_and_no_steps(self):
        start, few = (
            numbers(work.train(TOY.sample(100, 1), n_latents=24, l1=0.3, steps=steps, seed=0).W_dec)
            for steps in (0, 10)
        )
        assert start.shape == few.shape == (24, 32)
        assert_close(np.linalg.norm(few, axis=1), np.ones(24), "the rows' lengths after ten steps", atol=1e-3)
        assert np.abs(few - start).max() > 1e-3, "ten steps on a hundred samples change nothing"

    def test_a_step_is_an_update(self):
        """Not an epoch, and not rounded up to one: of 8192 samples, too."""
        require_updates(
            lambda steps: work.train(TOY.sample(8192, 1), n_latents=24, l1=0.3, steps=steps, seed=0)
        )


class TestMetrics:
    FEATURES = torch.tensor(
        [[0.0, 2.0, 1e-8, 0.0], [0.0, 0.0, 0.5, 0.0], [0.0, 0.0, 3.0, 0.0], [0.0, 0.0, 0.0, 9.0]]
    )

    def test_l0(self):
        assert_close(work.l0(self.FEATURES), 1.25, "L0: 2, 1, 1 and 1 features fire")
        silent = torch.tensor([[1.0, 2.0], [0.0, 0.0], [0.0, 0.0], [0.0, 3.0]])
        assert_close(work.l0(silent), 0.75, "L0: 2, 0, 0 and 1 features fire")

    def test_fraction_of_variance_unexplained(self):
        x = torch.tensor([[1.0, 10.0], [2.0, 9.0], [6.0, 11.0]])
        got = work.fraction_of_variance_unexplained(x, x + torch.tensor([[0.0, 1.0], [0.5, 0.0], [2.0, 0.0]]))
        assert_close(got, 0.328125, "squared errors 1, .25 and 4, squared distances from (3, 10) 4, 2 and 10")

    def test_the_mean_explains_nothing(self):
        x = torch.randn(20, 3, generator=torch.Generator().manual_seed(0)) + 5
        got = work.fraction_of_variance_unexplained(x, x.mean(dim=0).expand(20, 3))
        assert_close(got, 1.0, "the fraction that the mean leaves unexplained")

    def test_worse_than_the_mean(self):
        """Each of three samples is off by 4, and the squared distances from (3, 10) are 4, 2 and 10."""
        x = torch.tensor([[1.0, 10.0], [2.0, 9.0], [6.0, 11.0]])
        got = work.fraction_of_variance_unexplained(x, x + torch.tensor([4.0, 0.0]))
        assert_close(got, 3.0, "the fraction, which is above 1 here")

    def test_firing_density(self):
        given = self.FEATURES.clone()
        assert_close(work.firing_density(given), [0.0, 0.25, 0.75, 0.25], "firing densities")
        assert_close(given, self.FEATURES, "the features after the call")

    def test_dead_latents(self):
        assert_close(work.dead_latents(self.FEATURES), [0], "dead latents")
        many = torch.ones(2, 120)
        many[:, [3, 97]] = 0.0
        assert_close(work.dead_latents(many), [3, 97], "dead latents, in ascending order")
        rare = torch.zeros(20000, 3)
        rare[1000, 1] = 1e-8
        assert_close(
            work.dead_latents(rare), [0, 2], "dead latents where 1 fires on one of 20000 samples, at 1e-8"
        )
        rarer = torch.zeros(1_200_000, 1)
        rarer[-1] = 1.0
        assert_close(work.dead_latents(rarer), [], "dead latents where one fires on one of 1,200,000 samples")


class TestRecover:
    TRUE = torch.tensor([[1.0, 0.0], [0.0, 1.0]])

    def test_one_to_one(self):
        """Row 1 lies between both features and is the best for both; row 2 is the next best for the second."""
        W_dec = torch.tensor([[0.0, -5.0], [0.6, 0.8], [-0.6, 0.8], [0.0, -1.0]]) * 3
        W_true = torch.tensor([[0.6, 0.8], [0.0, 2.0]])
        assignment, cosines = work.match_features(W_dec, W_true)
        assert_close(assignment, [1, 2], "the latents of the two features")
        assert_close(cosines, [1.0, 0.8], "their cosines")

    def test_the_sign_counts(self):
        W_dec = torch.tensor([[-1.0, 0.0], [0.8, 0.6], [0.0, 7.0]])
        assignment, cosines = work.match_features(W_dec, self.TRUE)
        assert_close(assignment, [1, 2], "the latents of the two features")
        assert_close(cosines, [0.8, 1.0], "their cosines")

    def test_the_largest_sum(self):
        """The best single pair, feature 0 with row 0 (1.0), would leave feature 1 with row 1 (0): .6 and .96 is more."""
        W_true = torch.tensor([[1.0, 0.0], [0.96, 0.28]])
        W_dec = torch.tensor([[1.0, 0.0], [0.6, -0.8]])
        assignment, cosines = work.match_features(W_dec, W_true)
        assert_close(assignment, [1, 0], "the latents of the two features")
        assert_close(cosines, [0.6, 0.96], "their cosines")

    def test_what_is_given_stays(self):
        W_dec, W_true = 3 * torch.eye(3, 4), 2 * torch.eye(2, 4)
        work.match_features(W_dec, W_true)
        assert_close(W_dec, 3 * np.eye(3, 4), "W_dec after the call")
        assert_close(W_true, 2 * np.eye(2, 4), "W_true after the call")

    def test_a_cosine_below_zero(self):
        """Row 0 is left for feature 0, and points away from it; the other way round the sum is -1.6."""
        assignment, cosines = work.match_features(torch.tensor([[-0.6, -0.8], [-0.8, 0.6]]), self.TRUE)
        assert_close(assignment, [0, 1], "the latents of the two features")
        assert_close(cosines, [-0.6, 0.6], "their cosines")

    def test_the_largest_sum_below_zero(self):
        """Feature 1 has row 2. For feature 0 rows 0 and 1 are left, and the less negative cosine counts."""
        W_dec = torch.tensor([[-1.0, 0.0], [-0.28, -0.96], [0.0, 1.0]])
        assignment, cosines = work.match_features(W_dec, self.TRUE)
        assert_close(assignment, [1, 2], "the latents of the two features")
        assert_close(cosines, [-0.28, 1.0], "their cosines")

    def test_lengths_do_not_count(self):
        """Row 2 is long, and has only cosines of .71 and -.14."""
        W_dec = torch.tensor([[0.8, 0.6], [0.6, 0.8], [9.0, -9.0]])
        assignment, cosines = work.match_features(W_dec, torch.tensor([[1.0, 0.0], [0.6, 0.8]]))
        assert_close(assignment, [0, 1], "the latents of the two features")
        assert_close(cosines, [0.8, 1.0], "their cosines")


class TestFrontier:
    def test_more_penalty_fewer_features(self):
        held_out = TOY._replace(probability=0.15).sample(2048, 3)
        l1s = [0.3, 1.0, 0.05]
        points = []
        for trained in work.frontier(TOY.sample(8192, 1), l1s, seed=2, n_latents=96, steps=400):
            with torch.no_grad():
                features = ((held_out - trained.b_dec) @ trained.W_enc + trained.b_enc).relu()
                error = (features @ trained.W_dec + trained.b_dec - held_out).square().sum()
            variance = (held_out - held_out.mean(dim=0)).square().sum()
            points.append(((features > 0).double().sum(dim=1).mean().item(), (error / variance).item()))
        (middle_l0, middle), (strong_l0, strong), (weak_l0, weak) = points
        assert weak_l0 > 1.12 * middle_l0 > 1.12**2 * strong_l0 > 0, (
            f"L0 at .05, .3 and 1: {weak_l0, middle_l0, strong_l0}"
        )
        assert strong > 1.5 * middle > 1.5**2 * weak > 0, (
            f"unexplained at .05, .3 and 1: {weak, middle, strong}"
        )
        assert middle_l0 >= 14, f"L0 at l1 .3 is {middle_l0:.1f}; at least 14 is asked for"
        assert middle <= 0.35, f"{middle:.2f} is unexplained at l1 .3; at most .35 is asked for"

    def test_what_is_passed_on(self):
        x, form = TOY.sample(256, 1), {"seed": 3, "n_latents": 24, "steps": 5}
        l1s = [0.1, 0.9, 0.1]
        trained = work.frontier(x, l1s, **form)
        assert len(trained) == 3, "one autoencoder for each l1, also for one that is given twice"
        for l1, one in zip(l1s, trained, strict=True):
            alone = work.train(x, l1=l1, **form).W_dec
            assert_close(one.W_dec, alone, f"the decoder for l1 {l1} and one that is trained alone")
        (other,) = work.frontier(TOY.sample(256, 2), [0.1], **form)
        alone = work.train(TOY.sample(256, 2), l1=0.1, **form).W_dec
        assert_close(other.W_dec, alone, "the decoder on other samples and one that is trained alone")


@functools.cache
def activations():
    return activations_at_end(
        load_facts_model(), facts_vocabulary(), [fact.prompt for fact in load_facts()], SITE
    )


SEEN, UNSEEN = split_facts(load_facts(), seed=1)


@functools.cache
def facts_sae():
    """Your autoencoder of the facts model's activations, trained on 127 facts, and its features on all 150."""
    sae = judged(work.train_on_activations(activations()[SEEN], seed=3))
    return sae, features_of(sae, activations())


class TestConcepts:
    def test_shared_answers(self):
        """The gates of the grading, with other facts held out and another seed."""
        fires = facts_sae()[1] > 0
        answers = [fact.answer for fact in load_facts()]
        found, shared = [], [word for word in dict.fromkeys(answers) if answers.count(word) >= 3]
        right = claimed = 0
        for word in shared:
            member = torch.tensor([answer == word for answer in answers])[:, None]
            both = (fires & member)[SEEN].sum(dim=0)
            f1 = 2 * both / (fires[SEEN].sum(dim=0) + member[SEEN].sum())
            if f1.max() > 0.8:
                found.append(word)
            latent = fires[:, [int(f1.argmax())]]
            right += 2 * (latent & member)[UNSEEN].sum().item()
            claimed += (latent[UNSEEN].sum() + member[UNSEEN].sum()).item()
        assert len(found) >= 10, (
            f"{len(found)} of {len(shared)} shared answers have a latent; 10 are asked for: {found}"
        )
        assert right / claimed >= 0.4, f"F1 on the facts held out is {right / claimed:.2f}; .4 is asked for"

    def test_in_the_models_units(self):
        sae, features = facts_sae()
        l0 = (features[SEEN] > 0).float().sum(dim=1).mean().item()
        assert l0 <= 4, f"L0 on the facts trained on is {l0:.2f}; at most 4 is asked for"
        fvu = unexplained(sae, activations()[UNSEEN], features[UNSEEN])
        assert fvu <= 0.4, (
            f"{fvu:.3f} of the variance is unexplained on the facts held out; at most .4 is asked for"
        )
        assert_close(
            sae.W_dec.norm(dim=1), np.ones(len(sae.W_dec)), "the lengths of the decoder's rows", atol=1e-3
        )
        assert len(sae.W_dec) <= 256, f"there are {len(sae.W_dec)} latents; at most 256 are allowed"

    def test_the_seed_decides(self):
        """On 60 facts and 16 neurons, to save time. The activations stay as they were."""
        given = activations()[:60, :16].clone()
        one, again, other = (numbers(work.train_on_activations(given, seed=s).W_dec) for s in (0, 0, 1))
        assert_close(given, activations()[:60, :16], "the activations after the training")
        assert one.shape[1:] == (16,), f"the decoder's shape is {one.shape}, for 16 neurons"
        assert_close(one, again, "the decoder, trained twice with one seed")
        assert np.abs(one - other).max() > 1e-2, "another seed gave the same decoder"

    @pytest.mark.parametrize("scale", [10.0, 0.1])
    def test_another_scale(self, scale):
        x = scale * activations()
        sae = judged(work.train_on_activations(x[SEEN], seed=3))
        features = features_of(sae, x)
        l0 = (features[SEEN] > 0).float().sum(dim=1).mean().item()
        assert l0 <= 4, f"L0 on the facts trained on is {l0:.2f}; at most 4 is asked for"
        fvu = unexplained(sae, x[UNSEEN], features[UNSEEN])
        assert fvu <= 0.4, (
            f"{fvu:.3f} of the variance is unexplained on the facts held out; at most .4 is asked for"
        )

    @pytest.mark.parametrize("facts", [16, 60])
    def test_few_facts(self, facts):
        x = activations()[:facts, :16]
        sae = judged(work.train_on_activations(x, seed=3))
        fvu = unexplained(sae, x, features_of(sae, x))
        assert fvu <= 0.5, f"{fvu:.3f} of the variance is unexplained; at most half is asked for"

    def test_more_neurons(self):
        """The number of latents stays at 256 or below."""
        shape = work.train_on_activations(activations()[:16].repeat(1, 2)[:, :260]).W_dec.shape
        assert shape[1] == 260, f"W_dec has shape {list(shape)}, for 260 neurons"
        assert shape[0] <= 256, f"there are {shape[0]} latents for 260 neurons; at most 256 are allowed"

    def test_more_facts(self):
        """The number of latents stays at 256 or below."""
        shape = work.train_on_activations(activations()[:, :16].repeat(2, 1)).W_dec.shape
        assert shape[0] <= 256, f"there are {shape[0]} latents for 300 facts; at most 256 are allowed"


class TestContexts:
    FEATURES = torch.tensor(
        [[0.0, 1.0, 0.5], [0.0, 9.0, 0.5], [0.0, 0.0, 0.5], [0.0, 2.0, 0.5], [0.0, 1e-8, 0.5]]
    )
    CONTEXTS = ("one", "two", "three", "four", "five")
    ANSWERS = ("yes", "no", "no", "yes", "yes")

    def test_top_contexts(self):
        contexts, activations = work.top_contexts(self.FEATURES, self.CONTEXTS, 1, 3)
        assert contexts == ["two", "four", "one"]
        assert_close(activations, [9.0, 2.0, 1.0], "the activations")

    def test_only_where_it_fires(self):
        contexts, activations = work.top_contexts(self.FEATURES, self.CONTEXTS, 1, 9)
        assert contexts == ["two", "four", "one", "five"]
        assert_close(activations, [9.0, 2.0, 1.0, 1e-8], "the activations")
        assert len(work.top_contexts(self.FEATURES, self.CONTEXTS, 0, 5)[0]) == 0

    def test_a_context_that_is_given_twice(self):
        """Each row counts by itself, also where two have the same text."""
        contexts, activations = work.top_contexts(
            torch.tensor([[3.0625], [1.0], [2.0]]), ("one", "two", "one"), 0, 3
        )
        assert contexts == ["one", "one", "two"]
        assert_close(activations, [3.0625, 2.0, 1.0], "the activations")

    @pytest.mark.parametrize(("latent", "word", "f1"), [(1, "yes", 6 / 7), (2, "yes", 0.75), (0, "", 0.0)])
    def test_label(self, latent, word, f1):
        """Latent 1 fires on all three of "yes" and on one of the others; latent 2 on everything; latent 0 never."""
        got, score = work.label(self.FEATURES, self.ANSWERS, latent)
        assert got == word, f"the label of latent {latent} is {got!r}"
        assert_close(score, f1, f"F1 of latent {latent}")

    def test_the_largest_f1(self):
        """The latent fires on three of eight "often", F1 6 / 13, and on both of "seldom", F1 4 / 7."""
        fires = torch.tensor([1.0, 2.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0])[:, None]
        got, score = work.label(fires, ["often"] * 8 + ["seldom"] * 2, 0)
        assert got == "seldom", f"the label is {got!r}"
        assert_close(score, 4 / 7, "its F1")

    def test_an_answer_that_occurs_once(self):
        got, score = work.label(torch.tensor([[2.0], [0.0], [0.0]]), ["Lima", "euro", "euro"], 0)
        assert got == "Lima", f"the label is {got!r}"
        assert_close(score, 1.0, "its F1")

    def test_beyond_the_strongest(self):
        """Strong on twelve answers once each, and weak on all twenty of "often": 2 · 20 / (32 + 20)."""
        fires = torch.tensor([float(size) for size in range(20, 8, -1)] + [1.0] * 20)[:, None]
        got, score = work.label(fires, [*"abcdefghijkl"] + ["often"] * 20, 0)
        assert got == "often", f"the label is {got!r}"
        assert_close(score, 40 / 52, "its F1")


def small(place="mlp.hook_post", width=6):
    """A random model of two layers, prompts, and latents 1 and 2 for its MLPs, or another place, that fire on about half of
    them."""
    model = new_model(0, n_layers=2, n_heads=2, d_head=4, d_model=8, d_mlp=6, d_vocab=11)
    generator = torch.Generator().manual_seed(5)
    for parameter in model.original_model.parameters():
        parameter.data += torch.empty_like(parameter).normal_(0, 0.4, generator=generator)
    tokens = torch.randint(11, (10, 5), generator=generator)
    _, cache = model.run_with_cache(tokens)
    latents = []
    for layer in (0, 1):
        name = f"blocks.{layer}.{place}"
        sae, _ = drawn(width, 3, seed=layer)
        before = (cache[name][:, -1].detach() - sae.b_dec) @ sae.W_enc
        sae.b_enc.data.copy_(-before.median(dim=0).values)
        latents.append(Feature(sae.requires_grad_(False), name, layer + 1))
    return model, tokens, *latents


def run(model, tokens, name, change):
    """Logits [B, V] and the cache after `change(end)` is put in the place of the activations at the end."""

    def hook(value, hook):
        return torch.cat([value[:, :-1], change(value[:, -1])[:, None]], dim=1)

    with torch.no_grad(), model.hooks(fwd_hooks=[(name, hook)]):
        logits, cache = model.run_with_cache(tokens)
    return logits[:, -1], cache


class TestSteer:
    @pytest.mark.parametrize("scale", [0.0, 3.0, -2.0])
    def test_steer(self, scale):
        model, tokens, source, _ = small()
        expected, _ = run(model, tokens, source.hook_name, lambda end: end + scale * source.sae.W_dec[1])
        assert_close(work.steer(model, tokens, source, scale), expected, f"the logits at scale {scale}")

    @pytest.mark.parametrize("place", ["hook_mlp_out", "hook_resid_pre", "hook_resid_post"])
    def test_other_places(self, place):
        """There the activations are as wide as the model: 8."""
        model, tokens, *_ = small()
        feature = Feature(drawn(8, 3)[0].requires_grad_(False), f"blocks.1.{place}", 2)
        row = feature.sae.W_dec[2]
        expected, _ = run(model, tokens, feature.hook_name, lambda end: end + 3.0 * row)
        assert_close(work.steer(model, tokens, feature, 3.0), expected, f"the logits, steered at {place}")

    def test_nothing_stays(self):
        model, tokens, source, _ = small()
        with torch.no_grad():
            before = model(tokens)
        row = source.sae.W_dec[1].clone()
        work.steer(model, tokens, source, 3.0)
        assert hooks(model) == 0, "there are hooks left on the model"
        with torch.no_grad():
            assert_close(model(tokens), before, "the logits after the call")
        assert_close(source.sae.W_dec[1], row, "the latent's decoder row after the call")


class TestInfluence:
    def expected(self, model, tokens, source, target):
        def without(end):
            return end - features_of(source.sae, end)[:, [1]] * source.sae.W_dec[1]

        _, intact = run(model, tokens, source.hook_name, lambda end: end)
        _, ablated = run(model, tokens, source.hook_name, without)
        one, other = (
            features_of(target.sae, cache[target.hook_name][:, -1])[:, 2] for cache in (intact, ablated)
        )
        return one - other

    def test_feature_influence(self):
        question = small()
        expected = self.expected(*question)
        assert expected.abs().max() > 0.05
        assert_close(work.feature_influence(*question), expected, "the influence on each prompt")

    @pytest.mark.parametrize("place", ["hook_mlp_out", "hook_resid_post"])
    def test_other_places(self, place):
        """There the activations are as wide as the model: 8."""
        question = small(place, 8)
        expected = self.expected(*question)
        assert expected.abs().max() > 0.05
        assert_close(work.feature_influence(*question), expected, f"the influence at {place}")

    def test_two_kinds_of_places(self):
        """From the hidden units of one layer to what the next one starts from."""
        model, tokens, source, _ = small()
        target = Feature(small("hook_resid_pre", 8)[3].sae, "blocks.1.hook_resid_pre", 2)
        expected = self.expected(model, tokens, source, target)
        assert expected.abs().max() > 0.05
        got = work.feature_influence(model, tokens, source, target)
        assert_close(got, expected, "the influence of mlp.hook_post on hook_resid_pre")

    def test_a_source_that_suppresses(self):
        """As above, with the target's encoder turned round: what raised it lowers it."""
        model, tokens, source, target = small()
        target.sae.W_enc.data[:, 2] *= -1
        target.sae.b_enc.data[2] *= -1
        expected = self.expected(model, tokens, source, target)
        assert expected.min() < -0.05
        assert_close(work.feature_influence(model, tokens, source, target), expected, "the influence")

    def test_what_writes_nothing_has_none(self):
        model, tokens, source, target = small()
        model.blocks[0].mlp.W_out.data.zero_()
        assert_close(work.feature_influence(model, tokens, source, target), np.zeros(10), "the influence")

    def test_nothing_stays(self):
        model, tokens, source, target = small()
        work.feature_influence(model, tokens, source, target)
        assert hooks(model) == 0, "there are hooks left on the model"


class TestExtraTopK:
    def test_by_hand(self):
        """Before the ReLU: 1, .75 and -.5; and 0, -.25 and .5."""
        sae = made(b_enc=(0.0, -0.25, 0.5), b_dec=(2.0, 0.5))
        reconstruction, features = work.topk_forward(sae, X, 1)
        assert_close(features, [[1.0, 0.0, 0.0], [0.0, 0.0, 0.5]], "features for k = 1")
        assert_close(reconstruction, [[3.0, 0.5], [1.5, 0.5]], "reconstruction for k = 1")
        assert_close(
            work.topk_forward(sae, X, 3)[1], [[1.0, 0.75, 0.0], [0.0, 0.0, 0.5]], "features for k = 3"
        )
        low = made(b_enc=(0.0, -0.25, -9.0), b_dec=(2.0, 0.5))  # latent 2 is at -10 and -9
        assert_close(work.topk_forward(low, X[:1], 1)[1], [[1.0, 0.0, 0.0]], "features for k = 1")
        sae.W_dec.data[1] *= 5  # which makes no feature larger
        assert_close(
            work.topk_forward(sae, X, 1)[1], [[1.0, 0.0, 0.0], [0.0, 0.0, 0.5]], "features for k = 1"
        )

    def test_training(self):
        sae = judged(work.train_topk(TOY.sample(8192, 1), k=4, n_latents=96, seed=4))
        best = (TOY.directions @ torch.nn.functional.normalize(sae.W_dec, dim=1).T).max(dim=1).values
        assert best.mean() >= 0.8, f"mean cosine {best.mean():.3f}; at least .8 is asked for"
        found = (best > 0.9).float().mean()
        assert found >= 0.7, f"{found:.0%} of the features are found; at least 70 % are asked for"
        fresh = TOY.sample(4096, 2)
        before = (fresh - sae.b_dec) @ sae.W_enc + sae.b_enc
        four = before.topk(4, dim=1)
        features = torch.zeros_like(before).scatter(1, four.indices, four.values.relu())
        fvu = unexplained(sae, fresh, features)
        assert fvu <= 0.2, f"{fvu:.3f} of the variance is unexplained; at most .2 is asked for"
        made, wanted = features @ sae.W_dec, fresh - sae.b_dec
        factor = (made * wanted).sum() / made.square().sum()
        assert factor <= 1.1, f"the reconstruction is too small by a factor of {factor:.2f}; 1.1 is allowed"
        assert_close(sae.W_dec.norm(dim=1), np.ones(96), "the lengths of the decoder's rows", atol=1e-3)

    def test_the_seed_decides(self):
        x = TOY.sample(512, 1)
        for steps in (20, 0):
            one, again, other = (
                numbers(work.train_topk(x, k=4, n_latents=24, steps=steps, seed=s).W_dec) for s in (0, 0, 1)
            )
            assert_close(one, again, f"the decoder, trained twice with one seed for {steps} steps")
            assert np.abs(one - other).max() > 1e-2, f"another seed gave the same decoder after {steps} steps"

    def test_a_hundred_samples(self):
        start, few = (
            numbers(work.train_topk(TOY.sample(100, 1), k=4, n_latents=24, steps=steps, seed=0).W_dec)
            for steps in (0, 10)
        )
        assert np.abs(few - start).max() > 1e-3, "ten steps on a hundred samples change nothing"

    def test_k_is_used(self):
        x = TOY.sample(512, 1)
        one, other = (numbers(work.train_topk(x, k=k, n_latents=24, steps=20, seed=0).W_dec) for k in (4, 8))
        assert np.abs(one - other).max() > 1e-3, "k = 4 and k = 8 give the same decoder"

    def test_a_step_is_an_update(self):
        require_updates(
            lambda steps: work.train_topk(TOY.sample(8192, 1), k=4, n_latents=24, steps=steps, seed=0)
        )


class TestExtraResample:
    def question(self):
        """Latent 2 never fires. What is missing: (0, .5) from the first sample, (0, -.25) from the second."""
        sae = made(b_enc=(0.0, -0.5, -9.0), b_dec=(2.0, 0.5))
        x = torch.tensor([[3.0, 1.25], [2.5, 0.25], [2.0, 0.5]])
        return sae, {name: torch.ones(2, *p.shape) for name, p in sae.named_parameters()}, x

    def test_by_hand(self):
        """The living latents' encoder columns have length 1, so the new one has .2."""
        new, _ = work.resample(*self.question())
        assert_close(new.W_dec, [[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]], "W_dec")
        assert_close(new.W_enc, [[1.0, 0.0, 0.0], [0.0, 1.0, 0.2]], "W_enc")
        assert_close(new.b_enc, [0.0, -0.5, 0.0], "b_enc")
        assert_close(new.b_dec, [2.0, 0.5], "b_dec")

    def four(self, *samples):
        """Four latents after a new start, of which 2 and 3 never fired on these samples."""
        sae = SparseAutoencoder(2, 4)
        sae.W_enc.data = torch.tensor([[2.0, 0.0, 5.0, 0.0], [0.0, 4.0, 0.0, 5.0]])
        sae.b_enc.data = torch.tensor([0.0, 0.0, -90.0, -90.0])
        sae.W_dec.data = torch.tensor([[0.5, 0.0], [0.0, 0.25], [1.0, 0.0], [0.0, 1.0]])
        moments = {name: torch.ones(2, *p.shape) for name, p in sae.named_parameters()}
        return work.resample(sae, moments, torch.tensor(samples))[0]

    def test_two_of_four(self):
        """Latents 2 and 3 never fire. Missing: nothing, (0, -2) and (-3, 0), so latent 2 gets the third sample and latent
        3 the second; the living latents' encoder columns have lengths 2 and 4, so the new ones have .2 times 3."""
        new = self.four([1.0, 1.0], [1.0, -2.0], [-3.0, 1.0])
        assert_close(new.W_dec, [[0.5, 0.0], [0.0, 0.25], [-1.0, 0.0], [0.0, -1.0]], "W_dec")
        assert_close(new.W_enc, [[2.0, 0.0, -0.6, 0.0], [0.0, 4.0, 0.0, -0.6]], "W_enc")
        assert_close(new.b_enc, [0.0, 0.0, 0.0, 0.0], "b_enc")

    def test_errors_are_squared(self):
        """Missing: (-2.5, 0) and (-1.75, -1.75). The squares add up to 6.25 and 6.125, the sizes to 2.5 and 3.5."""
        new = self.four([1.0, 1.0], [-2.5, 1.0], [-1.75, -1.75])
        assert_close(new.W_dec[2], [-1.0, 0.0], "the first new row")

    def test_among_many_samples(self):
        """As above, after 3000 samples from which nothing is missing, and on which latent 1 does not fire."""
        new = self.four(*[[1.0, 0.0]] * 3000, [1.0, 1.0], [1.0, -2.0], [-3.0, 1.0])
        assert_close(new.W_dec, [[0.5, 0.0], [0.0, 0.25], [-1.0, 0.0], [0.0, -1.0]], "W_dec")

    def test_everything_is_read_off_as_it_was(self):
        """As in the test of two of four, with a sample that lacks (-2.5, 0): both dead latents get (-1, 0), though the first of them, once it is
        revived, would make good most of what is missing there."""
        new = self.four([1.0, 1.0], [1.0, -2.0], [-3.0, 1.0], [-2.5, 1.0])
        assert_close(new.W_dec, [[0.5, 0.0], [0.0, 0.25], [-1.0, 0.0], [-1.0, 0.0]], "W_dec")

    def test_moments(self):
        _, moments = work.resample(*self.question())
        assert_close(moments["W_dec"], [[[1, 1], [1, 1], [0, 0]]] * 2, "the moments of W_dec")
        assert_close(moments["W_enc"], [[[1, 1, 0], [1, 1, 0]]] * 2, "the moments of W_enc")
        assert_close(moments["b_enc"], [[1, 1, 0]] * 2, "the moments of b_enc")
        assert_close(moments["b_dec"], np.ones((2, 2)), "the moments of b_dec")

    def test_no_latent_is_dead(self):
        """Nothing changes, and what comes back is new all the same."""
        sae, moments, x = self.question()
        sae.b_enc.data.fill_(9.0)
        new, after = work.resample(sae, moments, x)
        assert new is not sae, "the autoencoder that was given comes back"
        for name, parameter in sae.named_parameters():
            assert_close(getattr(new, name), parameter, name)
            assert_close(after[name], moments[name], f"the moments of {name}")

    def test_what_was_given_stays(self):
        sae, moments, x = self.question()
        work.resample(sae, moments, x)
        assert_close(sae.W_dec, W_DEC, "the given W_dec")
        assert_close(moments["b_enc"], np.ones((2, 3)), "the given moments")
