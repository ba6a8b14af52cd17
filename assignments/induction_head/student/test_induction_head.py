"""Public tests for the induction-head assignment: `pytest test_induction_head.py`, half a minute.

One class for each task, so `pytest test_induction_head.py -k TestDetect` runs one of them. Most examples are small
enough to check by hand, and the tests of training ask for what grading asks for, with other seeds. Grading uses
other models.
"""

import functools

import induction_head
import numpy as np
import pytest
import torch
from acceptance import Work, assert_close, hooks, numbers, weights
from given import LENGTH, PERIODS, VOCABULARY, Head, among_decoys, new_model
from torch import Tensor
from torch.nn.functional import cross_entropy
from transformer_lens import TransformerBridge

work = Work(
    induction_head,
    repeated_sequences=tuple[Tensor, Tensor],
    train=tuple[TransformerBridge, list[float]],
    accuracy=float,
    most_attended=tuple[list[int], list[float]],
    uniform_score=float,
    find_circuit=tuple[Head, Head],
    build_circuit=TransformerBridge,
    snapshots=list[TransformerBridge],
)

# A B C A B C A: the positions 3, 4 and 5 know what comes next
TOKENS = torch.tensor([[0, 1, 2, 0, 1, 2, 0], [5, 6, 7, 5, 6, 7, 5]])
MASK = torch.tensor([[False, False, False, True, True, True, False]] * 2)
# as many positions in one row as you like: here three in the first, and one in the second
UNEVEN = torch.tensor(
    [[False, False, False, True, True, True, False], [False, False, False, True, False, False, False]]
)


def blank(**form):
    """A model whose weights are all 0: every head attends evenly, and nothing is written."""
    model = new_model(0, **form)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
    return model


def drawn(n_heads=2, seed=0):
    """A random model with large weights and biases."""
    model = new_model(seed, n_heads=n_heads, d_model=16, d_head=5)
    torch.manual_seed(seed)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(0, 0.5)
    return model


def looking(*tokens):
    """A model that writes nothing; head h of layer l looks only at the token tokens[l][h] where it is seen, else evenly."""
    model = blank(n_heads=2)
    with torch.no_grad():
        model.W_E.copy_(torch.eye(32))
        for block, looked_at in zip(model.blocks, tokens, strict=True):
            block.attn.b_Q[:, 0] = 100.0
            for head, token in enumerate(looked_at):
                block.attn.W_K[head, token, 0] = 100.0
    return model


def judged(model, d_model=32):
    """Your weights in a model that is not yours, whether you return the bridge or the module inside it."""
    judge = new_model(0, d_model=d_model)
    inside = judge if hasattr(model, "original_model") else judge.original_model
    inside.load_state_dict(model.state_dict())
    return judge


def sequences(period, n=50, longest=20):
    """A prefix of random length, at most `longest`, and a segment of this period that repeats."""
    rng = np.random.default_rng(period)
    tokens, mask = np.zeros((n, LENGTH), int), np.zeros((n, LENGTH), bool)
    at = np.arange(LENGTH)
    for row in range(n):
        prefix = rng.integers(min(LENGTH - 2 * period, longest) + 1)
        tokens[row] = rng.permutation(VOCABULARY)[np.where(at < prefix, at, prefix + (at - prefix) % period)]
        mask[row, prefix + period : -1] = True
    return torch.tensor(tokens), torch.tensor(mask)


def accuracy(model, tokens, mask):
    with torch.no_grad():
        return (model(tokens).argmax(dim=2) == tokens.roll(-1, dims=1))[mask].double().mean().item()


def on_unseen_periods(model):
    return np.mean([accuracy(model, *sequences(period)) for period in (2, 3, 15, 16)])


@functools.cache
def training():
    """Your trained model and its losses, from a second seed if the first misses. Several tests look at one."""
    model, losses = work.train(seed=101)
    if on_unseen_periods(judged(model)) < 0.95:
        model, losses = work.train(seed=102)
    return judged(model), losses


def trained():
    return training()[0]


def loss(model):
    """The mean cross-entropy where the next token is determined, on some of the default periods."""
    tokens, mask = map(torch.cat, zip(*(sequences(period) for period in (4, 7, 10, 14)), strict=True))
    with torch.no_grad():
        return cross_entropy(model(tokens)[mask], tokens.roll(-1, dims=1)[mask]).item()


@functools.cache
def data():
    """Sequences of yours, and their mask."""
    return work.repeated_sequences(600, seed=1)


class TestData:
    def test_shapes(self):
        for name, values in zip(("tokens", "mask"), data(), strict=True):
            assert numbers(values).shape == (600, LENGTH), f"the {name} should have shape [600, {LENGTH}]"

    def test_sequences(self):
        for row in numbers(data()[0]).astype(int).tolist():
            self.anatomy(row)

    def test_mask(self):
        """True where the token has been there before, except at the last position."""
        tokens, mask = map(numbers, data())
        expected = np.array([[row[i] in row[:i] for i in range(LENGTH)] for row in tokens.tolist()])
        expected[:, -1] = False
        assert_close(mask, expected, "mask")

    def test_spread(self):
        """600 sequences have each of the 11 periods about 55 times, and the prefixes fill their range."""
        built = [self.anatomy(row) for row in numbers(data()[0]).astype(int).tolist()]
        counts = {period: sum(p == period for _, p in built) for period in PERIODS}
        assert min(counts.values()) > 25, f"sequences by period: {counts}"
        assert max(counts.values()) < 90, f"sequences by period: {counts}"
        places = [(prefix + 0.5) / (LENGTH - 2 * period + 1) for prefix, period in built]
        assert abs(np.mean(places) - 0.5) < 0.06, (
            "the prefixes are not spread evenly over 0 … LENGTH - 2·period"
        )
        together = np.corrcoef([period for _, period in built], places)[0, 1]
        assert abs(together) < 0.25, (
            "period and prefix go up and down together: does each have a draw of its own?"
        )

    def test_prefixes(self):
        """1000 sequences of period 14 have each of the prefixes 0, 1, 2, 3 and 4 about 200 times."""
        tokens, _ = work.repeated_sequences(1000, seed=3, periods=[14])
        prefixes = [self.anatomy(row)[0] for row in numbers(tokens).astype(int).tolist()]
        counts = [prefixes.count(prefix) for prefix in range(5)]
        assert min(counts) > 150, f"prefixes of 0, 1, 2, 3 and 4 tokens: {counts} times"

    def test_short_prefixes(self):
        """Of the 25 prefixes 0 … 24 that period 4 leaves room for, 12 are below 12: about 480 of 1000 sequences."""
        tokens, _ = work.repeated_sequences(1000, seed=3, periods=[4])
        prefixes = [self.anatomy(row)[0] for row in numbers(tokens).astype(int).tolist()]
        short = sum(prefix < 12 for prefix in prefixes)
        assert 400 < short < 560, (
            f"{short} of 1000 prefixes of period 4 are shorter than 12; about 480 should be"
        )

    def test_order(self):
        """Each sequence is drawn by itself: of 600, about 54 have the period of the one before."""
        periods = [self.anatomy(row)[1] for row in numbers(data()[0]).astype(int).tolist()]
        same = sum(one == other for one, other in zip(periods, periods[1:], strict=False))
        assert 15 < same < 100, (
            f"{same} of 600 sequences have the period of the one before; about 54 should have"
        )

    def test_independent(self):
        """Of 55 sequences 5 should have a period, give or take 2: no draw has each of the 11 periods equally often."""
        squares = []
        for seed in range(20):
            tokens, _ = work.repeated_sequences(55, seed=seed)
            built = [self.anatomy(row)[1] for row in numbers(tokens).astype(int).tolist()]
            squares += [(built.count(period) - 5) ** 2 for period in PERIODS]
        assert 2 < np.mean(squares) < 8, (
            f"the number of sequences of a period is off 5 by {np.mean(squares) ** 0.5:.1f}, as a rule, in 20 draws of 55; "
            "independent draws are off by about 2"
        )

    def test_a_sequence_alone(self):
        """A sequence that is drawn alone has a period of its seed's."""
        drawn = [work.repeated_sequences(1, seed=seed)[0] for seed in range(12)]
        periods = {self.anatomy(numbers(tokens)[0].astype(int).tolist())[1] for tokens in drawn}
        assert len(periods) > 2, f"12 seeds give one sequence each, and these periods only: {periods}"

    def test_tokens_at_random(self):
        """600 sequences begin with each of the 32 tokens, and no step from one token to the next is rare."""
        tokens = numbers(data()[0]).astype(int)
        assert len(set(tokens[:, 0])) == VOCABULARY, "some tokens never come first"
        steps = np.bincount((tokens[:, 1] - tokens[:, 0]) % VOCABULARY, minlength=VOCABULARY)[1:]
        assert min(steps) > 2, (
            f"the second token minus the first, by its value 1 … 31: {steps.tolist()} times"
        )

    def test_other_periods(self):
        periods = [16, 3]
        tokens, _ = work.repeated_sequences(40, seed=2, periods=periods)
        assert {self.anatomy(row)[1] for row in numbers(tokens).astype(int).tolist()} == {3, 16}
        assert periods == [16, 3], "the list of periods is changed"

    def test_seed(self):
        one, again, other = (numbers(work.repeated_sequences(20, seed=s)[0]) for s in (1, 1, 2))
        assert np.array_equal(one, again), "the same seed gives different sequences"
        same = (one[:, None] == other[None]).all(axis=2)
        assert not same.any(), "seeds 1 and 2 give some of the same sequences"
        many = [set(map(tuple, numbers(work.repeated_sequences(1500, seed=s)[0]))) for s in (1, 2)]
        shared = len(many[0] & many[1])
        assert shared < 15, f"of 1500 sequences each, seeds 1 and 2 have {shared} in common"

    @staticmethod
    def anatomy(row):
        """(prefix, period) of a sequence."""
        second = next(i for i in range(LENGTH) if row[i] in row[:i])
        prefix = row.index(row[second])
        period = second - prefix
        assert len(set(row)) == second, f"{row}: the tokens of prefix and segment should all be different"
        assert prefix + 2 * period <= LENGTH, f"{row}: there should be two copies of the segment at least"
        assert all(row[i] == row[i - period] for i in range(second, LENGTH)), (
            f"{row}: it should go on repeating"
        )
        return prefix, period


class TestTrain:
    def test_generalises(self):
        by_period = {
            period: round(accuracy(trained(), *sequences(period)), 3) for period in (2, 3, 8, 15, 16)
        }
        assert on_unseen_periods(trained()) >= 0.95, (
            f"accuracy by period: {by_period}. The mean over 2, 3, 15 and 16 should reach .95. If only one period "
            "works, the model copies from a fixed distance. If TestData fails too, begin with the data"
        )

    def test_the_two_heads_do_their_parts(self):
        tokens, mask = sequences(15)
        _, cache = trained().run_with_cache(tokens)
        before = torch.stack([cache["pattern", 0][:, 0, i, i - 1] for i in range(1, LENGTH)], dim=1)
        source = torch.stack([cache["pattern", 1][:, 0, i, i - 14] for i in range(14, LENGTH)], dim=1)
        needed = torch.stack(
            [mask[:, i + 14] if i + 14 < LENGTH else mask[:, 0] for i in range(1, LENGTH)], dim=1
        )
        induction, previous = source[mask[:, 14:]].mean().item(), before[needed].mean().item()
        assert induction >= 0.6, (
            f"head 1.0 pays {induction:.2f} of its attention to what followed its token earlier; .6 is asked"
        )
        assert previous >= 0.6, (
            f"head 0.0 pays {previous:.2f} of its attention to the token just before; .6 is asked"
        )

    def test_both_heads_are_needed(self):
        """Without what a head writes, hardly an answer is right: guessing among the tokens seen gives 1 in 15."""
        tokens, mask = sequences(15)
        assert accuracy(trained(), tokens, mask) >= 0.9, "period 15: accuracy with both heads"
        for layer in range(2):
            without = judged(trained())
            with torch.no_grad():
                without.blocks[layer].attn.W_O[0] = 0.0
            left = accuracy(without, tokens, mask)
            assert left <= 0.2, f"period 15: accuracy {left:.2f} without head {layer}.0; at most .2 is asked"

    def test_the_seed_decides(self):
        one, again, other = (weights(work.train(seed=s, steps=10)[0]) for s in (1, 1, 2))
        assert torch.allclose(one, again, atol=1e-4), "the same seed gives different weights"
        assert (one - other).abs().max() > 1e-2, "seeds 1 and 2 give the same weights"
        one, other = (weights(work.train(seed=s, steps=0)[0]) for s in (1, 2))
        assert (one - other).abs().max() > 1e-2, "seeds 1 and 2 begin with the same weights"

    def test_no_steps_no_training(self):
        model, losses = work.train(seed=1, steps=0)
        assert len(losses) == 0, "steps=0 takes no step, so there is no loss"
        assert on_unseen_periods(judged(model)) < 0.2, "with steps=0 the model has been trained already"

    def test_losses(self):
        """One for each step, of the weights: the first near ln 32, since the untrained model guesses."""
        untrained = judged(work.train(seed=1, steps=0)[0])
        _, losses = work.train(seed=1, steps=10)
        assert len(losses) == 10, f"{len(losses)} losses for steps=10"
        assert abs(losses[0] - loss(untrained)) < 0.4, f"the first loss is {losses[0]}: in nats, and a mean?"
        _, losses = work.train(seed=1, steps=320, periods=[16])  # soon as good as learned
        assert len(losses) == 320, f"{len(losses)} losses for steps=320"
        last, own = np.mean(training()[1][-20:]), loss(trained())
        assert abs(last - own) < 0.4, f"the last losses are {last:.2f}, and the trained model's is {own:.2f}"

    def test_periods_and_heads(self):
        for steps in (1, 0):
            model, _ = work.train(seed=1, steps=steps, n_heads=4)
            form = weights(new_model(0, n_heads=4)).shape
            assert weights(model).shape == form, f"n_heads=4 asks for four heads, with steps={steps} too"
        asked = ({}, {"periods": [16]}, {"periods": list(range(2, 17))})
        usual, fixed, wide = (weights(work.train(seed=1, steps=10, **p)[0]) for p in asked)
        assert (usual - fixed).abs().max() > 1e-4, "whatever periods are asked for, training is the same"
        assert (usual - wide).abs().max() > 1e-4, (
            "by default the periods from 2 to 16 are trained on, or always"
        )

    def test_accuracy(self):
        """A model that always says token 1 is right where 1 comes next: at position 3 of the first sequence."""
        model = blank()
        model.b_U[1] = 1.0
        assert_close(work.accuracy(model, TOKENS, MASK), 1 / 6, "accuracy over 6 positions")
        assert_close(work.accuracy(model, TOKENS, UNEVEN), 1 / 4, "accuracy over 3 positions and 1")
        many = (rows.repeat_interleave(300, dim=0) for rows in (TOKENS, UNEVEN))
        assert_close(work.accuracy(model, *many), 1 / 4, "accuracy with each row 300 times")
        alone = torch.zeros_like(MASK)
        alone[0, 3] = True
        assert_close(
            work.accuracy(model, TOKENS, alone), 1.0, "accuracy at position 3 of the first row alone"
        )


class TestLook:
    def test_even_attention(self):
        """With all weights 0 each position attends evenly to itself and those before it."""
        even = np.tri(7) / np.arange(1, 8)[:, None]
        assert_close(work.attention_patterns(blank(), TOKENS), [[[even]] * 2] * 2, "patterns")

    def test_the_formula(self):
        """softmax(q·k / √d_head) over the positions that are not later."""
        model = drawn()
        _, cache = model.run_with_cache(TOKENS)
        patterns = numbers(work.attention_patterns(model, TOKENS))
        assert patterns.shape == (2, 2, 2, 7, 7), (
            f"shape {patterns.shape}; [sequence, layer, head, query, key]"
        )
        for layer in range(2):
            q, k = (cache[name, layer].transpose(1, 2) for name in ("q", "k"))
            scores = (q @ k.mT / 5**0.5).masked_fill(torch.ones(7, 7).triu(1).bool(), -torch.inf)
            assert_close(patterns[:, layer], scores.softmax(dim=-1), f"patterns of layer {layer}")

    def test_the_model_is_left_alone(self):
        model = drawn()
        before, its_own = weights(model), hooks(model)
        work.attention_patterns(model, TOKENS)
        assert torch.equal(weights(model), before), "the model's weights are changed"
        assert hooks(model) == its_own, "there is a hook on the model that was not there before"

    def test_later_positions_do_not_count(self):
        positions, attention = work.most_attended(
            torch.tensor([[0.4, 0.6, 0], [0.1, 0.2, 0.7], [0, 0, 1]]), 1, 3
        )
        assert positions == [1, 0], "position 1 sees two positions only, whatever the pattern holds after it"
        assert_close(attention, [0.2, 0.1], "weights")

    def test_most_attended(self):
        pattern = torch.tensor(
            [[1, 0, 0, 0], [0.3, 0.7, 0, 0], [0.5, 0.1, 0.4, 0], [0.203, 0.396, 0.1, 0.301]]
        )
        positions, attention = work.most_attended(pattern, query=3, k=3)
        assert positions == [1, 3, 0]
        assert_close(attention, [0.396, 0.301, 0.203], "weights")
        positions, attention = work.most_attended(pattern, query=1, k=3)
        assert positions == [1, 0], "position 1 sees two positions only"

    def test_a_weight_of_0(self):
        """Positions 0 and 2 come last, in any order."""
        pattern = torch.tensor([[1, 0, 0, 0], [0.5, 0.5, 0, 0], [0, 0, 1, 0], [0, 0.4, 0, 0.6]])
        positions, attention = work.most_attended(pattern, query=3, k=4)
        assert (positions[:2], sorted(positions)) == ([3, 1], [0, 1, 2, 3]), f"the positions are {positions}"
        assert_close(attention, [0.6, 0.4, 0.0, 0.0], "weights")
        positions, _ = work.most_attended(pattern, query=2, k=4)
        assert (positions[0], sorted(positions)) == (2, [0, 1, 2]), (
            f"of position 2, which sees 3: {positions}"
        )


class TestDetect:
    def test_targets(self):
        """In A B C A B C A: the second A looks at B (1), B at C (2), C at A (3); the last A at both B (1 and 4)."""
        expected = np.zeros((7, 7))
        for query, key in ((3, 1), (4, 2), (5, 3), (6, 1), (6, 4)):
            expected[query, key] = 1
        assert_close(work.induction_targets(TOKENS), [expected] * 2, "targets [query, key]")

    def test_a_doubled_token(self):
        """In A A B: the second A comes right after an A, and so is its own target."""
        targets = numbers(work.induction_targets(torch.tensor([[0, 0, 1]])))
        assert targets[0].tolist() == [[0, 0, 0], [0, 1, 0], [0, 0, 0]]

    def test_each_row_by_itself(self):
        """In A A B position 1 is its own target; in C D C position 2 has it as its target."""
        targets = numbers(work.induction_targets(torch.tensor([[0, 0, 1], [2, 3, 2]])))
        assert targets.tolist() == [[[0, 0, 0], [0, 1, 0], [0, 0, 0]], [[0, 0, 0], [0, 0, 0], [0, 1, 0]]]

    def test_even_attention(self):
        """One target each for positions 3, 4 and 5, which see 4, 5 and 6 positions."""
        chance = (1 / 4 + 1 / 5 + 1 / 6) / 3
        assert_close(work.uniform_score(TOKENS, MASK), chance, "uniform score")
        scores = work.induction_score(blank(n_heads=2), TOKENS, MASK)
        assert_close(scores, np.full((2, 2), chance), "induction score of even attention")

    def test_rows_of_different_weight(self):
        """Three positions of the first row and one of the second: a mean over four, not over two means."""
        chance = (1 / 4 + 1 / 5 + 1 / 6 + 1 / 4) / 4
        assert_close(work.uniform_score(TOKENS, UNEVEN), chance, "uniform score")
        assert_close(work.induction_score(blank(), TOKENS, UNEVEN), [[chance]] * 2, "induction score")
        needed = (1 / 2 + 1 / 3 + 1 / 4 + 1 / 2) / 4
        assert_close(
            work.previous_token_score(blank(), TOKENS, UNEVEN), [[needed]] * 2, "previous-token score"
        )

    def test_previous_token_score(self):
        """Needed are the positions 1, 2 and 3, which pay 1/2, 1/3 and 1/4 to the one before."""
        expected = np.full((2, 1), (1 / 2 + 1 / 3 + 1 / 4) / 3)
        assert_close(
            work.previous_token_score(blank(), TOKENS, MASK),
            expected,
            "previous-token score of even attention",
        )

    def test_heads_that_look_elsewhere(self):
        """Heads 0.0 and 1.1 look at the token 0, 0.1 at 1, and 1.0 at 2, and in the second row evenly. Of its four masked
        positions 0.1 has position 3 of the first row pay all to its target, and that of the second a quarter."""
        model = looking((0, 1), (2, 0))
        induction = work.induction_score(model, TOKENS, UNEVEN)
        assert_close(induction, [[3 / 16, 5 / 16], [5 / 16, 3 / 16]], "induction score [layer, head]")
        previous = work.previous_token_score(model, TOKENS, UNEVEN)
        assert_close(previous, [[3 / 8, 3 / 8], [1 / 2, 3 / 8]], "previous-token score [layer, head]")

    def test_scores_of_a_doubled_token(self):
        """A A B A A C: positions 1, 3 and 4 have 1, 2 and 3 targets, of which one is position 1 or 4 itself."""
        tokens = torch.tensor([[3, 3, 5, 3, 3, 9]])
        mask = torch.tensor([[False, True, False, True, True, False]])
        chance = (1 / 2 + 2 / 4 + 3 / 5) / 3
        assert_close(work.uniform_score(tokens, mask), chance, "uniform score")
        assert_close(work.induction_score(blank(), tokens, mask), [[chance]] * 2, "induction score")
        needed = (1 / 2 + 1 / 3 + 1 / 5) / 3
        assert_close(work.previous_token_score(blank(), tokens, mask), [[needed]] * 2, "previous-token score")

    def test_each_place_is_needed_once(self):
        """A B A B A: position 1 is a target of positions 2 and 4, 2 of 3, and 3 of 4: three places are needed, not four."""
        tokens = torch.tensor([[0, 1, 0, 1, 0]])
        mask = torch.tensor([[False, False, True, True, True]])
        needed = (1 / 2 + 1 / 3 + 1 / 4) / 3
        got = work.previous_token_score(blank(), tokens, mask)
        assert_close(got, [[needed]] * 2, "previous-token score")
        mask[:, :4] = False  # of position 4 alone, both 1 and 3 are targets
        got = work.previous_token_score(blank(), tokens, mask)
        assert_close(got, [[(1 / 2 + 1 / 4) / 2]] * 2, "previous-token score for position 4 alone")

    def test_several_targets_add_up(self):
        """Position 6 has two targets among 7 positions."""
        mask = torch.zeros_like(MASK)
        mask[:, 6] = True
        assert_close(work.induction_score(blank(), TOKENS, mask), [[2 / 7], [2 / 7]], "induction score")
        assert_close(work.uniform_score(TOKENS, mask), 2 / 7, "uniform score")

    def test_a_position_without_a_target(self):
        """Position 2 has none, and counts: it pays 0, and position 3 a quarter."""
        mask = torch.zeros_like(MASK)
        mask[:, 2:4] = True
        assert_close(work.induction_score(blank(), TOKENS, mask), [[1 / 8], [1 / 8]], "induction score")
        assert_close(work.uniform_score(TOKENS, mask), 1 / 8, "uniform score")

    @pytest.mark.parametrize(
        ("here", "aside", "expected"),
        [(1.0, 0.0, 1), (-1.0, 0.0, -1), (0.0, 1.0, 0), (1.0, 1.0, 0.5**0.5)],
        ids=["copies", "negates", "turns", "halfway"],
    )
    def test_copying_score(self, here, aside, expected):
        """A head that writes what it reads, its negative, something at right angles to it, or what lies between: there the
        eigenvalues are 1 + i and 1 - i. And another that writes the negative of that. Biases and positions are there,
        and do not count."""
        model = blank(n_heads=2)
        eye = torch.eye(32)
        written = torch.block_diag(*[torch.tensor([[here, aside], [-aside, here]])] * 16)
        with torch.no_grad():
            model.W_E.copy_(eye)
            model.W_U.copy_(eye)
            model.W_pos[:], model.b_U[:] = 2 * eye.roll(1, 0), torch.arange(32.0)
            for block in model.blocks:
                block.attn.W_V[:] = eye
                block.attn.W_O[0], block.attn.W_O[1] = written, -written
                block.attn.b_V[:], block.attn.b_O[:] = torch.arange(32.0), torch.arange(32.0)
        assert_close(work.copying_score(model), [[expected, -expected]] * 2, "copying score [layer, head]")

    def test_copying_score_of_unequal_embeddings(self):
        """The embeddings turn the two by two blocks [[1, 4], [0, 1]] round: [[0, 1], [1, 4]] has eigenvalues 2 ± √5, a sum
        of 4 over 2√5. The block alone has 1 and 1, and singular values that add up to 2√5 as well."""
        model = blank()
        with torch.no_grad():
            model.W_E.copy_(torch.block_diag(*[torch.tensor([[0.0, 1.0], [1.0, 0.0]])] * 16))
            model.W_U.copy_(torch.eye(32))
            for block in model.blocks:
                block.attn.W_V[0] = torch.block_diag(*[torch.tensor([[1.0, 4.0], [0.0, 1.0]])] * 16)
                block.attn.W_O[0] = torch.eye(32)
        assert_close(work.copying_score(model), [[2 / 5**0.5]] * 2, "copying score")

    def test_copying_score_in_the_order_given(self):
        """W_V W_O of the blocks [[1, -5], [0, 1]], times W_U of [[1, 0], [1, 1]]: [[-4, -5], [1, 1]] has two negative
        eigenvalues. Without W_U, or with the transpose of either, they are positive."""
        model = blank()
        with torch.no_grad():
            model.W_E.copy_(torch.eye(32))
            model.W_U.copy_(torch.block_diag(*[torch.tensor([[1.0, 0.0], [1.0, 1.0]])] * 16))
            for block in model.blocks:
                block.attn.W_V[0] = torch.block_diag(*[torch.tensor([[1.0, -5.0], [0.0, 1.0]])] * 16)
                block.attn.W_O[0] = torch.eye(32)
        assert_close(work.copying_score(model), [[-1.0]] * 2, "copying score", atol=1e-3)

    def test_copying_score_is_not_of_singular_values(self):
        """[[1, 4], [0, 1]] raises what it attends to: both eigenvalues are 1."""
        model = blank()
        with torch.no_grad():
            model.W_E.copy_(torch.eye(32))
            model.W_U.copy_(torch.eye(32))
            for block in model.blocks:
                block.attn.W_V[0] = torch.block_diag(*[torch.tensor([[1.0, 4.0], [0.0, 1.0]])] * 16)
                block.attn.W_O[0] = torch.eye(32)
        assert_close(work.copying_score(model), [[1.0]] * 2, "copying score", atol=1e-3)


class TestCause:
    def test_zero_ablation(self):
        """The same as a head whose output weights are 0."""
        model, without = drawn(), drawn()
        with torch.no_grad():
            without.blocks[0].attn.W_O[1] = 0.0
            expected = without(TOKENS)
        assert_close(work.ablate_head(model, TOKENS, 0, 1), expected, "logits without head 0.1")

    def test_mean_ablation(self):
        """In the last layer the logits are linear in z, so the change is known."""
        model = drawn()
        logits, cache = model.run_with_cache(TOKENS)
        z = cache["z", 1][:, :, 0]
        change = (z.mean(dim=0) - z) @ model.blocks[1].attn.W_O[0] @ model.W_U
        got = work.ablate_head(model, TOKENS, 1, 0, mode="mean")
        assert_close(got, logits + change, "logits with head 1.0 at its mean over the sequences")
        many = work.ablate_head(model, TOKENS.repeat_interleave(100, dim=0), 1, 0, mode="mean")
        assert_close(numbers(many)[[0, -1]], logits + change, "the same, each of the two sequences 100 times")

    def test_mean_ablation_of_layer_0(self):
        """Head 0.1 attends evenly and reads dimension 0 alone, as no other does. So its mean over two sequences is what it
        gathers when the tokens that stand at one place are equal in this dimension; layer 1 sees what comes of it."""
        model = drawn()
        with torch.no_grad():
            for block in model.blocks:
                for weight in (block.attn.W_Q, block.attn.W_K, block.attn.W_V):
                    weight[:, 0] = 0.0
            model.W_U[0] = 0.0
            first = model.blocks[0].attn
            first.W_Q[1] = first.b_Q[1] = first.W_V[1] = 0.0
            first.W_V[1, 0] = 2.0
            got = work.ablate_head(model, TOKENS, 0, 1, mode="mean")
            for one, other in ((0, 5), (1, 6), (2, 7)):
                model.W_E[[one, other], 0] = model.W_E[[one, other], 0].mean()
            expected = model(TOKENS)
        assert_close(got, expected, "logits with head 0.1 at its mean over the sequences")

    def test_mean_of_equals(self):
        model = drawn()
        twice = TOKENS[[0, 0]]
        got = work.ablate_head(model, twice, 0, 0, mode="mean")
        assert_close(got, model(twice), "logits, when all sequences are the same")

    def test_unknown_mode(self):
        model = drawn()
        its_own = hooks(model)
        with pytest.raises(ValueError):
            work.ablate_head(model, TOKENS, 0, 0, mode="median")
        with pytest.raises(ValueError):
            work.ablation_scores(model, TOKENS, MASK, mode="median")
        assert hooks(model) == its_own, "after the ValueError there is a hook on the model"

    def test_modes_of_the_scores(self):
        """Zero is the default, and when all sequences are the same their mean changes nothing."""
        model, twice = drawn(), TOKENS[[0, 0]]
        assert_close(work.ablation_scores(model, twice, MASK, mode="mean"), np.zeros((2, 2)), "mean ablation")
        _, cache = model.run_with_cache(TOKENS)
        z = cache["z", 1][:, :, 0]
        with torch.no_grad():
            intact = model(TOKENS)
            changed = intact + (z.mean(dim=0) - z) @ model.blocks[1].attn.W_O[0] @ model.W_U
            following = TOKENS.roll(-1, dims=1)[MASK]
            rise = cross_entropy(changed[MASK], following) - cross_entropy(intact[MASK], following)
        got = numbers(work.ablation_scores(model, TOKENS, MASK, mode="mean"))[1, 0]
        assert_close(got, rise, "what head 1.0 at its mean over two sequences costs")
        by_default, zero = (numbers(work.ablation_scores(model, TOKENS, MASK, *m)) for m in ((), ("zero",)))
        assert_close(by_default, zero, "the default mode")

    @pytest.mark.parametrize("mask", [MASK, UNEVEN], ids=["even", "uneven"])
    def test_ablation_scores(self, mask):
        model = drawn()

        def loss(logits):
            return cross_entropy(logits[mask], TOKENS.roll(-1, dims=1)[mask]).item()

        with torch.no_grad():
            intact = loss(model(TOKENS))
            expected = np.zeros((2, 2))
            for layer, head in np.ndindex(2, 2):
                without = drawn()
                without.blocks[layer].attn.W_O[head] = 0.0
                expected[layer, head] = loss(without(TOKENS)) - intact
        assert_close(work.ablation_scores(model, TOKENS, mask), expected, "loss without each head - intact")

    def test_patch_pattern(self):
        """Head 1.1 made to look at position 0 only: it gathers what position 0 has."""
        model = drawn()
        logits, cache = model.run_with_cache(TOKENS)
        first = torch.zeros(7, 7)
        first[:, 0] = 1.0
        change = (cache["v", 1][:, :1, 1] - cache["z", 1][:, :, 1]) @ model.blocks[1].attn.W_O[1] @ model.W_U
        assert_close(work.patch_pattern(model, TOKENS, 1, 1, first), logits + change, "patched logits")

    def test_patch_pattern_of_any_numbers(self):
        """Rows that sum to anything, hold numbers from -2 to 2.8, and reach later keys: head 1.0 gathers what they say."""
        model = drawn()
        logits, cache = model.run_with_cache(TOKENS)
        pattern = torch.arange(-20.0, 29.0).reshape(7, 7) / 10
        change = (pattern @ cache["v", 1][:, :, 0] - cache["z", 1][:, :, 0]) @ model.blocks[1].attn.W_O[0]
        got = work.patch_pattern(model, TOKENS, 1, 0, pattern)
        assert_close(got, logits + change @ model.W_U, "patched logits", atol=1e-3)

    def test_patch_pattern_of_layer_0(self):
        """Head 0.1 made to attend evenly, as it does without queries: layer 1 sees what comes of it."""
        even = torch.ones(7, 7).tril() / torch.arange(1, 8)[:, None]
        without = drawn()
        with torch.no_grad():
            without.blocks[0].attn.W_Q[1] = without.blocks[0].attn.b_Q[1] = 0.0
            expected = without(TOKENS)
        assert_close(work.patch_pattern(drawn(), TOKENS, 0, 1, even), expected, "patched logits")

    def test_the_model_is_left_alone(self):
        model = drawn()
        with torch.no_grad():
            before = model(TOKENS)
        work.ablate_head(model, TOKENS, 0, 0)
        work.patch_pattern(model, TOKENS, 0, 1, torch.eye(7))
        work.ablation_scores(model, TOKENS, MASK, mode="mean")
        for training in (True, False):
            work.patch_pattern(model.train(training), TOKENS, 0, 1, torch.eye(7))
            assert model.training is training, "patch_pattern changes whether the model is in training mode"
        with torch.no_grad():
            assert_close(
                model(TOKENS), before, "the model's logits after your calls (is a hook still on it?)"
            )


class TestComposition:
    def test_a_half(self):
        """Head 0.0 writes dimensions 0 … 31 as they are; the keys of head 1.0 read the first 8, its queries all."""
        model = blank()
        with torch.no_grad():
            model.blocks[0].attn.W_V[0] = torch.eye(32)
            model.blocks[0].attn.W_O[0] = torch.eye(32)
            model.blocks[1].attn.W_Q[0] = torch.eye(32)
            model.blocks[1].attn.W_K[0, :8, :8] = torch.eye(8)
        assert_close(work.k_composition(model), [[8**0.5 / (32**0.5 * 8**0.5)]], "K-composition")

    def test_keys_as_the_queries_weigh_them(self):
        """Head 0.0 reads dimension 5 and writes dimension 0. The keys of head 1.0 read the dimensions 0 and 1, for queries of length 3 and 4."""
        model = blank()
        with torch.no_grad():
            model.blocks[0].attn.W_V[0, 5, 0] = model.blocks[0].attn.W_O[0, 0, 0] = 1.0
            model.blocks[1].attn.W_K[0, :2, :2] = torch.eye(2)
            model.blocks[1].attn.W_Q[0, :2, :2] = torch.diag(torch.tensor([3.0, 4.0]))
        assert_close(work.k_composition(model), [[3 / 5]], "K-composition")

    def test_keys_not_queries(self):
        """Heads 0.0 and 0.1 write what only the keys of 1.0 and only the queries of 1.1 read. How loud each is does not count."""
        model = blank(n_heads=2)
        ones, others = torch.zeros(32, 32), torch.zeros(32, 32)
        ones[0, 0] = others[1, 0] = 1.0
        with torch.no_grad():
            for block in model.blocks:
                for weight in (block.attn.W_Q, block.attn.W_K, block.attn.W_V, block.attn.W_O):
                    weight.copy_(torch.stack([others, others]))
            model.blocks[0].attn.W_O[0] = model.blocks[0].attn.W_O[1] = ones
            model.blocks[1].attn.W_K[0] = model.blocks[1].attn.W_Q[1] = ones
            model.blocks[0].attn.W_O[1] *= 3.0
            model.blocks[1].attn.W_K[0] *= 5.0
        assert_close(work.k_composition(model), [[1, 0], [1, 0]], "K-composition [h0, h1]")


class TestCircuit:
    @pytest.mark.parametrize("seed", [1, 2, 4, 5])
    def test_your_own_circuit_among_decoys(self, seed):
        hidden, answer = among_decoys(trained(), seed)
        with torch.no_grad():
            for block, (_, head) in zip(
                hidden.blocks, answer, strict=True
            ):  # the product decides, and it stays
                block.attn.W_V[head] /= 3
                block.attn.b_V[head] /= 3
                block.attn.W_O[head] *= 3
        before = weights(hidden)
        found = work.find_circuit(hidden)
        assert found == answer, f"found {found}; hidden at {answer}"
        assert torch.equal(weights(hidden), before), "the model's weights are changed"


class TestExtraBuild:
    def test_build_circuit(self):
        model = judged(work.build_circuit(), d_model=96)
        right = {period: accuracy(model, *sequences(period, longest=LENGTH)) for period in range(2, 17)}
        tokens, mask = map(
            torch.cat, zip(*(sequences(period, longest=LENGTH) for period in range(2, 17)), strict=True)
        )
        assert accuracy(model, tokens, mask) >= 0.999, f"accuracy by period: {right}"
        _, cache = model.run_with_cache(tokens)
        # of a query in the mask, the keys that come right after its token
        targets = mask[:, :, None] & (tokens[:, :, None] == tokens.roll(1, dims=1)[:, None]).tril()
        targets[:, :, 0] = False
        found = (cache["pattern", 1][:, 0] * targets).sum(dim=2)[mask].mean().item()
        assert found >= 0.99, (
            f"head 1.0 pays {found:.3f} of its attention to what followed its token; .99 is asked for"
        )
        first = cache["pattern", 0][:, 0].diagonal(
            -1, dim1=1, dim2=2
        )  # of each position i the weight of i - 1
        before = first[targets.any(dim=1)[:, 1:]].mean().item()
        assert before >= 0.99, (
            f"head 0.0 pays {before:.3f} of its attention to the token before; .99 is asked for"
        )


class TestExtraSnapshots:
    def test_snapshots(self):
        models = work.snapshots(seed=5, every=10, steps=40)
        assert len(models) == 5, (
            f"{len(models)} snapshots; before training, and after 10, 20, 30 and 40 steps makes 5"
        )
        (first, _), (short, few), (last, losses) = (
            (weights(model), losses)
            for model, losses in (work.train(seed=5, steps=steps) for steps in (0, 20, 40))
        )
        assert torch.allclose(weights(models[0]), first, atol=1e-4), (
            "the first snapshot is not the untrained model"
        )
        assert torch.allclose(weights(models[-1]), last, atol=1e-4), (
            "the last snapshot is not the trained model"
        )
        assert len(work.snapshots(seed=5, every=15, steps=30)) == 3, (
            "before training, after 15 steps and after 30"
        )
        for one, two in zip(models, models[1:], strict=False):
            assert (weights(one) - weights(two)).abs().max() > 1e-6, (
                "two snapshots are equal: copy the model each time"
            )
        if max(abs(a - b) for a, b in zip(few, losses, strict=False)) > 2e-4:
            assert (weights(models[2]) - short).abs().max() > 1e-4, (
                "20 steps of your `train` are not the first 20 of 40, but the snapshot after 20 of 40 is what 20 alone give"
            )
        (short, few), (_, losses) = (work.train(seed=5, steps=steps) for steps in (110, 220))
        if max(abs(a - b) for a, b in zip(few, losses, strict=False)) > 2e-4:
            middle = weights(work.snapshots(seed=5, every=110, steps=220)[1])
            assert (middle - weights(short)).abs().max() > 1e-4, (
                "110 steps of your `train` are not the first 110 of 220, but the snapshot after 110 of 220 is what 110 give"
            )
