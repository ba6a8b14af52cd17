"""Public tests for the reversal assignment: `pytest test_reversal.py`, half a minute of computing.

One class for each task, so `pytest test_reversal.py -k TestAblation` runs one of them. The examples are small enough
to check by hand, and the tests of training ask for what grading asks for, with other seeds. Grading uses other
models.
"""

import itertools
import math

import numpy as np
import pytest
import reversal
import torch
from acceptance import Work, assert_close, numbers, weights
from given import Probe, Probed, ReversalMLP, ReversalTransformer, all_but
from torch import Tensor

work = Work(
    reversal,
    split=tuple[Tensor, Tensor],
    train=tuple[ReversalMLP, list[float]],
    sequence_accuracy=float,
    letter_accuracy=float,
    models_by_size=list[tuple[ReversalMLP, Tensor]],
    activations=dict[str, Tensor],
    fit_probe=Probe,
    probe_accuracy=float,
    probe_with_controls=Probed,
    ablation_sweep=tuple[Tensor, Tensor],
    recover_permutation=list[int],
    carriers=list[list[int]],
    train_transformer=tuple[ReversalTransformer, list[float]],
)


def every_input(n_letters, length):
    """The tokens of every string, in dictionary order."""
    rows = itertools.product(range(n_letters), repeat=length)
    return torch.tensor([[*row, n_letters] for row in rows])


STRINGS = every_input(6, 4)
REVERSED = STRINGS[:, [3, 2, 1, 0, 4]]
SHUFFLED = torch.randperm(len(STRINGS), generator=torch.Generator().manual_seed(77))
SEEN, UNSEEN = SHUFFLED[:700], SHUFFLED[700:]

# A network of two letters and two positions that reverses. Unit 2p + a of either layer is 1 if letter a stands at
# position p, and 0 if not. In the slots of the letters, a unit writes 3 to its letter at the other position, and
# <eos> has 1; in the last slot <eos> has 5. So the logits for the four strings are
#
#     input     slot 0 (a, b, <eos>)    slot 1     slot 2
#     aa             3  0  1            3  0  1    0  0  5
#     ab             0  3  1            3  0  1    0  0  5
#     ba             3  0  1            0  3  1    0  0  5
#     bb             0  3  1            0  3  1    0  0  5
TWO = every_input(2, 2)


def wired(permutation=(1, 0), n_letters=2, names=None, cut=()):
    """The network above for any permutation: output q shows input position permutation[q], with letter a written
    as names[a]. It does not see the input positions in `cut`."""
    length, tokens = len(permutation), n_letters + 1
    names = names or range(n_letters)
    model = ReversalMLP(n_letters, length, width=tokens, hidden=n_letters * length)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        model.embed.weight.copy_(torch.eye(tokens))
        model.fc2.weight.copy_(torch.eye(n_letters * length))
        readout = model.readout.weight.view(length + 1, tokens, -1)
        bias = model.readout.bias.view(length + 1, tokens)
        bias[:length, n_letters], bias[length, n_letters] = 1.0, 5.0
        for p, a in itertools.product(range(length), range(n_letters)):
            unit = n_letters * p + a
            model.fc1.weight[unit, tokens * p + a] = 0.0 if p in cut else 1.0
            readout[permutation.index(p), names[a], unit] = 3.0
    return model


@pytest.fixture
def two():
    return wired()


def drawn(n_letters=3, length=3, hidden=5, seed=0):
    """A random model with large weights."""
    torch.manual_seed(seed)
    model = ReversalMLP(n_letters, length, width=4, hidden=hidden)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(0, 0.8)
    return model


def accuracy(model, X, Y):
    """Measured as in grading: your weights in a model that is not yours."""
    n_letters, length = int(X[0, -1]), X.shape[1] - 1
    width = model.embed.weight.shape[1]
    assert width <= 128, f"the width is {width}; at most 128 is allowed"
    if hasattr(model, "query"):
        judge = ReversalTransformer(n_letters, length, width)
    else:
        hidden = model.fc1.weight.shape[0]
        assert hidden <= 128, f"the model has {hidden} hidden neurons; at most 128 are allowed"
        judge = ReversalMLP(n_letters, length, width, hidden)
    judge.load_state_dict(model.state_dict())
    with torch.no_grad():
        return (judge(X).argmax(dim=2) == Y)[:, :-1].all(dim=1).double().mean().item()


def cross_entropy(model, X, Y):
    with torch.no_grad():
        return torch.nn.functional.cross_entropy(model(X).float().transpose(1, 2), Y).item()


class TestData:
    def test_encode(self):
        assert_close(work.encode(["bead", "face"]), [[1, 4, 0, 3, 6], [5, 0, 2, 4, 6]], "tokens")

    def test_encode_another_alphabet(self):
        assert_close(work.encode(["zyz"], "xyz"), [[2, 1, 2, 3]], "tokens; <eos> is 3 here")
        assert_close(work.encode(["AT"], "TGAC"), [[2, 0, 4]], "tokens of AT in the alphabet TGAC")
        tokens = torch.as_tensor(work.encode(["bead"]))
        assert not tokens.is_floating_point(), "the tokens should be integers"

    def test_encode_refuses(self):
        with pytest.raises(ValueError):
            work.encode(["abq"])
        with pytest.raises(ValueError):
            work.encode(["BEAD"])
        for strings in (["abc", "ab"], ["ab", "abc"], ["abcd", "ab"], ["ab", "a", "abc"]):
            with pytest.raises(ValueError):
                work.encode(strings)

    def test_targets(self):
        X = torch.tensor([[1, 4, 0, 3, 6], [5, 0, 2, 4, 6]])
        before = X.clone()
        assert_close(work.targets(X), [[3, 0, 4, 1, 6], [4, 2, 0, 5, 6]], "targets")
        assert torch.equal(X, before), "targets changes the X that it is given"
        assert_close(
            work.targets(torch.tensor([[0, 1, 2, 3, 4, 5]])), [[4, 3, 2, 1, 0, 5]], "of five letters"
        )

    def test_split(self):
        train, test = (part.tolist() for part in work.split(40, 25, 0))
        assert (len(train), len(test)) == (25, 15), f"parts of {len(train)} and {len(test)}; not 25 and 15"
        assert not set(train) & set(test), f"rows in both parts: {sorted(set(train) & set(test))}"
        assert set(train) | set(test) == set(range(40)), "some rows are in neither part"
        again, other = (set(work.split(40, 25, seed)[0].tolist()) for seed in (0, 1))
        assert again == set(train), "the same seed gives another split"
        assert other != set(train), "seeds 0 and 1 give the same split"
        whole, none = work.split(10, 10, 0)
        assert (len(whole), len(none)) == (10, 0), f"all of 10 rows: parts of {len(whole)} and {len(none)}"

    def test_split_is_random(self):
        """Over 40 seeds each row is sometimes in either part, and so are neighbours in different ones."""
        among = np.zeros((40, 30), dtype=bool)
        for seed in range(40):
            among[seed, work.split(30, 12, seed)[0].numpy()] = True
        assert among.any(axis=0).all(), "some row is never in the first part"
        assert not among.all(axis=0).any(), "some row is always in the first part"
        apart = (among[:, 1:] != among[:, :-1]).mean()
        assert 0.35 < apart < 0.65, f"neighbours are in different parts in {apart:.2f} of the cases; not .5"


class TestTrain:
    def test_reverses_what_it_has_not_seen(self):
        reached = []
        for seed in (101, 102):
            if not reached or reached[0] < 0.98:
                model, losses = work.train(STRINGS[SEEN], REVERSED[SEEN], seed=seed)
                reached.append(accuracy(model, STRINGS[UNSEEN], REVERSED[UNSEEN]))
                final = cross_entropy(model, STRINGS[SEEN], REVERSED[SEEN])
                assert losses[-1] < 10 * final + 0.01, (
                    f"the last loss is {losses[-1]:.4f}, your weights' {final:.1e}: of the last epoch alone?"
                )
        assert max(reached) >= 0.98, (
            f"accuracy on held-out strings by seed: {reached}. One of two must reach .98"
        )

    def test_learns_what_it_is_given(self):
        """Four letters in five slots, each moved one to the left. Grading asks for another permutation."""
        X = every_input(4, 5)
        Y = X[:, [1, 2, 3, 4, 0, 5]]
        rows = torch.randperm(len(X), generator=torch.Generator().manual_seed(7))
        seen, unseen = rows[:700], rows[700:]
        reached = []
        for seed in (103, 104):
            if not reached or reached[0] < 0.98:
                reached.append(accuracy(work.train(X[seen], Y[seen], seed=seed)[0], X[unseen], Y[unseen]))
        assert max(reached) >= 0.98, (
            f"accuracy on held-out strings: {reached}. Does train use the Y it is given, and for long enough?"
        )

    def test_the_seed_decides(self):
        """Also before training, and on strings without the letter f."""
        rows = SHUFFLED[(STRINGS[SHUFFLED, :4] < 5).all(dim=1)][:192]
        X, Y = STRINGS[rows], REVERSED[rows]
        for epochs in (2, 0):
            one, again, other = (weights(work.train(X, Y, seed=seed, epochs=epochs)[0]) for seed in (1, 1, 2))
            assert torch.allclose(one, again, atol=1e-4), f"epochs={epochs}: one seed gives different weights"
            assert (one - other).abs().max() > 1e-2, f"epochs={epochs}: seeds 1 and 2 give the same weights"

    def test_no_epochs_no_training(self):
        model, losses = work.train(STRINGS, REVERSED, seed=1, epochs=0, hidden=20)
        assert torch.isfinite(weights(model)).all()
        assert accuracy(model, STRINGS, REVERSED) < 0.1, "with epochs=0 the model should be as it was drawn"
        assert len(losses) == 0, f"{len(losses)} losses of no epochs"
        assert len(model.fc1.bias) == 20, f"{len(model.fc1.bias)} hidden neurons for hidden=20"

    def test_losses(self):
        """At a rate of 0 the weights stay, so each epoch's loss is the untrained model's; as the first loss is of one
        batch that holds everything."""
        X, Y = STRINGS[SEEN[:640]], REVERSED[SEEN[:640]]
        model, losses = work.train(X, Y, seed=2, epochs=3, lr=0.0, batch_size=64)
        assert len(losses) == 3, f"{len(losses)} losses for three epochs"
        drawn = weights(work.train(X, Y, seed=2, epochs=0)[0])
        assert (weights(model) - drawn).abs().max() < 1e-3, "at a rate of 0 the weights move"
        with torch.no_grad():
            expected = torch.nn.functional.cross_entropy(model(X).float().transpose(1, 2), Y).item()
        _, of_one_batch = work.train(X, Y, seed=2, epochs=2, batch_size=640)
        for loss in (*losses, of_one_batch[0]):
            assert abs(loss / expected - 1) < 1e-3, (
                f"the loss is {loss:.4f}, the cross-entropy {expected:.4f}: a mean over all batches and slots, before the step, without a penalty?"
            )
        _, (loss,) = work.train(X[:150], Y[:150], seed=2, epochs=1, lr=0.0, batch_size=64)
        assert abs(loss / expected - 1) < 0.1, (
            f"the loss of batches of 64, 64 and 22 is {loss:.4f}: not their mean"
        )
        _, losses = work.train(X, Y, seed=2, epochs=8)
        assert losses[0] > losses[-1], f"the losses do not fall: {losses}"

    def test_a_smaller_last_batch(self):
        """At a rate of 0, two rows that the model gets right and one that it does not, in batches of 2 and 1: the loss
        is the mean over the rows, or over the batches, whichever row comes last."""
        X = STRINGS[SEEN[:3]]
        model, _ = work.train(X, REVERSED[SEEN[:3]], seed=2, epochs=0)
        logits = model(X).detach().float()
        Y = torch.cat([logits[:2].argmax(dim=2), logits[2:].argmin(dim=2)])
        Y[:, -1] = X[:, -1]
        _, (loss,) = work.train(X, Y, seed=2, epochs=1, lr=0.0, batch_size=2)
        each = torch.nn.functional.cross_entropy(logits.transpose(1, 2), Y, reduction="none").mean(dim=1)
        expected = [each.mean(), *((each.sum() - last) / 4 + last / 2 for last in each)]
        assert min(abs(loss / e - 1) for e in expected) < 1e-3, (
            f"the loss is {loss:.4f}, the rows' cross-entropies {each.tolist()}: is the last batch left out?"
        )

    def test_no_stopping_before(self):
        _, losses = work.train(STRINGS[SEEN[:8]], REVERSED[SEEN[:8]], seed=2, epochs=300)
        assert len(losses) == 300, (
            f"{len(losses)} losses for epochs=300; all epochs that are given are asked for"
        )

    def test_fewer_rows_than_a_batch(self):
        X, Y = STRINGS[SEEN[:40]], REVERSED[SEEN[:40]]
        model, losses = work.train(X, Y, seed=2, epochs=2, lr=0.0, batch_size=64)
        with torch.no_grad():
            expected = torch.nn.functional.cross_entropy(model(X).float().transpose(1, 2), Y).item()
        assert_close(losses, [expected] * 2, "two epochs' losses at a rate of 0", atol=1e-3 * expected)


class TestMemorise:
    """The answers to aa, ab, ba, bb; the network says aa, ba, ab, bb and then <eos>."""

    Y = torch.tensor([[0, 0, 2], [1, 1, 2], [0, 1, 0], [0, 0, 2]])

    def test_sequence_accuracy(self, two):
        """aa and ba are right; that the last answer to ba is not <eos> does not count."""
        assert_close(work.sequence_accuracy(two, TWO, self.Y), 0.5, "share of right strings")

    def test_eos_is_a_wrong_letter(self, two):
        """Nothing reads unit 0, an a at position 0, so slot 1 of aa and ab has the logits 0, 0, 1, and says <eos>."""
        with torch.no_grad():
            two.readout.weight[:, 0] = 0
        Y = TWO[:, [1, 0, 2]]
        assert_close(work.sequence_accuracy(two, TWO, Y), 0.5, "share of right strings")
        assert_close(work.letter_accuracy(two, TWO, Y), 0.75, "share of right letters")

    def test_letter_accuracy(self, two):
        """2 + 1 + 2 + 0 of 8."""
        assert_close(work.letter_accuracy(two, TWO, self.Y), 5 / 8, "share of right letters")

    @staticmethod
    def seen_and_unseen(trained, size, Y):
        """Accuracy on the rows that the model was trained on, and on all the others."""
        model, rows = trained
        assert len(rows) == len(set(rows.tolist())) == size, f"{size} different rows should be returned"
        shares = []
        for part in (rows, all_but(rows, len(STRINGS))):
            with torch.no_grad():
                right = model(STRINGS[part]).argmax(dim=2) == Y[part]
            shares.append(right[:, :-1].all(dim=1).double().mean().item())
        return shares

    def test_few_strings_are_memorised(self):
        many, few = work.models_by_size(STRINGS, REVERSED, [700, 50], seed=105)
        (few_seen, few_unseen), (many_seen, many_unseen) = (
            self.seen_and_unseen(few, 50, REVERSED),
            self.seen_and_unseen(many, 700, REVERSED),
        )
        lowest = min(few_seen, many_seen)
        assert lowest >= 0.95, f"accuracy on training strings: {lowest}. At least .95 is asked for"
        assert many_unseen >= 0.9, f"held-out accuracy with 700 strings: {many_unseen}"
        assert few_unseen <= 0.95, (
            f"held-out accuracy with 50 strings: {few_unseen}. More trained on than its rows, or not made anew?"
        )

    def test_the_seed_decides(self):
        one, again, other = (
            work.models_by_size(STRINGS, REVERSED, [100], seed=seed)[0] for seed in (1, 1, 2)
        )
        rows, same, others = (set(found[1].tolist()) for found in (one, again, other))
        assert rows == same, "the same seed gives other rows"
        assert rows != others, "seeds 1 and 2 give the same rows"
        assert torch.allclose(weights(one[0]), weights(again[0]), atol=1e-4), (
            "one seed gives different weights"
        )

    def test_random_answers_are_memorised(self):
        letters = torch.randint(6, (len(STRINGS), 4), generator=torch.Generator().manual_seed(3))
        Y = torch.cat([letters, STRINGS[:, 4:]], dim=1)
        (trained,) = work.models_by_size(STRINGS, Y, [100], seed=106)
        seen, unseen = self.seen_and_unseen(trained, 100, Y)
        assert seen >= 0.95, f"random answers, accuracy on the 100 training strings: {seen}"
        assert unseen <= 0.02, f"random answers, held out: {unseen}. Nobody can know those"


class TestActivations:
    def test_by_hand(self, two):
        found = work.activations(two, TWO)
        units = [[1, 0, 1, 0], [1, 0, 0, 1], [0, 1, 1, 0], [0, 1, 0, 1]]
        assert_close(found["h1"], units, "h1 (rows: aa, ab, ba, bb)")
        assert_close(found["h2"], units, "h2 (rows: aa, ab, ba, bb)")
        embed = numbers(found["embed"])
        assert_close(embed[0], [1, 0, 0, 1, 0, 0, 0, 0, 1], "embed of aa, slot by slot")
        assert_close(embed[1], [1, 0, 0, 0, 1, 0, 0, 0, 1], "embed of ab, slot by slot")
        assert_close(work.activations(two, TWO[1:2])["h1"], units[1:2], "h1 of ab alone, [1, 4]")
        with torch.no_grad():
            two.fc1.bias[0] = -0.5
        assert_close(work.activations(two, TWO)["h1"][:, 0], [0.5, 0.5, 0, 0], "unit 0 with a bias of -0.5")

    def test_nothing_stays_behind(self):
        model, X = drawn(), every_input(3, 3)
        before = weights(model)
        work.activations(model, X)
        assert torch.equal(weights(model), before), "the model's weights are not what they were"
        for part in model.modules():
            hooks = len(part._forward_hooks) + len(part._forward_pre_hooks)
            assert hooks == 0, f"{hooks} hooks of yours are still on {type(part).__name__}"

    def test_the_readout_of_h2_is_the_output(self):
        model, X = drawn(), every_input(3, 3)
        found = work.activations(model, X)
        assert min(numbers(found["h1"]).min(), numbers(found["h2"]).min()) >= 0, "negative after a ReLU"
        logits = numbers(found["h2"]) @ numbers(model.readout.weight).T + numbers(model.readout.bias)
        assert_close(logits, model(X).detach().flatten(1), "the readout of your h2")


class TestProbes:
    def test_probe_accuracy(self):
        """Scores of the first row: (1, 0) + (0, 2), so class 1; of the second: (3, 0) + (0, 2), class 0."""
        probe = Probe(torch.eye(2), torch.tensor([0.0, 2.0]))
        A = torch.tensor([[1.0, 0.0], [3.0, 0.0]])
        assert_close(work.probe_accuracy(probe, A, torch.tensor([1, 1])), 0.5, "accuracy")

    def test_fit_probe(self):
        """Three classes, each in a direction of its own, beside a loud one and a large mean."""
        generator = torch.Generator().manual_seed(4)
        t = torch.arange(240) % 3
        A = 3 * torch.eye(8)[t] + 4 + 0.3 * torch.randn(240, 8, generator=generator)
        A[:, 6] = 50 + 20 * torch.randn(240, generator=generator)
        A[:, 7] = 1.7
        weight, bias = map(numbers, work.fit_probe(A[:120], t[:120]))
        assert weight.shape == (8, 3), f"the weight's shape is {weight.shape}; [features, classes] is (8, 3)"
        share = ((numbers(A[120:]) @ weight + bias).argmax(axis=1) == t[120:].numpy()).mean()
        assert share >= 0.95, f"accuracy on the 120 rows that it was not fitted on: {share:.2f}"

    def test_fit_probe_needs_a_bias(self):
        """The first feature is 3 for one class and 6 for the other."""
        t = torch.arange(80) % 2
        A = torch.randn(80, 2, generator=torch.Generator().manual_seed(5), dtype=torch.float64) * 0.3
        A[:, 0] += 3.0 + 3.0 * t
        before = A.clone()
        weight, bias = map(numbers, work.fit_probe(A, t))
        assert torch.equal(A, before), "fit_probe changes the activations that it is given"
        share = ((numbers(A) @ weight + bias).argmax(axis=1) == t.numpy()).mean()
        assert share >= 0.95, f"accuracy: {share:.2f}"

    def test_fit_probe_far_from_zero(self):
        """The first feature is 100 for one class and 106 for the other; seven are noise."""
        t = torch.arange(300) % 2
        A = torch.randn(300, 8, generator=torch.Generator().manual_seed(8), dtype=torch.float64)
        A[:, 0] = 100 + 6 * t + 0.6 * A[:, 0]
        weight, bias = map(numbers, work.fit_probe(A[:150], t[:150]))
        share = ((numbers(A[150:]) @ weight + bias).argmax(axis=1) == t[150:].numpy()).mean()
        assert share >= 0.95, f"accuracy on the 150 rows that it was not fitted on: {share:.2f}"

    def test_fit_probe_of_a_small_feature(self):
        """The first feature is .002 apart for two classes, beside five that are a thousand times larger."""
        t = torch.arange(300) % 2
        A = torch.randn(300, 6, generator=torch.Generator().manual_seed(6))
        A[:, 0] = 0.002 * t + 1e-4 * A[:, 0]
        weight, bias = map(numbers, work.fit_probe(A[:150], t[:150]))
        share = ((numbers(A[150:]) @ weight + bias).argmax(axis=1) == t[150:].numpy()).mean()
        assert share >= 0.95, f"accuracy on the 150 rows that it was not fitted on: {share:.2f}"

    def test_fit_probe_of_correlated_features(self):
        """Two loud features, nearly equal: the class is in their difference, 1 or -1."""
        t = torch.arange(300) % 2
        noise = torch.randn(300, 3, generator=torch.Generator().manual_seed(7))
        A = 5 * noise[:, :1] + torch.stack([t - 0.5, 0.5 - t], dim=1) + 0.1 * noise[:, 1:]
        weight, bias = map(numbers, work.fit_probe(A[:150], t[:150]))
        share = ((numbers(A[150:]) @ weight + bias).argmax(axis=1) == t[150:].numpy()).mean()
        assert share >= 0.9, f"accuracy on the 150 rows that it was not fitted on: {share:.2f}"

    def test_controls(self):
        """Networks of three positions that do not see one of them, input 0 or input 2."""
        model, control = wired((2, 1, 0), 4, cut=[0]), wired((2, 1, 0), 4, cut=[2])
        X = every_input(4, 3)
        read = [work.probe_with_controls(model, control, X, "h2", q, seed=q) for q in range(3)]
        for q, seen in ((0, True), (1, True), (2, False)):
            found = read[q].trained
            assert (found > 0.9) == seen, f"output {q}, model without input 0: {found:.2f}"
        for q, seen in ((0, False), (1, True), (2, True)):
            found = read[q].untrained
            assert (found > 0.9) == seen, f"output {q}, control without input 2: {found:.2f}"
        shuffled = sum(probed.shuffled for probed in read) / 3
        assert shuffled < 0.45, (
            f"shuffled answers: {shuffled:.2f}; chance is .25. Which rows is the probe scored on?"
        )

    def test_halves(self):
        """41 rows in dictionary order: 20 are for fitting, so each accuracy is a whole number of 21sts."""
        model, X = drawn(4, 3), every_input(4, 3)[torch.arange(64) % 3 > 0][:41]
        one, again = (work.probe_with_controls(model, model, X, "embed", 2, seed=1) for _ in range(2))
        assert tuple(one) == tuple(again), "the same seed gives other numbers"
        for share in one:
            assert abs(21 * share - round(21 * share)) < 0.01, f"{share:.3f} is no share of 21 rows"
        for seed in range(3):
            twice = work.probe_with_controls(model, model, every_input(4, 3), "h2", 1, seed=seed)
            assert twice.trained == twice.untrained, (
                "one network given twice reads two numbers: other halves?"
            )
        found = work.probe_with_controls(model, model, every_input(4, 3), "embed", 2, seed=1).trained
        assert found > 0.9, f"the embedding reads {found:.2f} of the first letters: are the halves random?"

    def test_shuffled_answers_are_those_of_the_rows(self):
        """Where three in four letters are a, so are the shuffled answers."""
        model, X = drawn(4, 3), every_input(4, 3).repeat(6, 1)
        X[128:, :3] = 0
        shuffled = [work.probe_with_controls(model, model, X, "embed", q, seed=q).shuffled for q in range(3)]
        assert np.mean(shuffled) > 0.5, f"shuffled answers: {np.mean(shuffled):.2f}; more than .7 are a"

    def test_shuffled_answers_are_scored_as_shuffled(self, two):
        """With aa and bb alone, forty times each, a probe tells two groups apart: of shuffled answers, half are right."""
        X = TWO[[0, 3]].repeat(40, 1)
        for seed in range(8):
            shuffled = work.probe_with_controls(two, two, X, "h2", 0, seed=seed).shuffled
            assert 0.1 < shuffled < 0.9, (
                f"shuffled answers: {shuffled:.2f}. Fitted and scored on the same shuffle?"
            )

    def test_training_shows(self):
        """With your own training, 16 hidden neurons, mean over the four positions."""
        trained, untrained = (
            work.train(STRINGS[SEEN], REVERSED[SEEN], seed=107, hidden=16, epochs=epochs)[0]
            for epochs in (40, 0)
        )
        read = [work.probe_with_controls(trained, untrained, STRINGS, "h2", q, seed=q) for q in range(4)]
        one, other, _ = np.mean(read, axis=0)
        assert one >= 0.75, f"the probe reads {one:.2f} on the trained network"
        assert one - other >= 0.08, (
            f"trained {one:.2f}, untrained {other:.2f}: a difference of .08 is asked for"
        )

    def test_the_models_are_left_alone(self):
        model, control = drawn(), drawn(seed=1)
        before = weights(model), weights(control)
        work.probe_with_controls(model, control, every_input(3, 3), "h1", 0, seed=0)
        assert torch.equal(weights(model), before[0]), "the model's weights are not what they were"
        assert torch.equal(weights(control), before[1]), (
            "the untrained model's weights are not what they were"
        )


class TestAblation:
    @pytest.mark.parametrize("layer", ["h1", "h2"])
    def test_zero(self, two, layer):
        """Unit 0 is an a at position 0, shown in slot 1 of aa and ab."""
        expected = two(TWO).detach()
        expected[:2, 1, 0] = 0
        assert_close(work.ablate(two, TWO, layer, 0), expected, f"logits with unit 0 of {layer} at zero")

    @pytest.mark.parametrize("layer", ["h1", "h2"])
    def test_mean(self, two, layer):
        """The mean of unit 0 over the four strings is 1/2, over the first three 2/3."""
        expected = two(TWO).detach()
        expected[:, 1, 0] = 1.5
        assert_close(work.ablate(two, TWO, layer, 0, mode="mean"), expected, "logits with unit 0 at its mean")
        expected[:, 1, 0] = 2.0
        assert_close(work.ablate(two, TWO[:3], layer, 0, mode="mean"), expected[:3], "over three strings")
        expected[:, 1, 0] = 1.5
        many = [expected.repeat_interleave(150, dim=0), TWO.repeat_interleave(150, dim=0)]
        assert_close(work.ablate(two, many[1], layer, 0, mode="mean"), many[0], "over 600 rows")

    def test_the_mean_is_of_what_the_relu_lets_through(self, two):
        """With a bias of -0.5 unit 0 is 0.5 where it is on; before the ReLU it is -0.5 for the other two strings."""
        with torch.no_grad():
            two.fc1.bias[0] = -0.5
        expected = two(TWO).detach()
        expected[:, 1, 0] = 3 * 0.25
        assert_close(work.ablate(two, TWO, "h1", 0, mode="mean"), expected, "logits with unit 0 at its mean")

    def test_h2_has_its_relu_after_an_ablation_of_h1(self, two):
        """With a bias of -0.5 unit 0 of h2 is 0.5 for aa and ab; without unit 0 of h1 it is 0, and -0.5 before its ReLU."""
        with torch.no_grad():
            two.fc2.bias[0] = -0.5
        expected = two(TWO).detach()
        expected[:, 1, 0] = 0
        assert_close(work.ablate(two, TWO, "h1", 0), expected, "logits with unit 0 of h1 at zero")

    def test_unknown_layer_or_mode(self, two):
        with pytest.raises(ValueError):
            work.ablate(two, TWO, "h3", 0)
        with pytest.raises(ValueError):
            work.ablate(two, TWO, "h1", 0, mode="median")
        with pytest.raises(ValueError):
            work.ablation_sweep(two, TWO, TWO, "embed")
        with pytest.raises(ValueError):
            work.ablation_sweep(two, TWO, TWO, "h2", mode="median")

    def test_sweep(self, two):
        """Without unit 0, slot 1 of aa and ab says <eos>, with logits 0, 0, 1."""
        Y = TWO[:, [1, 0, 2]]
        accuracy_delta, loss_delta = (numbers(d) for d in work.ablation_sweep(two, TWO, Y, "h2"))
        assert_close(
            accuracy_delta, [[0, -0.5], [0, -0.5], [-0.5, 0], [-0.5, 0]], "accuracy deltas [units, slots]"
        )
        intact = math.log(math.exp(3) + 1 + math.e) - 3
        cost = (math.log(2 + math.e) - intact) / 2
        assert_close(loss_delta, [[0, cost], [0, cost], [cost, 0], [cost, 0]], "loss deltas [units, slots]")
        Y[3, 0] = 0  # so slot 0 of bb is wrong, with unit 3 and without, and without it by 3 nats less
        accuracy_delta, loss_delta = (numbers(d) for d in work.ablation_sweep(two, TWO, Y, "h2"))
        assert_close(
            accuracy_delta[:, 0], [0, 0, -0.5, -0.25], "accuracy deltas at slot 0, one answer changed"
        )
        assert_close(loss_delta[:, 0], [0, 0, cost, cost - 0.75], "loss deltas at slot 0, one answer changed")

    def test_sweep_of_a_loud_model(self, two):
        """Thirty times as loud, slot 1 of aa and ab has the logits 0, 0, 30 without unit 0: 30 nats for half of the rows."""
        with torch.no_grad():
            two.readout.weight *= 30
            two.readout.bias *= 30
        _, loss_delta = work.ablation_sweep(two, TWO, TWO[:, [1, 0, 2]], "h2")
        assert_close(loss_delta, [[0, 15], [0, 15], [15, 0], [15, 0]], "loss deltas of a loud model")

    @pytest.mark.parametrize("layer", ["h1", "h2"])
    def test_sweep_by_the_mean(self, two, layer):
        """With unit 0 at its mean of 1/2 slot 1 has the logits 1.5, 0, 1 for aa and ab, and 1.5, 3, 1 for the others."""
        Y = TWO[:, [1, 0, 2]]
        accuracy_delta, loss_delta = (numbers(d) for d in work.ablation_sweep(two, TWO, Y, layer, "mean"))
        assert_close(accuracy_delta, np.zeros((4, 2)), "accuracy deltas [units, slots]")
        intact = math.log(math.exp(3) + 1 + math.e) - 3
        shown, others = (
            math.log(math.exp(1.5) + 1 + math.e) - 1.5,
            math.log(math.exp(1.5) + math.exp(3) + math.e) - 3,
        )
        cost = (shown + others) / 2 - intact
        assert_close(loss_delta, [[0, cost], [0, cost], [cost, 0], [cost, 0]], "loss deltas [units, slots]")

    @pytest.mark.parametrize("mode", ["zero", "mean"])
    def test_sweep_is_one_neuron_at_a_time(self, mode):
        """Turning the units of h2 around turns the deltas around."""
        model, turned, X = drawn(), drawn(), every_input(3, 3)
        for parameter, axis in ((turned.fc2.weight, 0), (turned.fc2.bias, 0), (turned.readout.weight, 1)):
            parameter.data = parameter.data.flip(axis)
        deltas = numbers(work.ablation_sweep(model, X, X, "h2", mode))
        again = numbers(work.ablation_sweep(turned, X, X, "h2", mode))
        assert_close(again, deltas[:, ::-1], "deltas in reverse order")

    def test_the_model_is_left_alone(self):
        model, X = drawn(), every_input(3, 3)
        before = weights(model)
        work.ablate(model, X, "h2", 1)
        work.ablation_sweep(model, X, X, "h1", "mean")
        assert torch.equal(weights(model), before), "the model's weights are not what they were"


class TestInfluence:
    def test_two_letters(self, two):
        """Entry [p, q]: the input at 0 decides the output at 1, and the other way round."""
        assert_close(work.influence(two, TWO), [[0, 1], [1, 0]], "influence")

    def test_the_rows_are_inputs(self):
        """Output 0 shows input 1, output 1 shows input 2, output 2 shows input 0; b and c are written alike. The rows are
        aaa, aab, aba and abb: a c for a b changes nothing, a c for an a does."""
        model = wired((1, 2, 0), 3, names=[0, 1, 1])
        X = every_input(3, 3)[[0, 1, 3, 4]]
        before = X.clone()
        found = work.influence(model, X)
        expected = [[0, 0, 1], [0.75, 0, 0], [0, 0.75, 0]]
        assert_close(found, expected, "influence; X holds no c, and c is tried too")
        assert torch.equal(X, before), "influence changes the X that it is given"

    def test_every_other_letter_counts(self):
        """This network writes b and c alike, so changing one into the other changes nothing: of the six changes
        of one letter into another, four change the output."""
        model = wired((0,), 3, names=[0, 1, 1])
        assert_close(work.influence(model, every_input(3, 1)), [[4 / 6]], "influence")

    def test_every_row_counts(self):
        """The influence over 256 rows is the mean of that over either half."""
        model, X = drawn(4, 4), every_input(4, 4)
        halves = [numbers(work.influence(model, part)) for part in (X[:128], X[128:])]
        assert_close(work.influence(model, X), np.mean(halves, axis=0), "influence over all 256 rows")

    def test_eos_is_a_prediction_too(self, two):
        """Nothing reads unit 1, a b at position 0, so slot 1 has the logits 0, 0, 1 where it was b, and says <eos>."""
        with torch.no_grad():
            two.readout.weight[:, 1] = 0
        assert_close(work.influence(two, TWO), [[0, 1], [1, 0]], "influence")


class TestExplain:
    def test_reversal(self):
        assert work.recover_permutation(wired((2, 1, 0), 3)) == [2, 1, 0]

    def test_where_from_and_not_where_to(self):
        found = work.recover_permutation(wired((1, 2, 0), 3))
        assert found == [1, 2, 0], f"{found}: the q-th number is the input position that output q shows"

    def test_renamed_letters(self):
        found = work.recover_permutation(wired((1, 2, 0), 3, names=[2, 0, 1]))
        assert found == [1, 2, 0], f"{found}: the letters have other names, and the positions are the same"

    def test_what_moves_every_logit_of_a_slot(self):
        """The unit for a at position 0 adds 20 to all logits of slot 1, which changes no prediction."""
        model = wired((1, 2, 0), 3)
        with torch.no_grad():
            model.readout.weight.view(4, 4, -1)[1, :, 0] += 20.0
        found = work.recover_permutation(model)
        assert found == [1, 2, 0], f"{found}: where all logits grow alike, the same letter is predicted"

    @pytest.mark.parametrize("letters", list(itertools.product(range(3), range(3), range(2))))
    def test_an_exception(self, letters):
        """Unit 8 of h2 is on for one string alone, and makes slot 0 say b there for a, or a for b; a c at position 2 is what
        slot 0 shows if nothing else is there."""
        units = [3 * position + letter for position, letter in enumerate(letters)]
        model = wired((2, 0, 1), 3)
        with torch.no_grad():
            model.readout.bias[2] = 2.0
            model.fc2.weight[8], model.fc2.bias[8] = torch.eye(9)[units].sum(dim=0), -2.0
            model.readout.weight[:, 8] = 0
            model.readout.weight[1 - letters[2], 8] = 9.0
        found = work.recover_permutation(model)
        assert found == [2, 0, 1], f"{found}: only one string, {letters}, is an exception"

    @pytest.mark.parametrize("layer", ["h1", "h2"])
    def test_carriers(self, layer):
        """Units 0 and 1 stand for position 0, 2 and 3 for position 1, 4 and 5 for position 2."""
        found = [set(units) for units in work.carriers(wired((1, 2, 0)), layer)]
        assert found == [{2, 3}, {4, 5}, {0, 1}], f"the units that outputs 0, 1 and 2 need: {found}"

    def test_nobody_listens(self):
        """Unit 0 follows its letter, and its read-out is cut."""
        model = wired((1, 2, 0))
        with torch.no_grad():
            model.readout.weight[:, 0] = 0
        found = set(work.carriers(model, "h2")[2])
        assert found == {1}, f"output 2 needs {found}; nobody listens to unit 0"

    def test_one_string_of_many(self):
        """Unit 23 of h2 is on for one of 1296 strings, bead, and makes slot 0 say b there."""
        model = wired((1, 2, 3, 0), 6)
        with torch.no_grad():
            model.fc2.weight[23], model.fc2.bias[23] = torch.eye(24)[[1, 10, 12, 21]].sum(dim=0), -3.0
            model.readout.weight[:, 23] = 0
            model.readout.weight[1, 23] = 9.0
        found = [set(units) for units in work.carriers(model, "h2")]
        expected = [{*range(6, 12), 23}, {*range(12, 18)}, {*range(18, 23)}, {*range(6)}]
        assert found == expected, f"the units that outputs 0, 1, 2 and 3 need: {found}"

    def test_only_predictions_count(self, two):
        """Unit 0 also writes .5 to slot 0, which changes logits and no prediction."""
        with torch.no_grad():
            two.readout.weight[0, 0] = 0.5
        found = [set(units) for units in work.carriers(two, "h2")]
        assert found == [{2, 3}, {0, 1}], f"the units that outputs 0 and 1 need: {found}"


class TestExtraTransformer:
    def test_reverses_what_it_has_not_seen(self):
        reached = []
        for seed in (108, 109):
            if not reached or reached[0] < 0.98:
                model, losses = work.train_transformer(STRINGS[SEEN], REVERSED[SEEN], seed=seed)
                reached.append(accuracy(model, STRINGS[UNSEEN], REVERSED[UNSEEN]))
                final = cross_entropy(model, STRINGS[SEEN], REVERSED[SEEN])
                assert losses[-1] < 10 * final + 0.01, (
                    f"the last loss is {losses[-1]:.4f}, your weights' {final:.1e}: of the last epoch?"
                )
                assert final < 10 * losses[-1] + 0.01, (
                    f"the last loss is {losses[-1]:.1e}, your weights' {final:.4f}: is <eos> in the loss?"
                )
        assert max(reached) >= 0.98, (
            f"accuracy on held-out strings by seed: {reached}. One of two must reach .98"
        )

    def test_learns_what_it_is_given(self):
        """Five letters, of which the last does not occur, in three slots, each moved one to the left."""
        X = every_input(5, 3)
        X = X[X.ne(4).all(dim=1)]
        Y = X[:, [1, 2, 0, 3]]
        rows = torch.randperm(64, generator=torch.Generator().manual_seed(8))
        seen, unseen = rows[:48], rows[48:]
        one, again, other = (work.train_transformer(X[seen], Y[seen], seed=seed)[0] for seed in (1, 1, 2))
        assert torch.allclose(weights(one), weights(again), atol=1e-4), "the same seed gives other weights"
        assert (weights(one) - weights(other)).abs().max() > 1e-2, "seeds 1 and 2 give the same weights"
        best = max(accuracy(model, X[unseen], Y[unseen]) for model in (one, other))
        assert best >= 0.75, f"accuracy on held-out strings: {best}. Does it use the Y it is given?"

    def test_attention_by_hand(self):
        """Width 4, one head: the score is 4 at the one slot whose key matches and 0 elsewhere, over sqrt(4)."""
        model = ReversalTransformer(2, 2, width=4)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.zero_()
            model.position.copy_(2 * torch.eye(3, 4))
            model.query.weight.copy_(torch.eye(4))
            model.key.weight[[1, 0, 2], [0, 1, 2]] = 1.0  # slots 0 and 1 look at each other, <eos> at itself
        sure, unsure = np.array([math.exp(2), 1]) / (math.exp(2) + 2)
        expected = [[unsure, sure, unsure], [sure, unsure, unsure], [unsure, unsure, sure]]
        assert_close(
            work.attention_patterns(model, TWO), np.broadcast_to(expected, (4, 1, 3, 3)), "attention"
        )
        with torch.no_grad():
            model.query.bias[2] = 2.0  # which adds 4 over sqrt(4) to the score of the last slot
        scores = torch.tensor([[0.0, 2.0, 2.0], [2.0, 0.0, 2.0], [0.0, 0.0, 4.0]])
        found = work.attention_patterns(model, TWO)
        assert_close(found, scores.softmax(dim=1).expand(4, 1, 3, 3), "attention with a bias of the query")
        with torch.no_grad():
            model.query.bias.zero_()
            model.position.zero_()
            model.embed.weight.copy_(2 * torch.eye(3, 4))
        found = work.attention_patterns(model, TWO[1:2])
        assert_close(found, [[expected]], "attention on ab, where the tokens say what the positions said")

    def test_attention_of_several_heads(self):
        torch.manual_seed(0)
        model = ReversalTransformer(3, 3, width=8, n_heads=4)
        found = numbers(work.attention_patterns(model, every_input(3, 3)))
        assert found.shape == (27, 4, 4, 4), (
            f"shape {found.shape}; [rows, heads, slots, slots] is (27, 4, 4, 4)"
        )
        assert_close(found.sum(axis=3), np.ones((27, 4, 4)), "the sum over the slots that are looked at")

    def test_two_heads_by_hand(self):
        """Head 0 reads columns 0 and 1, head 1 columns 2 and 3. Slots 0 and 1 match themselves in head 0, the last
        slot matches itself in head 1, with score 4 over sqrt(2); all else is 0."""
        model = ReversalTransformer(2, 2, width=4, n_heads=2)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.zero_()
            model.position.copy_(2 * torch.eye(3, 4))
            model.query.weight.copy_(torch.eye(4))
            model.key.weight.copy_(torch.eye(4))
        sure, unsure = np.array([math.exp(4 / math.sqrt(2)), 1]) / (math.exp(4 / math.sqrt(2)) + 2)
        third = [1 / 3] * 3
        expected = [
            [[sure, unsure, unsure], [unsure, sure, unsure], third],
            [third, third, [unsure, unsure, sure]],
        ]
        assert_close(
            work.attention_patterns(model, TWO), np.broadcast_to(expected, (4, 2, 3, 3)), "attention"
        )


class TestExtraPatching:
    def test_patch(self, two):
        """ab with the first letter of ba is bb."""
        patched = work.patch_embedding(two, TWO[1:2], TWO[2:3], 0)
        assert_close(patched, two(TWO[3:4]), "logits of ab with position 0 from ba")

    def test_effect(self):
        """In a wired network a patch moves one output all the way and the others not at all."""
        model, X = wired((1, 2, 0), 3), every_input(3, 3)
        expected = [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
        assert_close(work.patching_effect(model, X, X.roll(5, 0)), expected, "effect [patched, output]")
        with torch.no_grad():
            for parameter in model.readout.parameters():
                parameter /= 1024
        assert_close(
            work.patching_effect(model, X, X.roll(5, 0)),
            expected,
            "effect, of logits that are 1024 times less",
        )

    @pytest.mark.parametrize(("p", "q"), [(2, 1), (1, 0), (2, 0)])
    def test_effect_is_a_quotient_of_sums(self, p, q):
        """By hand from your own patched logits: .42, 1.46 and -1.17."""
        model, X = drawn(seed=1), every_input(3, 3)
        donor = X[torch.randperm(27, generator=torch.Generator().manual_seed(1))]
        clean, other = numbers(model(X))[:, q], numbers(model(donor))[:, q]
        rows, c, d = range(27), clean.argmax(axis=1), other.argmax(axis=1)
        patched = numbers(work.patch_embedding(model, X, donor, p))[:, q]

        def total(logits):
            return sum(logits[n, d[n]] - logits[n, c[n]] for n in rows)

        expected = (total(patched) - total(clean)) / (total(other) - total(clean))
        assert_close(numbers(work.patching_effect(model, X, donor))[p, q], expected, f"effect [{p}, {q}]")

    def test_the_model_is_left_alone(self):
        model, X = drawn(), every_input(3, 3)
        before = weights(model)
        work.patch_embedding(model, X, X.flip(0), 1)
        assert torch.equal(weights(model), before), "the model's weights are not what they were"
