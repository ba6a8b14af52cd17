"""Provided code for the logit decomposition: the facts and the model that knows them, and the figures.

Import from here and leave the file as it is: grading uses its own copy. The facts, their words and the model
are in `facts.py`. The figure functions take plain arrays (or tensors, or lists) and return a matplotlib
`Figure`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import torch
from diagrams import residual_stream_diagram
from facts import (
    Fact,
    Vocabulary,
    as_batch,
    copy_of,
    facts_vocabulary,
    load_facts,
    load_facts_model,
    new_model,
)
from figure_parts import BLUE, GREEN, GREY, ORANGE, PURPLE, as_array, ink, name_points, write_cells
from matplotlib.figure import Figure
from numpy.typing import ArrayLike
from torch import Tensor
from transformer_lens import TransformerBridge

__all__ = [
    "EditScores",
    "Fact",
    "Vocabulary",
    "as_batch",
    "attribution_bars",
    "components",
    "context_bars",
    "copy_of",
    "edit_scores",
    "effects_scatter",
    "facts_vocabulary",
    "gpt2_at_hand",
    "knock_out",
    "lens_curves",
    "load_facts",
    "load_facts_model",
    "load_gpt2",
    "new_model",
    "overlap_heatmap",
    "patching_scatter",
    "prediction_bars",
    "retained_bars",
    "stream_diagram",
]


class EditScores(NamedTuple):
    """What an edit did; each number is a share from 0 to 1."""

    efficacy: float
    """the probability of the new answer to the edited prompt"""
    specificity: float
    """of the other prompts: how many have the same most probable word as before"""
    reversed: float
    """the probability of the edited place when the question is turned around"""


def components(model: TransformerBridge) -> list[str]:
    """The names of the heads and MLPs, layer by layer: L0H0, L0H1, …, L0.mlp, L1H0, …"""
    parts = [*(f"H{head}" for head in range(model.cfg.n_heads)), ".mlp"]
    return [f"L{layer}{part}" for layer in range(model.cfg.n_layers) for part in parts]


def knock_out(model: TransformerBridge, tokens: Tensor, neurons: Sequence[tuple[int, int]]) -> Tensor:
    """The logits [B, d_vocab] at the last position of tokens [B, T] with some hidden MLP units at 0 there.

    `neurons` are pairs of layer and index. The model is as before afterwards.
    """

    def zero(layer: int) -> Callable[[Tensor, object], Tensor]:
        units = [unit for where, unit in neurons if where == layer]

        def hook(hidden: Tensor, hook: object) -> Tensor:
            hidden = hidden.clone()
            hidden[:, -1, units] = 0.0
            return hidden

        return hook

    hooks = [(f"blocks.{layer}.mlp.hook_post", zero(layer)) for layer in {layer for layer, _ in neurons}]
    with torch.no_grad():
        return model.run_with_hooks(tokens, fwd_hooks=hooks)[:, -1]


def edit_scores(
    before: TransformerBridge,
    after: TransformerBridge,
    edited: tuple[Tensor, int],
    others: Sequence[Tensor],
    turned: tuple[Tensor, int],
) -> EditScores:
    """Compares a model before and after an edit.

    `edited` is the edited prompt [1, T] and its new answer; `others` are batches of prompts [B, T] that should
    read as before; `turned` is the question turned around [1, T], and the place that it should now be
    answered with. (Efficacy and specificity have their names from Meng et al. 2022, "Locating and editing factual
    associations in GPT"; their measures differ: whether the new answer beats the old one, and what is said of
    neighbouring subjects. They do not turn the question around.)
    """
    with torch.no_grad():
        kept = [after(o)[:, -1].argmax(dim=1) == before(o)[:, -1].argmax(dim=1) for o in others]
        new, back = (after(t)[0, -1].softmax(dim=0)[answer].item() for t, answer in (edited, turned))
    return EditScores(new, torch.cat(kept).double().mean().item(), back)


def load_gpt2(source: str | Path = "gpt2") -> TransformerBridge:
    """GPT-2 small (124 million parameters) in TransformerLens: by name, which downloads 548 MB once, or from a
    folder that holds a checkpoint as `save_pretrained` of Hugging Face writes it."""
    return TransformerBridge.boot_transformers(str(source), device="cpu")


def gpt2_at_hand() -> Path | None:
    """The folder of GPT-2 small's checkpoint where Hugging Face keeps what was once downloaded; None if it is not there.

    Looks at this machine only.
    """
    from huggingface_hub import try_to_load_from_cache

    for name in ("gpt2", "openai-community/gpt2"):
        files = [
            try_to_load_from_cache(name, file) for file in ("config.json", "model.safetensors", "vocab.json")
        ]
        if all(isinstance(file, str) for file in files):
            return Path(str(files[0])).parent
    return None


# --- figures ----------------------------------------------------------------------------------------------

STYLES = (
    (BLUE, "-", "o"),
    (ORANGE, "--", "s"),
    (GREEN, "-.", "^"),
    (PURPLE, ":", "D"),
)


def stream_diagram(model: TransformerBridge) -> Figure:
    """The model as its residual stream, and where each component reads and writes."""
    layers, heads = range(model.cfg.n_layers), range(model.cfg.n_heads)
    names = [[f"L{layer}H{head}" for head in heads] for layer in layers]
    return residual_stream_diagram(names, [f"L{layer}.mlp" for layer in layers], "LayerNorm and W_U")


def prediction_bars(words: Sequence[str], probabilities: ArrayLike, prompt: str, shown: int = 6) -> Figure:
    """The most probable next words: words [V] and their probabilities [V]."""
    probabilities = as_array(probabilities)
    best = np.argsort(-probabilities)[:shown]
    figure, axes = plt.subplots(figsize=(5.5, 0.9 + 0.28 * len(best)), layout="constrained")
    places = np.arange(len(best))[::-1]
    axes.barh(places, probabilities[best], color=BLUE)
    axes.set_yticks(places, [words[i] for i in best])
    for place, value in zip(places, probabilities[best], strict=True):
        axes.text(value + 0.01, place, f"{value:.3f}", va="center", fontsize=8)
    axes.set(xlabel="probability", xlim=(0, 1.12), title=f"{prompt} …")
    return figure


def lens_curves(lens: ArrayLike, labels: Sequence[str], title: str = "Logit lens") -> Figure:
    """The answer's logit read off after each layer: lens [B, n_layers + 1], one curve for each label."""
    lens = as_array(lens)
    figure, axes = plt.subplots(figsize=(6, 3.4), layout="constrained")
    for row, label, (colour, line, marker) in zip(lens, labels, _styles(len(lens)), strict=True):
        axes.plot(range(len(row)), row, line, color=colour, marker=marker, label=label)
    ticks = ["embeddings", *(f"layer {layer}" for layer in range(lens.shape[1] - 1))]
    axes.set_xticks(range(lens.shape[1]), ticks)
    axes.set(xlabel="residual stream read after", ylabel="logit of the answer", title=title)
    axes.legend(frameon=False, fontsize=8)
    return figure


def attribution_bars(terms: Mapping[str, float], logit: float, title: str = "") -> Figure:
    """One bar for each component's share of a logit, in the order given, and their sum beside the logit."""
    names, values = list(terms), np.array([float(value) for value in terms.values()])
    figure, axes = plt.subplots(figsize=(5.5, 0.9 + 0.19 * len(names)), layout="constrained")
    places = np.arange(len(names))[::-1]
    axes.barh(places, values, color=[BLUE if value >= 0 else ORANGE for value in values])
    axes.axvline(0, color=ink(), linewidth=0.8)
    axes.set_yticks(places, names, family="monospace", fontsize=8)
    axes.set_ylim(-0.7, len(names) - 0.3)
    axes.set(xlabel=f"share of the logit (sum {values.sum():.3f}, logit {float(logit):.3f})", title=title)
    return figure


def context_bars(contexts: Sequence[str], activations: ArrayLike, title: str) -> Figure:
    """The contexts in which a neuron fires most, and how strongly: contexts [k], activations [k]."""
    activations = as_array(activations)
    figure, axes = plt.subplots(figsize=(6.5, 0.9 + 0.28 * len(contexts)), layout="constrained")
    places = np.arange(len(contexts))[::-1]
    axes.barh(places, activations, color=BLUE)
    axes.set_yticks(places, contexts, fontsize=9)
    axes.set(xlabel="activation", title=title)
    return figure


def effects_scatter(names: Sequence[str], direct: ArrayLike, total: ArrayLike, last_layer: int) -> Figure:
    """Each component's direct effect [C] on a logit against its total effect [C]."""
    direct, total = as_array(direct), as_array(total)
    last = np.array([name.startswith(f"L{last_layer}") for name in names])
    figure, axes = plt.subplots(figsize=(5.5, 4.4), layout="constrained")
    for chosen, colour, marker, label in (
        (~last, BLUE, "o", "layers before the last"),
        (last, ORANGE, "s", "last layer"),
    ):
        axes.scatter(direct[chosen], total[chosen], color=colour, marker=marker, label=label, zorder=3)
    line = np.linspace(min(direct.min(), 0), direct.max(), 400)
    axes.plot(line, line, ":", color=GREY, label="direct = total")
    axes.set(
        xlabel="direct effect: its share of the logit",
        ylabel="total effect: what its ablation costs",
        title="What a component writes, and what hangs on it",
    )
    axes.margins(x=0.15)
    axes.legend(frameon=False, fontsize=8)
    far = np.argsort(-np.hypot(direct / np.ptp(direct), total / np.ptp(total)))  # these are named first
    name_points(axes, direct[far], total[far], [names[i] for i in far], avoid=np.column_stack([line, line]))
    return figure


def patching_scatter(names: Sequence[str], estimated: ArrayLike, measured: ArrayLike, title: str) -> Figure:
    """What patching each component changes, estimated by a gradient [C] and measured [C], those that change most named."""
    estimated, measured = as_array(estimated), as_array(measured)
    mlp = np.array([name.endswith("mlp") for name in names])
    figure, axes = plt.subplots(figsize=(5.5, 4.4), layout="constrained")
    for chosen, colour, marker, label in ((~mlp, BLUE, "o", "heads"), (mlp, ORANGE, "s", "MLPs")):
        axes.scatter(estimated[chosen], measured[chosen], color=colour, marker=marker, label=label, zorder=3)
    ends = min(estimated.min(), 0), max(estimated.max(), 0)
    line = np.linspace(*ends, 400)
    axes.plot(line, line, ":", color=GREY, label="estimated = measured")
    axes.set(
        xlabel="attribution patching: change · gradient", ylabel="activation patching: measured", title=title
    )
    axes.margins(0.12)
    axes.legend(frameon=False, fontsize=8)
    far = np.argsort(-np.abs(measured))
    shown = [names[i] if rank < 6 else "" for rank, i in enumerate(far)]
    name_points(axes, estimated[far], measured[far], shown, avoid=np.column_stack([line, line]))
    return figure


def overlap_heatmap(overlap: ArrayLike, labels: Sequence[str]) -> Figure:
    """How many of their top neurons each two prompts share: overlap [B, B], from 0 to 1."""
    overlap = as_array(overlap)
    figure, axes = plt.subplots(figsize=(7.6, 4.6), layout="constrained")
    image = axes.imshow(overlap, cmap="Blues", vmin=0, vmax=1)
    write_cells(axes, overlap, dark=0.6, fontsize=8)
    axes.set_yticks(range(len(labels)), labels, fontsize=8)
    axes.set_xticks(range(len(labels)), [f"{i + 1}" for i in range(len(labels))])
    axes.set(title="Shared among the top neurons")
    figure.colorbar(image, ax=axes, label="share")
    return figure


def retained_bars(labels: Sequence[str], before: ArrayLike, after: ArrayLike, title: str) -> Figure:
    """Probabilities of the right answers before and after an intervention, side by side: [B] and [B]."""
    figure, axes = plt.subplots(figsize=(6.5, 1.1 + 0.42 * len(labels)), layout="constrained")
    places = np.arange(len(labels))[::-1]
    axes.barh(places + 0.19, as_array(before), 0.36, color=GREY, label="before")
    axes.barh(places - 0.19, as_array(after), 0.36, color=ORANGE, hatch="//", label="after")
    axes.set_yticks(places, labels, fontsize=9)
    axes.set(xlabel="probability", xlim=(0, 1.05), title=title)
    axes.legend(frameon=False, fontsize=8, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return figure


def _styles(number: int) -> list[tuple[str, str, str]]:
    styles = [*STYLES, (ink(), "-", "v")]
    return [styles[i % len(styles)] for i in range(number)]
