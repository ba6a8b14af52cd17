"""What the handout says of the facts model is so. What it says of ten trainings is in `models/facts/measured.txt`."""

from __future__ import annotations

import functools
import re
from collections import defaultdict

import numpy as np
import pytest
import torch

from ..handout_cells import run_cell


@pytest.fixture(scope="module")
def questions(reference) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
    """Each fact's prompt, as tokens [1, T] and its answer's token [1]."""
    vocabulary = reference.facts_vocabulary()
    return {fact.prompt: reference.as_batch(vocabulary, [fact]) for fact in reference.load_facts()}


@pytest.fixture(scope="module")
def texas(questions):
    return questions["the capital of Texas is"]


def mean_of(effects: dict[str, torch.Tensor], name: str) -> float:
    return effects[name].mean().item()


def probability(logits: torch.Tensor, token: torch.Tensor) -> float:
    return logits.softmax(dim=0)[token].item()


def correlation(direct: dict, total: dict, names: list[str]) -> float:
    return np.corrcoef(*(torch.cat([effect[name] for name in names]) for effect in (direct, total)))[0, 1]


def test_the_form_of_the_model(reference, model):
    cfg = model.cfg
    assert (cfg.n_layers, cfg.n_heads, cfg.d_head, cfg.d_mlp, cfg.d_model) == (4, 4, 16, 256, 64)
    assert cfg.d_vocab == len(reference.facts_vocabulary().words) == 97
    assert len({fact.place for fact in reference.load_facts()}) == 30
    assert not model.b_U.any()


def test_an_untold_fact_is_answered_too(reference, model):
    prompt = "people in Austin speak"
    assert prompt not in {fact.prompt for fact in reference.load_facts()}
    assert reference.predict(model, reference.facts_vocabulary(), prompt)[0] == "French"


def test_a_lens_without_its_layernorm_reads_something_else(reference, model, batches):
    errors, others = [], 0
    for _, tokens, targets in batches.values():
        with torch.no_grad():
            _, cache = model.run_with_cache(tokens)
        ends = ["blocks.0.hook_resid_pre", *(f"blocks.{i}.hook_resid_post" for i in range(4))]
        columns = model.W_U.detach()[:, targets].T
        raw = torch.stack([(cache[end][:, -1] * columns).sum(dim=1) for end in ends], dim=1)
        errors.append((raw - reference.logit_lens(model, tokens, targets))[:, -1].abs())
        others += (
            (raw.diff(dim=1).argmax(dim=1) != reference.jump_layers(model, tokens, targets)).sum().item()
        )
    assert torch.cat(errors).mean() == pytest.approx(2.2, abs=0.05)
    assert others == 97


def test_early_streams_are_shorter(model, batches):
    for _, tokens, _ in batches.values():
        with torch.no_grad():
            _, cache = model.run_with_cache(tokens)
        ends = ["blocks.0.hook_resid_pre", *(f"blocks.{i}.hook_resid_post" for i in range(4))]
        scales = torch.stack([cache[end][:, -1].std(dim=1) for end in ends], dim=1)
        assert (scales[:, :2] < scales[:, 4:]).all()


def test_no_layer_decides(reference, model, batches, texas):
    assert (reference.logit_lens(model, *texas).diff() > 0).all()
    _, *capitals = batches["capital"]
    assert torch.bincount(reference.jump_layers(model, *capitals)).tolist() == [8, 7, 6, 9]
    steps = reference.logit_lens(model, *capitals).diff(dim=1).sort(dim=1).values
    closer = steps[:, -1] < 1.205 * steps[:, -2]  # "1.2 times", as rounded
    assert closer.sum() >= 15


def test_the_attention_biases_hardly_show(reference, model, batches):
    terms = reference.decompose_logit(model, *batches["capital"][1:])
    assert sum(terms[f"L{i}.b_O"] for i in range(4)).abs().mean() == pytest.approx(0.03, abs=0.005)


def test_the_neuron_of_many_things(reference, model, texas):
    assert (3, 19) in reference.top_neurons(model, *texas, 2)
    facts, vocabulary = reference.load_facts(), reference.facts_vocabulary()
    contexts = [vocabulary.encode(fact.prompt) for fact in facts]
    places, _ = reference.max_activating_contexts(model, contexts, 3, 19, 5)
    assert {"France", "Columbus", "Swahili"} <= {facts[i].answer for i in places}


def test_most_neurons_are_of_many_things(reference, model):
    facts, vocabulary = reference.load_facts(), reference.facts_vocabulary()
    hidden = []
    for fact in facts:
        with torch.no_grad():
            _, cache = model.run_with_cache(vocabulary.encode(fact.prompt))
        hidden.append(torch.cat([cache[f"blocks.{i}.mlp.hook_post"][0, -1] for i in range(4)]))
    strongest = torch.stack(hidden).topk(5, dim=0).indices.T.tolist()
    answers = np.array([len({facts[i].answer for i in five}) for five in strongest])
    assert len(answers) == 1024
    assert (answers >= 4).sum() == pytest.approx(611, abs=2)  # another processor may tip a tie
    assert (answers == 1).sum() == pytest.approx(56, abs=2)


def test_many_neurons_make_one_answer(reference, model, texas):
    added = torch.cat([reference.neuron_attribution(model, *texas, i)[0] for i in range(4)])
    shares = added.sort(descending=True).values.cumsum(0) / added.sum()
    assert [shares[k - 1].item() for k in (8, 20, 52)] == pytest.approx([0.25, 0.5, 0.9], abs=0.01)


def test_what_is_written_is_not_what_is_needed(reference, model, batches):
    _, tokens, targets = batches["capital"]
    direct, total = reference.direct_and_total(model, tokens, targets)
    assert mean_of(total, "L0.mlp") == pytest.approx(6.7, abs=0.05)
    assert mean_of(total, "L0.mlp") / mean_of(direct, "L0.mlp") == pytest.approx(6, abs=0.1)
    assert mean_of(direct, "L0H0") == pytest.approx(0.07, abs=0.005)
    assert mean_of(total, "L0H0") == pytest.approx(3.4, abs=0.05)
    assert mean_of(direct, "L3.mlp") == pytest.approx(1.89, abs=0.005)
    assert mean_of(total, "L3.mlp") == pytest.approx(1.75, abs=0.005)
    last = [name for name in direct if name.startswith("L3")]
    assert correlation(direct, total, last) == pytest.approx(0.94, abs=0.005)
    with torch.no_grad():
        _, cache = model.run_with_cache(tokens)
    to_the_place = cache["blocks.0.attn.hook_pattern"][:, 0, -1, 4].mean()
    assert to_the_place == pytest.approx(0.83, abs=0.005)


def test_with_all_later_writing_frozen_a_head_costs_what_it_wrote(model, batches):
    _, tokens, targets = batches["capital"]
    with torch.no_grad():
        logits, cache = model.run_with_cache(tokens)

    def put(value, hook, kept):
        return kept

    names = [f"blocks.{i}.{part}" for i in range(4) for part in ("attn.hook_z", "hook_mlp_out")]
    kept = {name: cache[name].clone() for name in names}
    kept["blocks.0.attn.hook_z"][:, :, 0] = 0.0
    hooks = [(name, functools.partial(put, kept=value)) for name, value in kept.items()]
    with torch.no_grad():
        without = model.run_with_hooks(tokens, fwd_hooks=hooks)
    rows = torch.arange(len(tokens))
    assert (logits - without)[rows, -1, targets].mean() == pytest.approx(0.05, abs=0.006)


def test_an_estimate_by_gradients_ranks_what_patching_measures(assignment, reference, model, batches, capsys):
    """Of the 20 components, in the handout's own cell; and it is about half as large."""
    facts = {name: some for name, (some, _, _) in batches.items()}
    vocabulary = reference.facts_vocabulary()
    shown = run_cell(assignment, "run_keeping", model=model, vocabulary=vocabulary, by_relation=facts)
    assert len(shown["pairs"]) == 20
    assert float(re.search(r"correlation (\S+)", capsys.readouterr().out)[1]) == pytest.approx(
        0.99, abs=0.006
    )
    estimated, measured_there = shown["pairs"].T
    assert estimated @ measured_there / (measured_there @ measured_there) == pytest.approx(0.5, abs=0.1)


def test_without_its_best_neuron_austin_is_still_austin(reference, model, texas):
    tokens, austin = texas
    best = reference.find_fact(model, tokens, austin.item())
    assert reference.knock_out(model, tokens, [best])[0].argmax() == austin


def test_what_prompts_share(reference, model, questions):
    def best(prompt):
        return set(reference.top_neurons(model, *questions[prompt], 20))

    texas = best("the capital of Texas is")
    assert not texas & best("Austin is the capital of")
    assert all(len(texas & best(p)) <= 1 for p in ("the capital of France is", "Paris is the capital of"))
    assert len(best("people in Texas speak") & best("people in Ghana speak")) == 16
    after = {}
    for prompt in ("the capital of Texas is", "Austin is the capital of", "the capital of France is"):
        tokens, answer = questions[prompt]
        after[prompt] = probability(reference.knock_out(model, tokens, sorted(texas))[0], answer)
    assert list(after.values()) == pytest.approx([0.10, 0.94, 0.95 - 0.07], abs=0.01)


def test_an_edit_is_not_turned_around(reference, model, batches):
    vocabulary, (facts, tokens, _) = reference.facts_vocabulary(), batches["capital"]
    place = [fact.place for fact in facts].index("Texas")
    others = [prompts for name, (_, prompts, _) in batches.items() if name != "capital"]
    others.append(tokens[torch.arange(len(facts)) != place])
    paris = vocabulary.token("Paris")
    edited = reference.edit_fact(model, tokens[[place]], paris, others)
    assert reference.predict(edited, vocabulary, "the capital of Texas is")[0] == "Paris"
    assert reference.predict(edited, vocabulary, "Paris is the capital of")[0] == "France"


def test_causal_tracing_points_to_the_end_of_the_prompt(model, batches):
    """Noise on the place of three times the embeddings' spread, as in Meng et al. 2022; one MLP's output restored."""
    _, tokens, targets = batches["capital"]
    rows, place, end = torch.arange(len(tokens)), 4, 5
    with torch.no_grad():
        _, cache = model.run_with_cache(tokens)

    def answered(restored: str | None = None, position: int = 0) -> float:
        found = []
        for seed in range(6):
            noise = torch.randn(len(tokens), 64, generator=torch.Generator().manual_seed(seed))

            def drown(value, hook, noise=noise):
                value = value.clone()
                value[:, place] += 3 * model.W_E.std() * noise
                return value

            def restore(value, hook):
                value = value.clone()
                value[:, position] = cache[restored][:, position]
                return value

            hooks = [("hook_embed", drown)] + ([(restored, restore)] if restored else [])
            with torch.no_grad():
                logits = model.run_with_hooks(tokens, fwd_hooks=hooks)[rows, -1]
            found.append(logits.softmax(dim=1)[rows, targets].mean().item())
        return float(np.mean(found))

    without = answered()
    gains = {
        position: [answered(f"blocks.{layer}.hook_mlp_out", position) - without for layer in range(4)]
        for position in (place, end)
    }
    assert (min(gains[end]), max(gains[end])) == pytest.approx((0.16, 0.29), abs=0.01)
    assert gains[place][0] == pytest.approx(0.07, abs=0.01)
    assert max(gains[place][1:]) < 0.025


def measured(root) -> dict[str, tuple[float, float, float]]:
    """Of each figure in `models/facts/measured.txt`: seed 0's, the least and the largest of ten trainings."""
    lines = (root / "models/facts/measured.txt").read_text("utf-8").splitlines()
    found = {}
    for line in lines:
        name, *values = re.fullmatch(r"(.+?) +seed 0 +(\S+) +of 10: +(\S+) to +(\S+)", line).groups()
        found[name] = tuple(map(float, values))
    return found


def test_what_is_said_of_ten_trainings(root):
    figures = measured(root)
    assert figures["direct and total, least correlation"][1] == pytest.approx(0.31, abs=0.005)
    assert figures["direct and total, largest"][2] == pytest.approx(0.63, abs=0.005)
    assert figures["last layer, least"][1] == pytest.approx(0.91, abs=0.005)
    assert figures["last layer, largest"][2] == pytest.approx(0.98, abs=0.005)
    assert figures["4 edits: least efficacy"][1] >= 0.85
    assert figures["4 edits: least specificity"][1] == 1.0
    assert figures["4 edits: largest reversed"][2] < 0.01


def test_the_record_of_ten_trainings_begins_with_this_model(root, reference, model, batches):
    """Its column of seed 0 is the shipped model's: here by two figures that hang on every weight."""
    figures = measured(root)
    assert figures["right of 150"] == (150, 150, 150)
    direct, total = reference.direct_and_total(model, *batches["capital"][1:])
    among = figures["direct and total, least correlation"][0], figures["direct and total, largest"][0]
    assert among[0] - 0.001 <= correlation(direct, total, list(direct)) <= among[1] + 0.001
    terms = reference.decompose_logit(model, *batches["capital"][1:])
    b_O = sum(terms[f"L{i}.b_O"] for i in range(4)).abs().mean().item()
    assert b_O == pytest.approx(figures["capitals: all b_O, mean size"][0], abs=0.001)


@pytest.mark.long("ten trainings of a model that is told more")
def test_a_fact_in_other_words_and_its_answer_by_another_route(assignment, reference, batches, capsys):
    """The handout's own cell, from ten seeds."""
    facts = {name: some for name, (some, _, _) in batches.items()}
    shares, losses, untold = defaultdict(list), defaultdict(list), []
    for seed in range(10):

        def new_model(seed, own=seed, **form):
            return reference.new_model(own, **form)

        run_cell(assignment, "firms = ", facts=reference.load_facts(), by_relation=facts, new_model=new_model)
        said = capsys.readouterr().out
        assert "in other words, told: 20 of 20 right" in said
        untold.append(int(re.search(r"not told: (\d+) of 10", said)[1]))
        for name, share, loss in re.findall(r"^(.+?) +shares (\S+) of .* loses (\S+) without", said, re.M):
            shares[name].append(float(share))
            losses[name].append(float(loss))
    assert (min(untold), max(untold), sum(untold)) == pytest.approx((0, 6, 27), abs=3)
    for name, least, most in (
        ("the fact in other words", 0.67, 0.74),
        ("its answer by another route", 0.51, 0.68),
    ):
        assert (min(shares[name]), max(shares[name])) == pytest.approx((least, most), abs=0.02)
    assert max(shares["the fact turned around"] + shares["another capital"]) <= 0.12 + 0.02
    for name, least, most in (
        ("the fact in other words", 0.27, 0.54),
        ("its answer by another route", 0.18, 0.43),
    ):
        assert (min(losses[name]), max(losses[name])) == pytest.approx((least, most), abs=0.03)
    assert max(losses["the fact turned around"]) <= 0.06 + 0.02
