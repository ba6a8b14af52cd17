"""The optional section on GPT-2: the real loading code, on a small checkpoint of GPT-2's form that is made here."""

from __future__ import annotations

import pytest
import torch
from transformers import GPT2Config, GPT2LMHeadModel


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    """A folder as `save_pretrained` writes it, and the model that it holds."""
    torch.manual_seed(0)
    form = GPT2Config(vocab_size=50, n_positions=16, n_embd=32, n_layer=3, n_head=4)
    model = GPT2LMHeadModel(form).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter), alpha=0.3)
    folder = tmp_path_factory.mktemp("gpt2")
    model.save_pretrained(folder)
    return folder, model


@pytest.fixture(scope="module")
def gpt2(assignment, checkpoint):
    with assignment.importing():
        import given
    return given.load_gpt2(str(checkpoint[0]))


@pytest.fixture(scope="module")
def question():
    generator = torch.Generator().manual_seed(1)
    return torch.randint(50, (6, 7), generator=generator), torch.randint(50, (6,), generator=generator)


def test_the_bridge_computes_what_the_checkpoint_does(gpt2, checkpoint, question):
    with torch.no_grad():
        assert torch.allclose(gpt2(question[0]), checkpoint[1](question[0]).logits, atol=1e-5)


def test_its_logits_are_taken_apart(work, gpt2, question):
    tokens, targets = question
    with torch.no_grad():
        logits = gpt2(tokens)[torch.arange(6), -1, targets]
    terms = work.decompose_logit(gpt2, tokens, targets)
    assert len(terms) == 2 + 3 * (4 + 2) + 2
    assert torch.allclose(sum(terms.values()), logits, atol=1e-4)
    assert torch.allclose(work.logit_lens(gpt2, tokens, targets)[:, -1], logits, atol=1e-4)


def test_its_neurons_and_components_are_measured(work, gpt2, question):
    tokens, targets = question
    found = work.neuron_attribution(gpt2, tokens, targets, 1)
    assert found.shape == (6, 128)
    layer, neuron = work.top_neurons(gpt2, tokens[:1], targets[:1], 1)[0]
    assert work.neuron_attribution(gpt2, tokens[:1], targets[:1], layer)[0, neuron] > 0
    direct, total = work.direct_and_total(gpt2, tokens, targets)
    assert (
        set(direct)
        == set(total)
        == {f"L{i}{part}" for i in range(3) for part in ("H0", "H1", "H2", "H3", ".mlp")}
    )
    with torch.no_grad():
        intact = gpt2(tokens)[:, -1]
    assert all((work.ablate_component(gpt2, tokens, name) - intact).abs().max() > 1e-3 for name in direct)
