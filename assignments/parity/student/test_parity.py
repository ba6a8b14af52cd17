"""Public tests for the parity assignment: `pytest test_parity.py`, less than a minute.

One class for each task, so `pytest test_parity.py -k TestAblation` runs one of them. The examples are small
enough to check by hand, and the tests of training ask for what grading asks for, with other seeds. Grading
uses other models.
"""

import math

import numpy as np
import parity
import pytest
import torch
from acceptance import Work, assert_close, numbers, weights
from given import Claims, TinyMLP, parity_data
from torch import Tensor

work = Work(
    parity,
    train=tuple[TinyMLP, list[float]],
    label_correlation=tuple[Tensor, Tensor],
    ablation_sweep=tuple[Tensor, Tensor],
    logit_difference_terms=tuple[Tensor, float],
    explain=Claims,
    noisy_accuracy=float,
    train_four_bits=tuple[TinyMLP, list[float]],
    snapshots=list[TinyMLP],
)

X, Y = parity_data(3)

# A network of two bits and two neurons that computes their exclusive or. With s = the number of ones,
#
#     n0 = relu(s - 0.5)     n1 = relu(s - 1.5)     logit[1] - logit[0] = 2 n0 - 8 n1 - 0.5
#
#     input    n0    n1    logit[0]  logit[1]   difference
#     00       0     0       0.25     -0.25        -0.5
#     01, 10   0.5   0      -0.25      0.25         0.5
#     11       1.5   0.5     0.75     -0.75        -1.5
XOR_X, XOR_Y = parity_data(2)


@pytest.fixture
def xor():
    return wired([[1, 1], [1, 1]], [-0.5, -1.5], [[-1, 4], [1, -4]], [0.25, -0.25], "relu")


def wired(w1, b1, w2, b2, activation):
    """A `TinyMLP` with these weights."""
    model = TinyMLP(len(w1[0]), len(w1), activation=activation)
    values = {"fc1.weight": w1, "fc1.bias": b1, "fc2.weight": w2, "fc2.bias": b2}
    model.load_state_dict({name: torch.tensor(value, dtype=torch.float32) for name, value in values.items()})
    return model


def drawn(activation="tanh", n_bits=3, hidden=4, seed=0):
    """A random model with large weights."""
    torch.manual_seed(seed)
    model = TinyMLP(n_bits, hidden, activation=activation)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(0, 1.5)
    return model


def loss_of(model, X, y):
    """Its mean cross-entropy in nats."""
    with torch.no_grad():
        return torch.nn.functional.cross_entropy(model(X.to(model.fc1.weight.dtype)), y).item()


def hooks_on(model):
    """How many forward hooks a model has."""
    return sum(len(part._forward_hooks) + len(part._forward_pre_hooks) for part in model.modules())


def accuracy(model, X, y):
    """Measured as in grading: your weights in a tanh `TinyMLP` that is not yours."""
    hidden = model.fc1.weight.shape[0]
    assert 1 <= hidden <= 64, f"the model has {hidden} hidden neurons; 1 to 64 are allowed"
    judge = TinyMLP(X.shape[1], hidden)
    judge.load_state_dict(model.state_dict())
    with torch.no_grad():
        return (judge(X).argmax(dim=1) == y).double().mean().item()


class TestTrain:
    def test_learns_parity_on_two_of_three_seeds(self):
        reached = {seed: accuracy(work.train(X, Y, seed=seed)[0], X, Y) for seed in (101, 102, 103)}
        good = sum(value == 1.0 for value in reached.values())
        assert good >= 2, f"accuracy by seed: {reached}. Two of three must reach 1.0"

    def test_learns_another_function(self):
        """Is exactly one bit set? Grading asks for another function of the three bits."""
        y = (X.sum(dim=1) == 1).long()
        reached = [accuracy(work.train(X, y, seed=seed)[0], X, y) for seed in (104, 105)]
        assert max(reached) == 1.0, f"accuracy on 'exactly one': {reached}. Does train use the y it is given?"

    def test_the_seed_decides(self):
        one, again, other = (weights(work.train(X, Y, seed=seed, epochs=20)[0]) for seed in (1, 1, 2))
        assert torch.allclose(one, again, atol=1e-4), "the same seed gives different weights"
        assert (one - other).abs().max() > 1e-2, "seeds 1 and 2 give the same weights"

    def test_no_epochs_no_training(self):
        model, losses = work.train(X, Y, seed=1, epochs=0)
        assert len(losses) == 0, "epochs=0 takes no step, so there is no loss"
        assert torch.isfinite(weights(model)).all()
        assert accuracy(model, X, Y) < 1, "epochs=0 gives a model that is trained already"

    @pytest.mark.parametrize("n_bits", [3, 4])
    def test_first_loss(self, n_bits):
        """It is measured before the first step: on the model that epochs=0 gives, over all rows."""
        inputs, labels = parity_data(n_bits)
        model, _ = work.train(inputs, labels, seed=1, epochs=0)
        trained, losses = work.train(inputs, labels, seed=1, epochs=3)
        assert_close(
            losses[0],
            loss_of(model, inputs, labels),
            "the first loss, and the untrained model's mean cross-entropy",
        )
        if accuracy(trained, inputs, labels) < 1:  # else training may have stopped
            assert len(losses) >= 3, f"{len(losses)} losses for epochs=3; there is one before each step"

    def test_one_training_with_as_many_neurons_as_asked_for(self):
        """Exclusive or with two neurons often gets stuck. That is no reason to begin again from another seed."""
        alike = XOR_X[:1].repeat(
            4, 1
        )  # four rows on which nothing gets stuck, to see how many steps an epoch has
        for seed in (1, 2, 3, 4):
            untrained, _ = work.train(XOR_X, XOR_Y, seed=seed, hidden=2, epochs=0)
            said = untrained(alike.to(untrained.fc1.weight.dtype)).argmax(dim=1)
            _, one_epoch = work.train(alike, said, seed=seed, hidden=2, epochs=1)
            model, losses = work.train(XOR_X, XOR_Y, seed=seed, hidden=2, epochs=200)
            assert model.fc1.weight.shape[0] == 2, "with hidden=2 the model has two neurons"
            if len(losses):  # else it was right as it was drawn
                own = loss_of(untrained, XOR_X, XOR_Y)
                assert_close(losses[0], own, f"seed {seed}: the first loss, and the untrained model's")
            if len(one_epoch):  # else training stops as soon as all rows are right
                assert len(losses) <= 200 * len(one_epoch), (
                    f"seed {seed}: {len(losses)} losses for epochs=200. Of several trainings?"
                )

    def test_no_loss_without_a_step(self):
        """On one row an epoch is one step. Where training stops early, its last loss was measured before its last step."""
        row, label = X[2:3], Y[2:3]
        model, losses = work.train(row, label, seed=1, epochs=400)
        if 0 < len(losses) < 400 and losses[-1] > 1e-4:
            before, _ = work.train(row, label, seed=1, epochs=len(losses) - 1)
            no_step = torch.equal(weights(model), weights(before))
            assert not no_step or abs(loss_of(model, row, label) - losses[-1]) > 1e-6, (
                "there is one loss more than steps: the last is that of the model that you return"
            )

    def test_other_inputs(self):
        """Five rows of the sixteen of four bits."""
        X4, y4 = (part[[0, 3, 6, 9, 14]] for part in parity_data(4))
        model, _ = work.train(X4, y4, seed=1, epochs=1)
        assert model.fc1.weight.shape[1] == 4, "the model has an input for each bit of X"


class TestActivations:
    def test_hidden_activations(self, xor):
        assert_close(
            work.hidden_activations(xor, XOR_X),
            [[0, 0], [0.5, 0], [0.5, 0], [1.5, 0.5]],
            "the activations (rows: inputs; columns: neurons)",
        )

    @pytest.mark.parametrize("activation", ["tanh", "sigmoid", "softplus", "relu"])
    def test_every_activation(self, activation):
        model = drawn(activation)
        whole = numbers(work.hidden_activations(model, X)) @ numbers(model.fc2.weight).T + numbers(
            model.fc2.bias
        )
        assert_close(model(X), whole, f"logits from your activations of a {activation} model")
        assert hooks_on(model) == 0, f"{hooks_on(model)} hooks of yours are still on the model"

    def test_label_correlation(self, xor):
        """By hand: n1 is (0, 0, 0, 1/2) and y is (0, 1, 1, 0). With four rows, p is 1 - |r|."""
        r, p = work.label_correlation(xor, XOR_X, XOR_Y)
        assert_close(r, [-0.0625 / math.sqrt(0.296875 * 0.25), -1 / math.sqrt(3)], "r")
        assert_close(p, 1 - r.abs(), "p")

    def test_p_of_eight_rows(self):
        """Whether most bits are 1 has r = 1/2 with one of the bits. With six degrees of freedom, t is the root of 2."""
        model = wired([[20, 20, 20]], [-30], [[0], [1]], [0, 0], "tanh")
        r, p = work.label_correlation(model, X, X[:, 0].long())
        assert_close(r, [0.5], "r")
        assert_close(p, [0.20703], "p of r = 1/2 on eight rows")

    def test_constant_neuron(self, xor):
        with torch.no_grad():
            xor.fc1.bias[1] = -9.0
        r, p = work.label_correlation(xor, XOR_X, XOR_Y)
        assert_close(r[1], 0, "r of a neuron that is always 0")
        assert_close(p[1], 1, "p of a neuron that is always 0")

    def test_nearly_constant_neuron(self):
        """The first neuron's activations differ by 1e-7, and the second's by 1e-5."""
        model = wired([[1e-7, 0], [1e-5, 0]], [0, 0], [[0, 0], [1, 1]], [0, 0], "tanh")
        r, p = work.label_correlation(model, XOR_X, torch.tensor([0, 0, 1, 0]))
        assert_close(r, [0, 1 / math.sqrt(3)], "r")
        assert_close(p, [1, 1 - 1 / math.sqrt(3)], "p")
        around = wired([[3e-5, 0]], [1], [[0], [1]], [0, 0], "sigmoid")  # by 6e-6, around .73
        r, _ = work.label_correlation(around, XOR_X, XOR_X[:, 0].long())
        assert_close(r, [1], "r of a neuron that hardly varies around .73")
        faint = wired([[1.5e-6, 0]], [0], [[0], [1]], [0, 0], "tanh")
        r, _ = work.label_correlation(faint, XOR_X, XOR_X[:, 0].long())
        assert_close(r, [1], "r of a neuron whose activations are 0 and 1.5e-6, so more than 1e-6 apart")
        both_ways = wired([[8e-7, -8e-7]], [0], [[0], [1]], [0, 0], "tanh")
        r, _ = work.label_correlation(both_ways, XOR_X, XOR_X[:, 0].long())
        assert_close(r, [1 / math.sqrt(2)], "r of a neuron whose activations are 0, -8e-7, 8e-7 and 0")

    def test_neurons_that_follow_the_label(self):
        """One is on where the label is 1, the other off."""
        model = wired([[40, 0], [-40, 0]], [-20, 20], [[0, 0], [1, 1]], [0, 0], "tanh")
        r, p = work.label_correlation(model, XOR_X, XOR_X[:, 0].long())
        assert_close(r, [1, -1], "r")
        assert_close(p, [0, 0], "p")


class TestAblation:
    def test_zero(self, xor):
        """Without n0 the difference is -8 n1 - 0.5."""
        assert_close(
            work.ablate(xor, XOR_X, 0, mode="zero"),
            [[0.25, -0.25], [0.25, -0.25], [0.25, -0.25], [2.25, -2.25]],
            "logits with n0 at zero",
        )

    def test_mean(self, xor):
        """The mean of n1 over the four inputs is 1/8; over the first three it is 0."""
        assert_close(
            work.ablate(xor, XOR_X, 1, mode="mean"),
            [[0.75, -0.75], [0.25, -0.25], [0.25, -0.25], [-0.75, 0.75]],
            "logits with n1 at its mean",
        )
        assert_close(
            work.ablate(xor, XOR_X[:3], 1, mode="mean"),
            [[0.25, -0.25], [-0.25, 0.25], [-0.25, 0.25]],
            "logits with n1 at its mean over the three rows given",
        )

    def test_output_and_not_input(self):
        """sigmoid(0) is 1/2 and not 0, so it matters where the zero is put."""
        model = wired([[1.0]], [0.0], [[0.0], [2.0]], [0.0, 0.0], "sigmoid")
        assert_close(
            work.ablate(model, torch.tensor([[0.0], [1.0]]), 0),
            np.zeros((2, 2)),
            "logits without the neuron",
        )

    def test_unknown_mode(self, xor):
        with pytest.raises(ValueError):
            work.ablate(xor, XOR_X, 0, mode="median")
        with pytest.raises(ValueError):
            work.ablation_sweep(xor, XOR_X, XOR_Y, mode="median")
        left = hooks_on(xor)
        assert left == 0, f"{left} hooks of yours are still on the model after a mode was refused"

    def test_a_neuron_that_harms(self, xor):
        """Where both bits are to give 1, n1 is what makes the network wrong."""
        accuracy_delta, loss_delta = work.ablation_sweep(xor, XOR_X[3:], torch.tensor([1]))
        assert_close(accuracy_delta[1], 1, "accuracy delta of n1")
        assert_close(
            loss_delta[1], math.log1p(math.exp(-2.5)) - math.log1p(math.exp(1.5)), "loss delta of n1"
        )

    @pytest.mark.parametrize(
        ("mode", "accuracies", "margins"),
        [
            ("zero", [-0.5, -0.25], [(0.5, -0.5, -0.5, 4.5), (0.5, 0.5, 0.5, -2.5)]),
            ("mean", [-0.25, -0.75], [(-0.75, 0.75, 0.75, 3.25), (1.5, -0.5, -0.5, -1.5)]),
        ],
    )
    def test_sweep(self, xor, mode, accuracies, margins):
        """A row whose margin is m in favour of its label has loss log(1 + exp(-m)). The means are 5/8 and 1/8.

        1 is added to both logits, which changes no margin.
        """
        with torch.no_grad():
            xor.fc2.bias += 1.0

        def loss(*margins):
            return np.mean([math.log1p(math.exp(-m)) for m in margins])

        intact = loss(0.5, 0.5, 0.5, 1.5)
        accuracy_delta, loss_delta = work.ablation_sweep(xor, XOR_X, XOR_Y, mode)
        assert_close(accuracy_delta, accuracies, "accuracy deltas, ablated minus baseline")
        without = [loss(*margins[0]), loss(*margins[1])]
        assert_close(
            loss_delta, np.subtract(without, intact), "loss deltas, ablated minus baseline, mean over rows"
        )

    @pytest.mark.parametrize("mode", ["zero", "mean"])
    def test_sweep_is_one_neuron_at_a_time(self, mode):
        """Turning the neurons around turns the deltas around."""
        model, turned = drawn(), drawn()
        for parameter, axis in ((turned.fc1.weight, 0), (turned.fc1.bias, 0), (turned.fc2.weight, 1)):
            parameter.data = parameter.data.flip(axis)
        deltas = numbers(work.ablation_sweep(model, X, Y, mode))
        assert_close(work.ablation_sweep(turned, X, Y, mode), deltas[:, ::-1], "deltas in reverse order")

    def test_a_confident_mistake(self):
        """The difference is 40 where the first bit is 1, else -40; without the neuron -40. So half of the losses are 40."""
        model = wired([[1, 0]], [0], [[-40], [40]], [20, -20], "relu")
        _, loss_delta = work.ablation_sweep(model, XOR_X, XOR_X[:, 0].long())
        assert_close(loss_delta, [20], "loss delta, of losses of 40 nats")

    def test_the_model_is_left_alone(self):
        model = drawn()
        before = weights(model)
        work.ablate(model, X, 1)
        work.ablation_sweep(model, X, Y, "mean")
        assert torch.equal(weights(model), before), "the model's weights are not what they were"
        assert hooks_on(model) == 0, f"{hooks_on(model)} hooks of yours are still on the model"


class TestDirect:
    def test_terms(self, xor):
        terms, bias = work.logit_difference_terms(xor, XOR_X)
        assert_close(terms, [[0, 0], [1, 0], [1, 0], [3, -4]], "terms of logit[1] - logit[0]")
        assert_close(bias, -0.5, "bias of logit[1] - logit[0]")
        terms, _ = work.logit_difference_terms(xor, XOR_X[3:])
        assert_close(terms, [[3, -4]], "terms of a single row, [1, 2]")

    @pytest.mark.parametrize("activation", ["tanh", "sigmoid", "softplus", "relu"])
    def test_sum(self, activation):
        model = drawn(activation)
        before, logits = weights(model), model(X).detach()
        terms, bias = work.logit_difference_terms(model, X)
        assert torch.equal(weights(model), before), "the model's weights are not what they were"
        assert_close(terms.sum(dim=1) + bias, logits[:, 1] - logits[:, 0], "terms plus bias")
        types = {parameter.dtype for parameter in model.parameters()}
        assert types == {torch.float32}, "the model's weights are not float32 any more: convert a copy"


class TestSaliency:
    """The kinks of the two-neuron network are between the inputs, so its gradients can be read off."""

    def test_saliency(self, xor):
        """With no ones both neurons are off; with one, n0 is on; with two, both are: 2 - 8."""
        assert_close(work.saliency(xor, XOR_X), [[0, 0], [2, 2], [2, 2], [-6, -6]], "gradients")
        assert_close(work.saliency(xor, XOR_X[3:]), [[-6, -6]], "gradients of a single row, [1, 2]")

    def test_mean_abs(self, xor):
        """(0 + 2 + 2 + 6) / 4. The absolute value of the mean would be 0.5."""
        assert_close(work.mean_abs_saliency(xor, XOR_X), [2.5, 2.5], "mean |gradient|")
        assert_close(
            work.mean_abs_saliency(xor, XOR_X[2:]), [4, 4], "mean |gradient| over two rows, 10 and 11"
        )

    def test_mean_abs_is_of_the_gradients(self):
        model = drawn()
        gradients = numbers(work.saliency(model, X))
        assert_close(work.mean_abs_saliency(model, X), np.abs(gradients).mean(axis=0), "mean |gradient|")
        types = {parameter.dtype for parameter in model.parameters()}
        assert types == {torch.float32}, "the model's weights are not float32 any more: convert a copy"

    def test_one_tanh_neuron(self):
        """2 tanh(a - b) has the slope 2 (1 - tanh(a - b)^2), up in a and down in b."""
        model = wired([[1, -1]], [0], [[0], [2]], [0, 0], "tanh")
        slope = 2 * (1 - math.tanh(1) ** 2)
        expected = [[2, -2], [slope, -slope], [slope, -slope], [2, -2]]
        assert_close(work.saliency(model, XOR_X), expected, "gradients")

    @pytest.mark.parametrize("activation", ["tanh", "sigmoid", "softplus"])
    def test_every_activation(self, activation):
        """What a step of .0001 either way changes, a bit at a time."""
        exact = drawn(activation).double()
        steps = 1e-4 * torch.eye(3, dtype=torch.float64)
        with torch.no_grad():
            ups, downs = (
                exact((X[:, None] + sign * steps).reshape(-1, 3)).diff(dim=1).reshape(-1, 3)
                for sign in (1, -1)
            )
        expected = (ups - downs) / 2e-4
        assert_close(work.saliency(drawn(activation), X), expected, f"gradients of a {activation} model")

    def test_twice(self, xor):
        inputs = XOR_X.clone()
        first = numbers(work.saliency(xor, inputs)).copy()
        assert_close(work.saliency(xor, inputs), first, "the same call again")
        assert not inputs.requires_grad, "X is left asking for gradients: work on a copy"
        assert inputs.grad is None, "a gradient is left in X.grad: work on a copy"


class TestExplain:
    def test_two_neurons(self, xor):
        """n1 is more aligned (|r| .58 against .23) and costs more loss; n0 alone brings accuracy to 1/2."""
        aligned, causal, smallest_set = work.explain(xor, XOR_X, XOR_Y)
        assert aligned == 1, f"aligned is {aligned}; n1 has the larger |r|"
        assert causal == 1, f"causal is {causal}; removing n1 costs .64 nats, removing n0 .20"
        assert set(smallest_set) == {0}, (
            f"smallest_set is {smallest_set}; n0 alone suffices, and n1 alone does not"
        )

    def test_two_neurons_that_cover_for_each_other(self, xor):
        """n0 split in two: one of them is enough, so both have to go. The last neuron changes nothing, nor does
        the 1 that is added to both logits."""
        half = wired(
            [[1, 1], [1, 1], [1, 1], [0, 0]],
            [-0.5, -1.5, -0.5, -1.0],
            [[-0.6, 4, -0.6, 5], [0.6, -4, 0.6, 5]],
            [1.25, 0.75],
            "relu",
        )
        aligned, causal, smallest_set = work.explain(half, XOR_X, XOR_Y)
        assert (aligned, causal) == (1, 1)
        assert set(smallest_set) == {0, 2}, f"smallest_set is {smallest_set}; it should be n0 and n2 together"

    def test_a_neuron_that_harms(self):
        """n0 gives the first bit. n1 gives the second, four times as loud: without n1 the loss falls far."""
        model = wired([[8, 0], [0, 8]], [-4, -4], [[-0.5, -2], [0.5, 2]], [0, 0], "tanh")
        causal = work.explain(model, XOR_X, XOR_X[:, 0].long()).causal
        assert causal == 0, (
            f"causal is {causal}; without n0 the loss rises by .49, without n1 it falls by 1.21"
        )

    def test_a_neuron_that_is_always_on(self):
        """n0 and n1 give the first bit, n2 is 1 on every row. Without n2 the bias outvotes both."""
        model = wired([[8, 0], [8, 3], [0, 0]], [-4, -5, 20], [[-1, -1, -3], [1, 1, 3]], [3, -3], "tanh")
        aligned, causal, smallest_set = work.explain(model, XOR_X, XOR_X[:, 0].long())
        assert aligned == 0, (
            f"aligned is {aligned}; n0 follows the label exactly, n1 nearly, and n2 not at all"
        )
        assert causal == 2, f"causal is {causal}; n2 at zero makes all answers 0"
        assert set(smallest_set) == {2}, f"smallest_set is {smallest_set}; n2 alone suffices"

    @pytest.mark.parametrize("votes", [[1.0, 0.5, 0.5], [0.5, 0.5, 1.0]])
    def test_one_neuron_or_two_others(self, votes):
        """Three neurons give the first bit, one of them with twice the vote: the answer hangs on it, or on both others."""
        model = wired([[8, 0]] * 3, [-4] * 3, [[-v for v in votes], votes], [1.25, -1.25], "tanh")
        smallest_set = work.explain(model, XOR_X, XOR_X[:, 0].long()).smallest_set
        assert set(smallest_set) == {votes.index(1.0)}, (
            f"smallest_set is {smallest_set}; one neuron alone suffices"
        )

    def test_a_set_of_five(self):
        """Five equal neurons give the first bit, and each of them alone still does."""
        model = wired([[8, 0]] * 5, [-4] * 5, [[-1] * 5, [1] * 5], [-0.1, 0.1], "tanh")
        smallest_set = work.explain(model, XOR_X, XOR_X[:, 0].long()).smallest_set
        assert set(smallest_set) == set(range(5)), f"smallest_set is {smallest_set}; only all five suffice"

    def test_a_set_with_a_neuron_that_harms(self):
        """n0 gives the first bit, with 4 votes against 1.5 of the bias. n1 gives 1 for 01 and 2 for 11: without it the
        loss falls, and without n0 it keeps 11 right."""
        model = wired([[1, 0], [1, 3]], [0, -2], [[-2, -0.5], [2, 0.5]], [0.75, -0.75], "relu")
        smallest_set = work.explain(model, XOR_X, XOR_X[:, 0].long()).smallest_set
        assert set(smallest_set) == {0, 1}, (
            f"smallest_set is {smallest_set}; without n0 alone three are right"
        )

    def test_one_neuron_where_all_would_not_do(self):
        """Is any bit 1? Without n0 the answer is always 0; without both it is always 1, which three rows are."""
        model = wired([[2, 2], [0, 0]], [0, 1], [[-2, 2], [2, -2]], [-0.5, 0.5], "relu")
        smallest_set = work.explain(model, XOR_X, (XOR_X.sum(dim=1) > 0).long()).smallest_set
        assert set(smallest_set) == {0}, (
            f"smallest_set is {smallest_set}; n0 alone suffices, n0 and n1 do not"
        )

    def test_all_neurons_and_none(self):
        """Two neurons that each give the first bit. Without both, the answer is 1."""
        both = wired([[8, 0], [6, 0]], [-4, -3], [[-1, -1], [1, 1]], [-0.1, 0.1], "tanh")
        y = XOR_X[:, 0].long()
        assert set(work.explain(both, XOR_X, y).smallest_set) == {0, 1}
        assert set(work.explain(both, XOR_X, 1 - y).smallest_set) == set(), "it is always wrong as it is"
        with pytest.raises(ValueError):
            work.explain(both, XOR_X[1:], y[1:])


class TestExtraNoise:
    def test_exclusive_or(self, xor):
        """Right if no bit flips or both do: (3/4)^2 + (1/4)^2."""
        assert_close(work.noisy_accuracy(xor, XOR_X, XOR_Y, 0.25), 0.625, "expected accuracy")

    def test_majority(self):
        """000 stays 0 with up to one flip, and 100 if no 0 flips, or if the 1 flips and not both others."""
        model = wired([[4, 4, 4]], [-6], [[-1], [1]], [0, 0], "tanh")
        expected = (2 * (0.9**3 + 3 * 0.1 * 0.9**2) + 6 * (0.9 * 0.9**2 + 0.1 * (1 - 0.1**2))) / 8
        got = work.noisy_accuracy(model, X, (X.sum(dim=1) > 1).long(), 0.1)
        assert_close(got, expected, "expected accuracy on the majority of three bits")

    def test_other_labels_than_half_and_half(self):
        """Both bits 1, that is one row of four. 11 stays 1 if no bit flips; 01 and 10 become 11 by one flip, 00 by two."""
        model = wired([[8, 8]], [-12], [[-1], [1]], [0, 0], "tanh")
        expected = (0.9**2 + 2 * (1 - 0.1 * 0.9) + (1 - 0.1**2)) / 4
        got = work.noisy_accuracy(model, XOR_X, (XOR_X.sum(dim=1) == 2).long(), 0.1)
        assert_close(got, expected, "expected accuracy on 'both bits are 1'")

    def test_the_order_of_the_rows(self):
        model = drawn()
        order = torch.tensor([6, 1, 4, 0, 7, 2, 3, 5])
        straight = work.noisy_accuracy(model, X, Y, 0.1)
        assert_close(work.noisy_accuracy(model, X[order], Y[order], 0.1), straight, "rows in another order")

    def test_no_noise(self):
        model = drawn()
        assert_close(work.noisy_accuracy(model, X, Y, 0.0), accuracy(model, X, Y), "flip probability 0")

    def test_every_bit_flips(self, xor):
        assert_close(work.noisy_accuracy(xor, XOR_X, XOR_Y, 1.0), 1, "flip probability 1")

    @pytest.mark.parametrize("n_bits", [3, 4, 5])
    def test_every_one_of_several_bits_flips(self, n_bits):
        model, (inputs, labels) = drawn(n_bits=n_bits), parity_data(n_bits)
        expected = accuracy(model, 1 - inputs, labels)
        got = work.noisy_accuracy(model, inputs, labels, 1.0)
        assert_close(got, expected, f"flip probability 1, {n_bits} bits")


class TestExtraFourBits:
    def test_learns_four_bits(self):
        X4, y4 = parity_data(4)
        (one, losses), (other, _) = (work.train_four_bits(seed=seed) for seed in (106, 107))
        models = [one, other]
        reached = [accuracy(model, X4, y4) for model in models]
        assert max(reached) == 1.0, f"accuracy on 4-bit parity: {reached}"
        assert not torch.equal(*map(weights, models)), "seeds 106 and 107 give the same weights"
        own = loss_of(one, X4, y4)
        assert min(losses) / 2 - 1e-6 <= own <= 2 * max(losses[-10:]) + 1e-6, (
            f"the model's loss is {own:.2g}, the last that is returned {losses[-1]:.2g}: of another training?"
        )

    def test_the_losses_are_of_one_training(self):
        """Those of an untrained network are .69 or more; such losses do not come back after twenty small ones."""
        for seed in (108, 109):
            _, losses = work.train_four_bits(seed=seed)
            for i in range(20, len(losses) - 4):
                again = max(losses[i - 20 : i]) < 0.6 and min(losses[i : i + 5]) >= 0.65
                assert not again, (
                    f"seed {seed}: losses[{i}] is that of an untrained network. Of several trainings?"
                )


class TestExtraSnapshots:
    def test_snapshots(self):
        stopped = work.snapshots(X, X[:, 0].long(), seed=5, every=150, epochs=600)
        assert len(set(map(id, stopped))) == 5, (
            "two of five snapshots of 600 epochs are one and the same object"
        )
        trained, _ = work.train(X, X[:, 0].long(), seed=5, epochs=600)
        assert torch.allclose(weights(stopped[-1]), weights(trained), atol=1e-2), (
            "the last of 600 epochs is not what train gives: does one of them stop, and the other go on?"
        )
        models = work.snapshots(X, Y, seed=5, every=20, epochs=60)
        assert len(models) == 4, (
            f"{len(models)} snapshots; before training, and after 20, 40 and 60 epochs makes 4"
        )
        (start, _), (_, one_epoch), (end, losses) = (
            work.train(X, Y, seed=5, epochs=epochs) for epochs in (0, 1, 60)
        )
        first, last = weights(start), weights(end)
        if len(losses) == 60 * len(one_epoch):  # else training has stopped early
            own = [loss_of(model, X, Y) for model in models[1:3]]
            there = [losses[20 * len(one_epoch)], losses[40 * len(one_epoch)]]
            assert_close(
                own,
                there,
                "losses of two snapshots, and those of their epochs in the training of 60",
                atol=1e-3,
            )
        assert torch.allclose(weights(models[0]), first, atol=1e-4), (
            "the first snapshot is not the untrained model"
        )
        assert torch.allclose(weights(models[-1]), last, atol=1e-4), (
            "the last snapshot is not the trained model"
        )
        often = work.snapshots(X, Y, seed=5, every=10, epochs=60)
        for one, two in zip(models, often[::2], strict=True):
            assert torch.allclose(weights(one), weights(two), atol=1e-4), (
                "a snapshot differs from that of the same epoch when every is 10"
            )
        for one, two in zip(models, models[1:], strict=False):
            if accuracy(one, X, Y) < 1:  # else training may have stopped
                assert (weights(one) - weights(two)).abs().max() > 1e-3, (
                    "two snapshots are equal: copy the model each time"
                )
