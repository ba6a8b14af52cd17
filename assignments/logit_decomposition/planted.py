"""Models whose answer is known by construction, drawn from a NumPy generator. The grader's side only.

`random_model` is for comparing values with the reference: its biases and gains are large, so that no mistake is
small. `plant_fact` is for finding: it writes one fact into one neuron of the facts model, among others that are
louder. `spilling_edit` asks for an edit that the obvious way of editing gets wrong.
"""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

import numpy as np
import torch
from given import (
    Fact,
    Vocabulary,
    as_batch,
    copy_of,
    facts_vocabulary,
    load_facts,
    load_facts_model,
    new_model,
)
from torch import Tensor
from transformer_lens import TransformerBridge

# Heads of 12 in a stream of 32: neither the number of heads nor their width divides it
FORM = {"n_layers": 3, "n_heads": 3, "d_head": 12, "d_model": 32, "d_mlp": 48, "d_vocab": 40, "n_ctx": 8}
PROMPTS, LENGTH = 64, 7
DRAWS = 50  # of 2000 models the unluckiest took 9
LOUD = 12.0  # a unit with this bias and no input is at 12.0 on every prompt; at -12.0 it is at 0


class Example(NamedTuple):
    """A model, prompts [B, T] and a target for each, [B]."""

    model: TransformerBridge
    tokens: Tensor
    targets: Tensor


class Planted(NamedTuple):
    """The facts model with one more fact: the prompt [1, T] that `neuron` of `layer` answers with `target`."""

    model: TransformerBridge
    tokens: Tensor
    target: int
    layer: int
    neuron: int


# --- models for values ------------------------------------------------------------------------------------


def random_model(rng: np.random.Generator) -> Example:
    """A random model of three layers, 64 prompts of `<bos>` and 6 more tokens, and random targets.

    Embeddings, unembedding, every bias and every gain are large; the streams' means are far from 0. Redrawn
    until, on every prompt, the largest step of the lens and the most probable word win by more than float32
    could blur. Raises ValueError if they never do.
    """
    model = new_model(0, **FORM)
    for _ in range(DRAWS):
        _inflate(model, rng)
        tokens = torch.from_numpy(rng.integers(1, FORM["d_vocab"], (PROMPTS, LENGTH)))
        tokens[:, 0] = 0  # <bos>
        targets = torch.from_numpy(rng.integers(0, FORM["d_vocab"], PROMPTS))
        if _clear(model, tokens, targets):
            return Example(model, tokens, targets)
    raise ValueError(f"no model worth asking about in {DRAWS} draws")


def random_vocabulary(rng: np.random.Generator) -> Vocabulary:
    """As many made-up words as `random_model` has tokens."""
    syllables = [first + vowel for first in "bdgklmnprst" for vowel in "aeiou"]
    pairs = rng.permutation(len(syllables) ** 2)[: FORM["d_vocab"] - 1]
    return Vocabulary(
        ("<bos>", *("".join(syllables[i] for i in divmod(int(p), len(syllables))) for p in pairs))
    )


def _inflate(model: TransformerBridge, rng: np.random.Generator) -> None:
    with torch.no_grad():
        for name, tensor in model.original_model.named_parameters():
            shape = tuple(tensor.shape)
            if "ln" in name and name.endswith("weight"):
                values = rng.uniform(0.5, 2.0, shape)
            elif name.endswith("bias") or name.startswith(("tok_embed", "pos", "head")):
                values = rng.normal(0, 0.5, shape)
            else:
                values = rng.normal(0, 1 / np.sqrt(shape[1]), shape)
            tensor.copy_(torch.from_numpy(values))
        model.W_E.add_(1.0)
        model.W_U.add_(0.7)
        model.b_U.copy_(torch.from_numpy(rng.normal(0, 0.5, FORM["d_vocab"])))
        model.blocks[-1].mlp.W_out.mul_(3.0)


def _clear(model: TransformerBridge, tokens: Tensor, targets: Tensor) -> bool:
    """Whether no largest step and no most probable word hangs on a margin that rounding could cross."""
    with torch.no_grad():
        logits, cache = model.run_with_cache(tokens)
    ends = [cache["blocks.0.hook_resid_pre"]]
    ends += [cache[f"blocks.{i}.hook_resid_post"] for i in range(FORM["n_layers"])]
    readings = torch.stack([model.unembed(model.ln_final(end[:, -1:]))[:, 0] for end in ends], dim=1).detach()
    lens = readings[torch.arange(PROMPTS), :, targets]
    margins = (lens.diff(dim=1), logits[:, -1].softmax(dim=1))
    return all(_margin(values) > 1e-3 for values in margins)


def _margin(values: Tensor) -> float:
    best = values.topk(2, dim=1).values
    return (best[:, 0] - best[:, 1]).min().item()


# --- planted facts ----------------------------------------------------------------------------------------


@functools.cache
def trained() -> TransformerBridge:
    """The facts model. Not to be changed."""
    return load_facts_model()


@functools.cache
def relations() -> dict[str, tuple[list[Fact], Tensor]]:
    """The facts of each relation, and their prompts' tokens [B, T]."""
    vocabulary, groups = facts_vocabulary(), {}
    for fact in load_facts():
        groups.setdefault(fact.relation, []).append(fact)
    return {name: (group, as_batch(vocabulary, group)[0]) for name, group in groups.items()}


def plant_fact(rng: np.random.Generator, layer: int) -> Planted:
    """The facts model with a neuron of `layer` that makes it answer one capital's prompt with another capital.

    The neuron is at 5 at the end of that prompt and at about 0 everywhere else. In every layer there are
    decoys: neurons at 12 on every prompt that write nothing towards the target; in two layers one of them writes
    a large multiple of (1, …, 1), which the LayerNorm takes out; and neurons that would write a lot of the
    target and never fire. The decoys come first, so that the key fits the stream as it is with them.
    """
    model = copy_of(trained())
    tokens, target, gradient = _question(model, rng)
    direction = gradient - gradient.mean()
    direction = direction / direction.norm()
    units = {i: rng.choice(model.cfg.d_mlp, 6, replace=False).tolist() for i in range(model.cfg.n_layers)}
    with_constant = rng.choice(model.cfg.n_layers, 2, replace=False)
    for i, (_, *decoys) in units.items():
        # uncentred, it would be thought to write 40 norms of the gradient; the neuron itself writes 10 to 20
        constant = 40 * gradient.norm() / gradient.sum() / LOUD if i in with_constant else 0.0
        _decoys(model, rng, i, decoys, direction, constant)
    neuron = units[layer][0]
    _lock(model, layer, neuron, tokens)
    weights = model.blocks[layer].mlp.W_out.data
    for strength in (2.0, 3.0, 4.0, 6.0, 8.0, 12.0):
        weights[neuron] = strength * direction
        with torch.no_grad():
            if model(tokens)[0, -1].softmax(dim=0)[target] > 0.8:
                break
    return Planted(model, tokens, target, layer, neuron)


def _question(model: TransformerBridge, rng: np.random.Generator) -> tuple[Tensor, int, Tensor]:
    """A capital's prompt [1, T], another capital as its target, and what the target's logit multiplies a stream
    with, [d]: one whose mean is not near 0, so that centring matters."""
    facts, tokens = relations()["capital"]
    while True:
        place, other = rng.choice(len(facts), 2, replace=False)
        target = facts_vocabulary().token(facts[other].answer)
        gradient = (model.ln_final.weight * model.W_U[:, target]).detach()
        if gradient.sum().abs() > gradient.norm() / 3:
            return tokens[place : place + 1], target, gradient


def _decoys(
    model: TransformerBridge,
    rng: np.random.Generator,
    layer: int,
    units: list[int],
    direction: Tensor,
    constant: Tensor | float,
) -> None:
    mlp = model.blocks[layer].mlp
    *loud, uniform, silent = units
    mlp.W_in.data[:, units] = 0.0
    mlp.b_in.data[units] = LOUD
    mlp.b_in.data[silent] = -LOUD
    for unit in (*loud, uniform):
        written = torch.from_numpy(rng.normal(0, 0.005, len(direction))).float()
        written -= written.mean()
        mlp.W_out.data[unit] = written - (written @ direction) * direction
    mlp.W_out.data[uniform] += constant
    mlp.W_out.data[silent] = 20.0 * direction


def _lock(model: TransformerBridge, layer: int, neuron: int, tokens: Tensor) -> None:
    """Gives a neuron input weights and a bias with which it is at 5 at the end of this prompt, and below -3
    before the activation function at every other position of every prompt."""
    name = f"blocks.{layer}.ln2.hook_out"
    inputs = []
    for _, prompts in relations().values():
        with torch.no_grad():
            _, cache = model.run_with_cache(prompts, names_filter=name)
        inputs.append(cache[name].flatten(0, 1))
    with torch.no_grad():
        _, cache = model.run_with_cache(tokens, names_filter=name)
    own, inputs = cache[name][0, -1], torch.cat(inputs)
    key = own - inputs.mean(dim=0)
    others = inputs[(inputs - own).norm(dim=1) > 1e-3]
    key = key * 8.0 / (own @ key - (others @ key).max())
    mlp = model.blocks[layer].mlp
    mlp.W_in.data[:, neuron] = key
    mlp.b_in.data[neuron] = 5.0 - own @ key


# --- a student's own, kept while they are graded; in a course without a secret for the whole class ----------


@functools.lru_cache(maxsize=1)
def example_of(variant: Any) -> Example:
    return random_model(variant.rng("model"))


@functools.lru_cache(maxsize=1)
def facts_of(variant: Any) -> list[Planted]:
    """Three, each in another layer."""
    rng = variant.rng("facts")
    return [plant_fact(rng, int(layer)) for layer in rng.choice(4, 3, replace=False)]


# --- edits ------------------------------------------------------------------------------------------------


class Edit(NamedTuple):
    """A prompt [1, T], a new answer for it, and batches [B, T] of the prompts to be left alone."""

    prompt: Tensor
    target: int
    others: list[Tensor]


def spilling_edit(rng: np.random.Generator) -> Edit:
    """A capital's prompt, another capital for it, and every other prompt of the facts.

    Redrawn until the edit along the prompt's own key changes the words of 6 % of the other prompts or more; of
    all pairs of capitals three in ten are such. Raises ValueError if none is drawn.
    """
    facts, tokens = relations()["capital"]
    rest = [prompts for relation, (_, prompts) in relations().items() if relation != "capital"]
    for _ in range(DRAWS):
        place, other = rng.choice(len(facts), 2, replace=False).tolist()
        others = [*rest, tokens[torch.arange(len(facts)) != place]]
        edit = Edit(tokens[place : place + 1], facts_vocabulary().token(facts[other].answer), others)
        if _spilt(edit) >= 0.06:
            return edit
    raise ValueError(f"no edit that spills over in {DRAWS} draws")


def _spilt(edit: Edit) -> float:
    """The share of the other prompts whose most probable word changes when the target's direction is written by
    the prompt's own key in the last MLP, no stronger than gives the target .85."""
    model, last = trained(), trained().cfg.n_layers - 1
    names = [f"blocks.{last}.mlp.hook_post", f"blocks.{last}.hook_resid_post"]
    with torch.no_grad():
        caches = [model.run_with_cache(t, names_filter=names)[1] for t in (edit.prompt, *edit.others)]
        keys, streams = (torch.cat([cache[name][:, -1] for cache in caches]) for name in names)
        gradient = model.ln_final.weight * model.W_U[:, edit.target]
        written = torch.outer(keys @ keys[0] / keys[0].square().sum(), gradient - gradient.mean())
        before = model.unembed(model.ln_final(streams[:, None]))[:, 0].argmax(dim=1)
        for strength in 1.05 ** np.arange(200):
            logits = model.unembed(model.ln_final((streams + strength * written)[:, None]))[:, 0]
            if logits[0].softmax(dim=0)[edit.target] > 0.85:
                break
    return (logits.argmax(dim=1) != before)[1:].double().mean().item()


# --- rankings without ties --------------------------------------------------------------------------------


def clear_ranking(example: Example, rng: np.random.Generator) -> tuple[Tensor, Tensor, int]:
    """Some of an example's prompts [8, T], their targets [8], and a k: the k + 1 neurons that add most to the
    targets' logits are .001 apart. Raises ValueError where there are none."""
    model = example.model
    for _ in range(DRAWS):
        rows = torch.from_numpy(rng.choice(PROMPTS, 8, replace=False))
        tokens, targets = example.tokens[rows], example.targets[rows]
        with torch.no_grad():
            _, cache = model.run_with_cache(tokens)
        gradients = model.ln_final.weight.detach() * model.W_U.detach()[:, targets].T
        gradients = (gradients - gradients.mean(dim=1, keepdim=True)) / cache["ln_final.hook_scale"][:, -1]
        added = [
            (cache[f"blocks.{i}.mlp.hook_post"][:, -1] * (gradients @ block.mlp.W_out.detach().T)).mean(dim=0)
            for i, block in enumerate(model.blocks)
        ]
        if _apart(torch.cat(added), 7):
            return tokens, targets, 6
    raise ValueError(f"no clear ranking in {DRAWS} draws")


def clear_contexts(example: Example, rng: np.random.Generator) -> tuple[list[Tensor], int, int, int]:
    """Contexts of several lengths [1, T], a layer, a neuron and a k: the neuron's k + 1 largest activations are
    .001 apart. Raises ValueError where there is none."""
    lengths = rng.integers(3, LENGTH + 1, 24).tolist()
    contexts = [row[None, :length] for row, length in zip(example.tokens, lengths, strict=False)]
    with torch.no_grad():
        caches = [example.model.run_with_cache(tokens)[1] for tokens in contexts]
    for _ in range(DRAWS):
        layer, neuron = int(rng.integers(FORM["n_layers"])), int(rng.integers(FORM["d_mlp"]))
        ends = [cache[f"blocks.{layer}.mlp.hook_post"][0, -1, neuron] for cache in caches]
        if _apart(torch.stack(ends), 6):
            return contexts, layer, neuron, 5
    raise ValueError(f"no clear neuron in {DRAWS} draws")


def _apart(values: Tensor, k: int) -> bool:
    return values.topk(k).values.diff().abs().min().item() > 1e-3
