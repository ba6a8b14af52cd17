"""What the induction-head handout says of trained models, measured again on one of each."""

import re

import pytest
import torch

from ..handout_cells import run_cell


@pytest.fixture(scope="module")
def trained(reference):
    return reference.train(seed=0)


@pytest.fixture(scope="module")
def sequences(reference):
    return reference.repeated_sequences(200, seed=1)


def test_hardly_anything_happens_and_then_it_falls(trained):
    _, losses = trained
    assert min(losses[:75]) > 3.0
    first_below = {level: next(i for i, loss in enumerate(losses) if loss < level) for level in (3.0, 0.5)}
    assert first_below[0.5] - first_below[3.0] < 75


def test_periods_that_training_never_showed(reference, trained):
    for period in (2, 3, 15, 16):
        assert reference.accuracy(trained[0], *reference.repeated_sequences(100, 1, [period])) > 0.93


def test_a_fixed_period_teaches_another_program(reference):
    model, losses = reference.train(seed=0, steps=150, periods=[16])
    tokens, mask = reference.repeated_sequences(100, 2, [16])
    assert losses[-1] < 0.2
    assert reference.accuracy(model, tokens, mask) > 0.97
    assert reference.induction_score(model, tokens, mask)[1, 0] > 0.9
    assert reference.previous_token_score(model, tokens, mask)[0, 0] < 0.3
    assert reference.accuracy(model, *reference.repeated_sequences(100, 2, [11])) < 0.1


def test_late_positions_are_not_needed_and_drift(reference, trained, sequences):
    needed = reference.previous_token_score(trained[0], *sequences)[0, 0]
    everywhere = reference.attention_patterns(trained[0], sequences[0]).diagonal(-1, -2, -1)[:, 0, 0].mean()
    assert needed > 0.9
    assert everywhere < needed - 0.1


def test_either_head_is_needed(reference, trained, sequences):
    tokens, mask = sequences
    for layer in range(2):
        said = reference.ablate_head(trained[0], tokens, layer, 0).argmax(dim=2)
        assert (said == tokens.roll(-1, dims=1))[mask].double().mean() < 0.15


def test_head_0_copies_and_has_no_business_with_the_output(reference, trained, sequences):
    tokens, mask = sequences
    assert reference.copying_score(trained[0])[0, 0] > 0.8
    with torch.no_grad():
        logits, cache = trained[0].run_with_cache(tokens)
        said = (logits - cache["attn_out", 0] @ trained[0].W_U).argmax(dim=2)
    assert (said == tokens.roll(-1, dims=1))[mask].double().mean() > 0.98


@pytest.mark.parametrize("shift", [2, 3])
def test_the_copy_moves_with_the_gaze_of_head_0(reference, trained, sequences, shift):
    tokens, mask = sequences
    at = torch.arange(tokens.shape[1])
    gaze = torch.zeros(len(at), len(at))
    gaze[at, (at - shift).clamp(min=0)] = 1.0
    said = reference.patch_pattern(trained[0], tokens, 0, 0, gaze).argmax(dim=2)
    share = {
        a: (said == tokens.roll(-a, dims=1))[mask & (at < len(at) - a)].double().mean() for a in (1, shift)
    }
    assert share[shift] > 0.85
    assert share[1] < 0.05


def test_your_own_circuit_is_found_among_decoys_and_not_by_attention(given, reference, trained, sequences):
    by_attention = 0
    for seed in range(6):
        hidden, answer = given.among_decoys(trained[0], seed)
        assert reference.find_circuit(hidden) == answer
        costs = reference.ablation_scores(hidden, *sequences)
        assert ((0, int(costs[0].argmax())), (1, int(costs[1].argmax()))) == answer
        previous = int(reference.previous_token_score(hidden, *sequences)[0].argmax())
        induction = int(reference.induction_score(hidden, *sequences)[1].argmax())
        by_attention += ((0, previous), (1, induction)) == answer
    assert by_attention < 6


def test_a_circuit_built_by_hand_is_found_by_ablation_and_not_by_composition(given, reference):
    built = reference.build_circuit()
    for seed in range(6):
        hidden, answer = given.among_decoys(built, seed)
        assert reference.find_circuit(hidden) == answer
        copies = int(reference.copying_score(hidden)[1].argmax())
        assert copies == answer[1][1]
        assert int(reference.k_composition(hidden)[:, copies].argmax()) != answer[0][1]


@pytest.mark.long("a training with four heads")
def test_of_four_induction_heads_none_is_missed(reference, sequences):
    """After 300 steps already, which is enough to see it."""
    model, _ = reference.train(seed=0, steps=300, n_heads=4)
    tokens, mask = sequences
    assert reference.induction_score(model, tokens, mask)[1].min() > 0.8
    intact = reference.accuracy(model, tokens, mask)
    for head in range(4):
        said = reference.ablate_head(model, tokens, 1, head).argmax(dim=2)
        assert (said == tokens.roll(-1, dims=1))[mask].double().mean() > intact - 0.01


def test_composition_is_above_what_random_heads_have(given, reference, trained):
    assert reference.k_composition(trained[0]).item() > 0.25
    assert abs(reference.k_composition(given.new_model(0)).item() - 32**-0.5) < 0.02


def test_k_composition_is_the_librarys(given, reference):
    model = given.new_model(1, n_heads=3)
    assert torch.allclose(
        reference.k_composition(model), model.all_composition_scores("K").scores[0, :, 1], atol=1e-5
    )


def test_the_keys_are_the_only_door(assignment, trained, sequences, capsys):
    """By the weights, where queries and values read less of head 0.0 than random heads would; and with each door shut."""
    tokens, mask = sequences
    run_cell(assignment, "composition {scores[kind]", model=trained[0], tokens=tokens, mask=mask)
    found = {
        kind: (float(score), float(left))
        for kind, score, left in re.findall(
            r"([QKV]): composition (\S+), accuracy .* (\S+)", capsys.readouterr().out
        )
    }
    assert 0.28 <= found["K"][0] <= 0.32
    assert found["K"][1] < 0.1
    for kind in "QV":
        assert found[kind][0] < 0.09  # half of what random heads have
        assert found[kind][1] > 0.97


def test_random_heads_read_a_little_of_everything(given):
    scores = [
        given.new_model(seed).all_composition_scores(kind).scores[0, 0, 1, 0]
        for seed in range(5)
        for kind in "QKV"
    ]
    assert torch.stack(scores).mean().item() == pytest.approx(0.18, abs=0.005)


@pytest.fixture(scope="module")
def every(reference):
    return [reference.train(seed)[0] for seed in range(24)]


@pytest.mark.long("24 trainings")
def test_in_every_seed_the_keys_are_the_only_door(assignment, every, sequences, capsys):
    tokens, mask = sequences
    for model in every:
        run_cell(assignment, "composition {scores[kind]", model=model, tokens=tokens, mask=mask)
        said = re.findall(r"([QKV]): composition (\S+), accuracy .* (\S+)", capsys.readouterr().out)
        (q, q_left), (k, k_left), (v, v_left) = [(float(score), float(left)) for _, score, left in said]
        assert 0.28 <= k <= 0.32
        assert max(q, v) < 0.09
        assert k_left < 0.1
        assert min(q_left, v_left) > 0.97


@pytest.mark.long("24 trainings")
def test_every_seed_knows_the_periods_that_training_never_showed(reference, every):
    held_out = [reference.repeated_sequences(200, 1, [period]) for period in (2, 3, 15, 16)]
    right = torch.tensor([[reference.accuracy(model, *drawn) for drawn in held_out] for model in every])
    assert right.mean(dim=1).min().item() == pytest.approx(0.976, abs=0.003)
    assert right.min() > 0.96


@pytest.mark.long("24 trainings")
def test_in_every_seed_the_copy_moves_with_the_gaze(reference, every, sequences):
    tokens, mask = sequences
    at = torch.arange(tokens.shape[1])
    gaze = torch.zeros(len(at), len(at))
    gaze[at, (at - 2).clamp(min=0)] = 1.0
    shares = []
    for model in every:
        said = reference.patch_pattern(model, tokens, 0, 0, gaze).argmax(dim=2)
        shares.append(
            [(said == tokens.roll(-a, dims=1))[mask & (at < len(at) - a)].double().mean() for a in (2, 1)]
        )
    after_next, following = torch.tensor(shares).T
    assert after_next.min().item() == pytest.approx(0.93, abs=0.015)
    assert following.max().item() == pytest.approx(0.014, abs=0.006)


@pytest.mark.long("24 trainings on one period")
def test_what_a_fixed_period_teaches_in_every_seed(reference):
    tokens, mask = reference.repeated_sequences(100, 2, [16])
    found = []
    for seed in range(24):
        model, _ = reference.train(seed, steps=150, periods=[16])
        found.append(
            [
                reference.accuracy(model, tokens, mask),
                reference.induction_score(model, tokens, mask)[1, 0],
                reference.previous_token_score(model, tokens, mask)[0, 0],
            ]
        )
    right, stripe, before = torch.tensor(found).median(dim=0).values.tolist()
    assert min(right, stripe) >= 0.985
    assert before == pytest.approx(0.02, abs=0.01)


@pytest.mark.long("eight trainings with four heads")
def test_of_four_heads_none_is_missed_in_eight_seeds(reference, sequences):
    tokens, mask = sequences
    for seed in range(8):
        model, _ = reference.train(seed, n_heads=4)
        assert reference.induction_score(model, tokens, mask)[1].min() >= 0.845
        intact = reference.accuracy(model, tokens, mask)
        for head in range(4):
            said = reference.ablate_head(model, tokens, 1, head).argmax(dim=2)
            assert intact - (said == tokens.roll(-1, dims=1))[mask].double().mean() <= 0.0065


def test_editing_the_scores_does_nothing(given):
    """As the handout warns of the library: they are the pattern once more, and an edit is dropped, with a warning."""
    model = given.new_model(2)
    tokens = torch.arange(given.LENGTH)[None]
    hooks = [("blocks.0.attn.hook_attn_scores", lambda scores, hook: scores * 0 - 5.0)]
    with torch.no_grad():
        plain, cache = model.run_with_cache(tokens)
        with pytest.warns(UserWarning, match="discarded"):
            edited = model.run_with_hooks(tokens, fwd_hooks=hooks)
    assert torch.equal(cache["attn_scores", 0], cache["pattern", 0])
    assert torch.equal(plain, edited)
