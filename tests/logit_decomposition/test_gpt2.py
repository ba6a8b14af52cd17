"""The optional section on GPT-2: the real loading code, on a small checkpoint of GPT-2's form that is made here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import matplotlib
import pytest
import torch

if TYPE_CHECKING:  # whoever runs other tests does not wait seconds for it
    from transformers.models.gpt2.tokenization_gpt2 import GPT2Tokenizer

matplotlib.use("Agg")
import matplotlib.pyplot as plt


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    """A folder as `save_pretrained` writes it, and the model that it holds."""
    from transformers import GPT2Config, GPT2LMHeadModel

    torch.manual_seed(0)
    form = GPT2Config(
        vocab_size=50, n_positions=32, n_embd=32, n_layer=3, n_head=4, bos_token_id=0, eos_token_id=0
    )
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


def test_its_logits_are_taken_apart(reference, gpt2, question):
    tokens, targets = question
    with torch.no_grad():
        logits = gpt2(tokens)[torch.arange(6), -1, targets]
    terms = reference.decompose_logit(gpt2, tokens, targets)
    assert len(terms) == 2 + 3 * (4 + 2) + 2
    assert torch.allclose(sum(terms.values()), logits, atol=1e-4)
    assert torch.allclose(reference.logit_lens(gpt2, tokens, targets)[:, -1], logits, atol=1e-4)


def test_its_neurons_and_components_are_measured(reference, gpt2, question):
    tokens, targets = question
    found = reference.neuron_attribution(gpt2, tokens, targets, 1)
    assert found.shape == (6, 128)
    layer, neuron = reference.top_neurons(gpt2, tokens[:1], targets[:1], 1)[0]
    assert reference.neuron_attribution(gpt2, tokens[:1], targets[:1], layer)[0, neuron] > 0
    direct, total = reference.direct_and_total(gpt2, tokens, targets)
    assert (
        set(direct)
        == set(total)
        == {f"L{i}{part}" for i in range(3) for part in ("H0", "H1", "H2", "H3", ".mlp")}
    )
    with torch.no_grad():
        intact = gpt2(tokens)[:, -1]
    assert all(
        (reference.ablate_component(gpt2, tokens, name) - intact).abs().max() > 1e-3 for name in direct
    )


def test_the_section_runs_on_a_checkpoint_with_a_tokenizer(reference, checkpoint, root, capsys):
    """The handout's own cells, from the loading to the last print."""
    folder, model = checkpoint
    spelling().save_pretrained(folder)
    plt.close("all")
    namespace = dict(vars(reference), __name__="__main__", GPT2=folder)
    look, *cells = section(root)
    for cell in cells:
        exec(cell, namespace)
    said = capsys.readouterr().out
    assert abs(float(re.search(r"the sum is off by (\S+)", said)[1])) < 1e-4
    assert len(re.findall(r"\(\d, \d+\)", said)) == 5
    assert len(re.findall(r"→ Austin, with probability \d\.\d{3}", said)) == 4
    lens, bars, overlap, heads = (plt.figure(number).axes[0] for number in plt.get_fignums())
    with torch.no_grad():
        tokens = spelling()("<|endoftext|>The capital of Texas is", return_tensors="pt").input_ids
        logits = model(tokens).logits[0, -1]
    assert tokens.shape == (1, 24)
    assert lens.lines[0].get_ydata()[-1] == pytest.approx(logits.max().item(), abs=1e-4)
    assert f"logit {logits.max():.3f}" in bars.get_xlabel()
    assert overlap.images[0].get_array().shape == (4, 4)
    assert overlap.images[0].get_array().diagonal().min() == 1
    assert heads.images[0].get_array().shape == (3, 4)
    plt.close("all")


def test_without_weights_the_section_says_so_and_nothing_else(reference, root, capsys):
    """As in grading and on most machines: nothing is loaded, downloaded or drawn."""
    namespace = dict(vars(reference), __name__="__main__", gpt2_at_hand=lambda: None)
    for cell in section(root):
        exec(cell, namespace)
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "not on this machine" in said
    assert plt.get_fignums() == []


def test_weights_are_looked_for_where_they_were_downloaded_to(reference, monkeypatch, tmp_path):
    """By what Hugging Face's own cache says, and only where all of the checkpoint is there."""
    import huggingface_hub

    there = {"config.json", "model.safetensors"}
    monkeypatch.setattr(
        huggingface_hub,
        "try_to_load_from_cache",
        lambda name, file: str(tmp_path / file) if file in there and name == "gpt2" else None,
    )
    assert reference.gpt2_at_hand() is None
    there.add("vocab.json")
    assert reference.gpt2_at_hand() == tmp_path


def section(root) -> list[str]:
    """The code of the handout's section: the cell that looks for weights, and those that use them."""
    source = (root / "solutions/logit_decomposition.py").read_text("utf-8")
    cells = [
        cell for cell in re.split(r"^# %%.*$", source, flags=re.M) if "GPT2" in cell and "__main__" in cell
    ]
    assert [("gpt2_at_hand()" in cell, "and GPT2:" in cell) for cell in cells] == [
        (True, False),
        (False, True),
        (False, True),
    ]
    return cells


def spelling() -> GPT2Tokenizer:
    """GPT-2's tokenizer with nothing but letters: fifty tokens, the first of them `<|endoftext|>`."""
    from transformers.models.gpt2.tokenization_gpt2 import GPT2Tokenizer

    letters = [*"ĠTCAabcdefghijklmnopqrstuvwxyz"]
    vocabulary = {token: i for i, token in enumerate(["<|endoftext|>", *letters])}
    vocabulary |= {f"<{i}>": i for i in range(len(vocabulary), 50)}
    return GPT2Tokenizer(vocabulary, [])
