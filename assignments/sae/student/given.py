"""Provided code for the sparse autoencoder: its parameters, the toy, reading a model's activations, the figures.

Import from here and leave the file as it is: grading uses its own copy. The facts, their words and the model that
knows them are in `facts.py`. The figure functions take plain arrays (or tensors, or lists) and return a matplotlib
`Figure`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import torch
from facts import Fact, Vocabulary, facts_vocabulary, load_facts, load_facts_model, new_model
from figure_parts import BLUE, DIVERGING, GREY, ORANGE, apart, as_array, ink, name_points
from matplotlib.figure import Figure
from numpy.typing import ArrayLike
from pages import Page, slider_page
from torch import Tensor, nn
from transformer_lens import TransformerBridge

__all__ = [
    "Fact",
    "Feature",
    "SparseAutoencoder",
    "Toy",
    "Vocabulary",
    "activations_at_end",
    "context_table",
    "cosine_heatmap",
    "density_histogram",
    "facts_vocabulary",
    "frontier_curve",
    "influence_scatter",
    "load_facts",
    "load_facts_model",
    "make_toy",
    "new_model",
    "split_facts",
    "steering_bars",
    "steering_page",
    "superposition_panels",
    "train_with_resampling",
]


class SparseAutoencoder(nn.Module):
    """The parameters of a sparse autoencoder; what it computes is yours to write.

    `W_enc` [d, n_latents] and `b_enc` [n_latents] read features out of an activation vector of length d, `W_dec`
    [n_latents, d] and `b_dec` [d] put it together again: row j of `W_dec` is the direction of latent j. Drawn from
    torch's generator: random decoder rows of length 1, the encoder their transpose, biases 0. `config` holds the
    arguments, so that `SparseAutoencoder(**sae.config)` makes one of the same form.
    """

    def __init__(self, d: int, n_latents: int) -> None:
        super().__init__()
        self.config = {"d": d, "n_latents": n_latents}
        directions = nn.functional.normalize(torch.randn(n_latents, d), dim=1)
        self.W_enc = nn.Parameter(directions.T.clone(memory_format=torch.contiguous_format))
        self.b_enc = nn.Parameter(torch.zeros(n_latents))
        self.W_dec = nn.Parameter(directions)
        self.b_dec = nn.Parameter(torch.zeros(d))


class Toy(NamedTuple):
    """A world of which we know the features: more of them than dimensions, few present at a time.

    (After Elhage et al. 2022, "Toy models of superposition", and Sharkey, Braun and Millidge 2022.)
    """

    directions: Tensor
    """[n_features, d], each of length 1"""
    offset: Tensor
    """[d], added to every activation"""
    probability: float
    """of each feature to be present, independently of the others"""

    def sample(self, n: int, seed: int) -> Tensor:
        """n activation vectors [n, d]: the offset, and every feature that is present times a size from .5 to 1.5."""
        generator = torch.Generator().manual_seed(seed)
        shape = (n, len(self.directions))
        present = torch.rand(shape, generator=generator) < self.probability
        sizes = 0.5 + torch.rand(shape, generator=generator)
        return (present * sizes) @ self.directions + self.offset


def make_toy(seed: int, n_features: int = 64, d: int = 32, probability: float = 0.05) -> Toy:
    """A toy with random directions and a random offset of length 3.

    Drawn with NumPy: torch's generator would give the same numbers to an autoencoder of the same seed, which would then
    know the features before it is trained.
    """
    rng = np.random.default_rng(seed)
    directions = nn.functional.normalize(torch.from_numpy(rng.normal(size=(n_features, d))).float(), dim=1)
    offset = nn.functional.normalize(torch.from_numpy(rng.normal(size=d)).float(), dim=0)
    return Toy(directions, 3 * offset, probability)


class Feature(NamedTuple):
    """One latent of an autoencoder, and the place in a model whose activations the autoencoder reads."""

    sae: SparseAutoencoder
    hook_name: str
    """such as blocks.3.mlp.hook_post"""
    latent: int


def activations_at_end(
    model: TransformerBridge, vocabulary: Vocabulary, prompts: Sequence[str], hook_name: str
) -> Tensor:
    """The activations of that name at the last token of each prompt, [N, d]."""
    rows = []
    with torch.no_grad():
        for prompt in prompts:
            _, cache = model.run_with_cache(vocabulary.encode(prompt), names_filter=hook_name)
            rows.append(cache[hook_name][0, -1])
    return torch.stack(rows)


def split_facts(facts: Sequence[Fact], seed: int = 0) -> tuple[list[int], list[int]]:
    """Facts to train on and facts to hold out, as their places in `facts`, each in ascending order.

    Of every answer that three facts or more share a third is held out, rounded down and drawn by the seed: 23 of the
    150. All others are trained on. (An answer that occurs once can only be known from its own fact.)
    """
    rng, answers = np.random.default_rng(seed), [fact.answer for fact in facts]
    held_out = set()
    for word in dict.fromkeys(answers):
        places = [i for i, answer in enumerate(answers) if answer == word]
        held_out |= set(rng.permutation(places)[: len(places) // 3].tolist())
    return [i for i in range(len(facts)) if i not in held_out], sorted(held_out)


def train_with_resampling(
    forward: Callable[..., tuple[Tensor, Tensor]],
    resample: Callable[..., tuple[SparseAutoencoder, dict[str, Tensor]]] | None,
    x: Tensor,
    n_latents: int = 96,
    steps: int = 1200,
    every: int = 200,
    seed: int = 0,
) -> tuple[SparseAutoencoder, list[int]]:
    """Trains an autoencoder with an L1 penalty and lets `resample` revive dead latents every so many steps.

    `forward(sae, x)` says what the autoencoder computes. It gets an unlucky start: half of the latents have a bias of
    -3, out of reach of any sample. Returns the autoencoder and how many latents were dead at each of these moments and
    at the end. None never resamples.
    """
    torch.manual_seed(seed)
    sae = SparseAutoencoder(x.shape[1], n_latents)
    sae.b_dec.data.copy_(x.mean(dim=0))
    sae.b_enc.data[: n_latents // 2] = -3.0
    optimiser = torch.optim.Adam(sae.parameters(), lr=5e-3)
    dead = []
    for step in range(1, steps + 1):
        batch = x[torch.randint(len(x), (256,))]
        optimiser.zero_grad()
        reconstruction, features = forward(sae, batch)
        error = (reconstruction - batch).square().sum(dim=1).mean()
        (error + 0.3 * features.sum(dim=1).mean()).backward()
        optimiser.step()
        with torch.no_grad():
            sae.W_dec.div_(sae.W_dec.norm(dim=1, keepdim=True))
        if step % every == 0:
            with torch.no_grad():
                dead.append(int((forward(sae, x)[1] <= 0).all(dim=0).sum()))
            if resample is not None and step <= steps - 2 * every:
                _continue_from(sae, optimiser, *resample(sae, _moments(sae, optimiser), x))
    return sae, dead


def _moments(sae: SparseAutoencoder, optimiser: torch.optim.Adam) -> dict[str, Tensor]:
    states = {name: optimiser.state[parameter] for name, parameter in sae.named_parameters()}
    return {name: torch.stack([state["exp_avg"], state["exp_avg_sq"]]) for name, state in states.items()}


def _continue_from(
    sae: SparseAutoencoder,
    optimiser: torch.optim.Adam,
    revived: SparseAutoencoder,
    moments: dict[str, Tensor],
) -> None:
    with torch.no_grad():
        for (name, parameter), new in zip(sae.named_parameters(), revived.parameters(), strict=True):
            parameter.copy_(new)
            first, second = torch.as_tensor(moments[name], dtype=parameter.dtype)
            optimiser.state[parameter]["exp_avg"].copy_(first)
            optimiser.state[parameter]["exp_avg_sq"].copy_(second)


# --- figures ----------------------------------------------------------------------------------------------


def cosine_heatmap(W_dec: ArrayLike, W_true: ArrayLike, assignment: ArrayLike) -> Figure:
    """Every feature's cosine with every matched latent, in the order of the features; and the matched ones.

    W_dec [n_latents, d], W_true [n_features, d], assignment [n_features]: the latent of each feature.
    """
    latents, features = (_unit(as_array(rows)) for rows in (W_dec, W_true))
    cosines = features @ latents[as_array(assignment).astype(int)].T
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
    image = left.imshow(cosines, cmap=DIVERGING, vmin=-1, vmax=1, interpolation="nearest")
    left.set(xlabel="the latent matched to feature …", ylabel="feature", title="Cosines after matching")
    figure.colorbar(image, ax=left, label="cosine")
    apart(figure)
    matched = np.diag(cosines)
    right.hist(matched, bins=np.linspace(min(0.0, matched.min()), 1, 51), color=BLUE)
    right.axvline(0.9, color=GREY, linestyle=":", label="found: above .9")
    right.set(
        xlabel="cosine with its latent",
        ylabel="features",
        title=f"{(matched > 0.9).sum()} of {len(matched)} features found",
    )
    right.legend(frameon=False, loc="upper left")
    return figure


def density_histogram(density: ArrayLike, expected: float | None = None) -> Figure:
    """How often latents fire: density [n_latents], each a share of the samples, on a logarithmic scale."""
    density = as_array(density)
    alive = density[density > 0]
    figure, axes = plt.subplots(figsize=(5.5, 3.2), layout="constrained")
    axes.hist(np.log10(alive), bins=np.linspace(-4, 0, 41).tolist(), color=BLUE)
    if expected is not None:
        label = f"each true feature: {expected:g}"
        axes.axvline(np.log10(expected), color=ORANGE, linestyle=":", linewidth=2, label=label)
        axes.legend(frameon=False, loc="upper left")
    axes.set_xticks(range(-4, 1), ["1 in 10000", "1 in 1000", "1 in 100", "1 in 10", "always"], fontsize=8)
    dead = len(density) - len(alive)
    axes.set(xlabel="share of the samples on which a latent fires", ylabel="latents")
    axes.set_title(f"Firing densities ({dead} of {len(density)} latents are dead)")
    return figure


def frontier_curve(
    l0s: ArrayLike,
    fvus: ArrayLike,
    l1s: Sequence[float],
    point: tuple[float, float] | None = None,
    name: str = "your autoencoder",
) -> Figure:
    """Unexplained variance against L0 for several l1, and another autoencoder's (l0, fvu) as a point of that name."""
    l0s, fvus = as_array(l0s), as_array(fvus)
    figure, axes = plt.subplots(figsize=(5.5, 3.6), layout="constrained")
    order = np.argsort(l0s)
    axes.plot(l0s[order], fvus[order], color=BLUE, marker="o")
    for i, l1 in enumerate(l1s):
        axes.annotate(f"l1 = {l1:g}", (l0s[i], fvus[i]), (7, 5), textcoords="offset points", fontsize=8)
    if point is not None:
        axes.plot(*point, marker="*", markersize=14, color=ORANGE, linestyle="none", label=name)
        axes.legend(frameon=False)
    axes.set(
        xlabel="L0: latents that fire on a sample",
        ylabel="fraction of variance unexplained",
        title="Sparse or faithful",
        ylim=(0, 1.12 * max(fvus.max(), point[1] if point else 0)),
        xlim=(0, 1.22 * max(l0s.max(), point[0] if point else 0)),
    )
    return figure


def context_table(rows: Sequence[tuple[str, Sequence[str], ArrayLike]], title: str = "") -> Figure:
    """The strongest contexts of some latents as a table: (name of the latent, contexts, activations) for each."""
    cells = []
    for name, contexts, activations in rows:
        strengths = [f"{value:.2f}" for value in np.atleast_1d(as_array(activations))]
        cells.append([name, "\n".join(contexts) or "(never fires)", "\n".join(strengths)])
    lines = [max(1, cell[1].count("\n") + 1) for cell in cells]
    figure, axes = plt.subplots(figsize=(8, 0.7 + 0.2 * sum(lines) + 0.1 * len(lines)), layout="constrained")
    axes.axis("off")
    table = axes.table(
        cells,
        colLabels=["latent", "strongest contexts", "activation"],
        colWidths=[0.3, 0.55, 0.15],
        cellLoc="left",
        bbox=(0, 0, 1, 1),  # type: ignore[arg-type]
    )
    table.auto_set_font_size(False)
    table.set_fontsize(8)
    total = sum(lines) + 0.5 * len(lines) + 1.5
    for (row, column), cell in table.get_celld().items():
        cell.set_height((1.5 if row == 0 else lines[row - 1] + 0.5) / total)
        cell.set(edgecolor=GREY, facecolor="none")
        cell.PAD = 0.04 if column else 0.07
    axes.set_title(title, fontsize=10)
    return figure


def superposition_panels(
    decoders: Sequence[ArrayLike], steps: Sequence[int], directions: ArrayLike
) -> Figure:
    """Decoder rows in two dimensions [n_latents, 2] after some numbers of steps, over the true directions."""
    directions = as_array(directions)
    figure, panels = plt.subplots(1, len(decoders), figsize=(2.3 * len(decoders), 2.7), layout="constrained")
    for axes, rows, step in zip(np.atleast_1d(panels), decoders, steps, strict=True):
        for x, y in directions:
            axes.plot([0, x], [0, y], color=GREY, linewidth=5, alpha=0.35, solid_capstyle="round")
        for x, y in as_array(rows):
            axes.annotate(
                "", (x, y), (0, 0), arrowprops={"arrowstyle": "->", "color": BLUE, "linewidth": 1.5}
            )
        axes.set(
            title=f"step {step}", xlim=(-1.2, 1.2), ylim=(-1.2, 1.2), aspect="equal", xticks=[], yticks=[]
        )
    figure.suptitle("True features (grey) and decoder rows (arrows)", fontsize=10)
    return figure


def steering_bars(
    words: Sequence[str], before: ArrayLike, after: ArrayLike, title: str, shown: int = 10
) -> Figure:
    """The logits that change most: words [V], logits [V] before and after."""
    change = as_array(after) - as_array(before)
    most = np.argsort(-np.abs(change))[:shown]
    figure, axes = plt.subplots(figsize=(5.5, 0.9 + 0.25 * len(most)), layout="constrained")
    places = np.arange(len(most))[::-1]
    axes.barh(places, change[most], color=[BLUE if value > 0 else ORANGE for value in change[most]])
    axes.axvline(0, color=ink(), linewidth=0.8)
    axes.set_yticks(places, [words[i] for i in most])
    axes.set(xlabel="change of the logit", title=title)
    return figure


def steering_page(
    words: Sequence[str], scales: ArrayLike, logits: ArrayLike, word: str, shown: int = 10
) -> Page:
    """The change of some words' logits, the scale of the steering under a slider: scales [S], logits [S, B, V].

    The change is against the scale next to 0, a mean over the B prompts; shown are the words that change most.
    """
    scales, logits = as_array(scales), as_array(logits)
    middle = int(np.abs(scales).argmin())
    change = (logits - logits[middle]).mean(axis=1)
    most = np.argsort(-np.abs(change).max(axis=0))[:shown]
    first = (logits.argmax(axis=2) == list(words).index(word)).sum(axis=1)
    return slider_page(
        f"{word!r} added at several strengths",
        "scale",
        [f"{scale:+.2f}" for scale in scales],
        [words[i] for i in most],
        {"mean change of the logit": change[:, most]},
        [f"{word!r} is the most probable answer to {n} of {logits.shape[1]} prompts." for n in first],
        start=3 * len(scales) // 4,
    )


def influence_scatter(
    coactivation: ArrayLike, influence: ArrayLike, labels: Sequence[str], title: str
) -> Figure:
    """For each possible source, how often it fires with the target and what its removal takes from it: [S], [S]."""
    coactivation, influence = as_array(coactivation), as_array(influence)
    figure, axes = plt.subplots(figsize=(5.8, 4), layout="constrained")
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.scatter(coactivation, influence, color=BLUE, zorder=3)
    named = {*np.argsort(-np.abs(influence))[:4].tolist(), *np.argsort(-coactivation)[:4].tolist()}
    axes.margins(x=0.4, y=0.25)
    axes.set(
        xlabel="co-activation: mean product of the two activations",
        ylabel="influence: what the target loses\nwithout the source",
        title=textwrap.fill(title, 44),
    )
    order = [
        *sorted(named),
        *(i for i in range(len(labels)) if i not in named),
    ]  # who has no room has no name
    line = np.column_stack([np.linspace(*axes.get_xlim(), 400), np.zeros(400)])
    at = coactivation[order], influence[order]
    name_points(axes, *at, [labels[i] if i in named else "" for i in order], avoid=line)
    return figure


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
