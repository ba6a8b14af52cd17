"""Provided code for the induction-head assignment: the model, a hiding place for your circuit, and the figures.

Import from here and leave the file as it is: grading uses its own copy. The figure functions take plain
arrays (or tensors, or lists) and return a matplotlib `Figure`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import torch
from figure_parts import BLUE, GREEN, GREY, ORANGE, as_array, colours, ink, write_cells
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle
from numpy.typing import ArrayLike
from progress import Progress as Progress
from transformer_lens import TransformerBridge, TransformerBridgeConfig

VOCABULARY = 32  # tokens 0 … 31
LENGTH = 32  # positions of a sequence, and of the model's context
PERIODS = range(4, 15)
SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"  # one for each token, for the eye

Head = tuple[int, int]
"""(layer, head), both counted from 0"""


def new_model(seed: int, n_heads: int = 1, d_model: int = 32, d_head: int = 32) -> TransformerBridge:
    """An untrained transformer of two attention layers and nothing else: no MLP, no LayerNorm.

    Tokens and learned positions are embedded and added; each head adds what it writes to the residual stream;
    `unembed` reads the logits off it. The parameters to train are those of `model.original_model`, the plain
    torch module inside the bridge. The same seed gives the same weights.
    """
    config = TransformerBridgeConfig(
        n_layers=2,
        n_heads=n_heads,
        d_model=d_model,
        d_head=d_head,
        n_ctx=LENGTH,
        d_vocab=VOCABULARY,
        attn_only=True,
        normalization_type=None,
        seed=seed,
        device="cpu",
    )
    return TransformerBridge.boot_native(config)


BLANK = new_model(seed=0)  # the form that `train` returns


def spell(tokens: ArrayLike) -> str:
    """A sequence of tokens [T] as a string, one symbol for each."""
    return "".join(SYMBOLS[token] for token in as_array(tokens).tolist())


def among_decoys(model: TransformerBridge, seed: int) -> tuple[TransformerBridge, tuple[Head, Head]]:
    """Hides the two heads of a trained model among six others; returns the new model and where they went.

    The new model has four heads in each layer, in random order. One of the three decoys of each layer has the
    very queries and keys of your head, so it attends as yours does, but what it reads and writes is random. The
    other two are random throughout. Takes a model with one head in each layer; the places are
    ((0, head), (1, head)).
    """
    rng, more = (torch.Generator().manual_seed(s) for s in (seed, seed + 1_000_003))
    places = [int(torch.randint(4, (), generator=rng)) for _ in range(2)]
    bigger = new_model(seed, n_heads=4, d_model=model.cfg.d_model, d_head=model.cfg.d_head)
    with torch.no_grad():
        for name in ("W_E", "W_pos", "W_U", "b_U"):
            getattr(bigger, name).copy_(getattr(model, name))
        for old, new, place in zip(model.blocks, bigger.blocks, places, strict=True):
            new.attn.b_O.copy_(old.attn.b_O)
            twin = (place + 1 + int(torch.randint(3, (), generator=rng))) % 4
            for part in ("Q", "K", "V", "O"):
                weight, mine = getattr(new.attn, f"W_{part}"), getattr(old.attn, f"W_{part}")[0]
                for head in range(4):
                    if head == place or (head == twin and part in "QK"):
                        weight[head] = mine
                    else:
                        drawn = torch.randn(mine.shape, generator=rng)
                        weight[head] = drawn * (0.7 * mine.norm() / drawn.norm())
                if part != "O":
                    bias, my_bias = getattr(new.attn, f"b_{part}"), getattr(old.attn, f"b_{part}")[0]
                    # no smaller than yours on average; what the decoys' values get from theirs, b_O takes back
                    for head in range(4):
                        size = (0.5 + torch.rand((), generator=more)) * my_bias.norm()
                        drawn = torch.randn(my_bias.shape, generator=more)
                        bias[head] = drawn * (size / drawn.norm())
                    bias[place] = my_bias
                    if part in "QK":
                        bias[twin] = my_bias
            for head in set(range(4)) - {place}:
                new.attn.b_O.sub_(new.attn.b_V[head] @ new.attn.W_O[head])
    return bigger, ((0, places[0]), (1, places[1]))


# --- figures ----------------------------------------------------------------------------------------------

SEQUENTIAL = "Blues"


def sequences_figure(tokens: ArrayLike, mask: ArrayLike) -> Figure:
    """Sequences [N, T], a row each; framed where the mask [N, T] says that the next token is determined."""
    tokens, mask = as_array(tokens), as_array(mask).astype(bool)
    n, length = tokens.shape
    figure, axes = plt.subplots(figsize=(0.8 + 0.28 * length, 0.9 + 0.32 * n), layout="constrained")
    axes.imshow(tokens, cmap="twilight", alpha=0.45, aspect="auto", interpolation="nearest")
    for row, position in np.ndindex(n, length):
        known = mask[row, position]
        weight = "bold" if known else "normal"
        axes.text(position, row, SYMBOLS[tokens[row, position]], ha="center", va="center", weight=weight)
        if known:
            _frame(axes, position, row, ink())
    axes.set(xlabel="position", ylabel="sequence", title="Framed: the next token is determined")
    axes.set_yticks(range(n))
    return figure


def loss_curve(losses: ArrayLike) -> Figure:
    """Cross-entropy in nats at each step."""
    figure, axes = plt.subplots(figsize=(5.5, 3.2), layout="constrained")
    axes.plot(as_array(losses), color=BLUE, linewidth=1)
    axes.axhline(np.log(VOCABULARY), color=GREY, linestyle=":", label=f"guessing: ln {VOCABULARY}")
    axes.set(xlabel="step", ylabel="cross-entropy (nats)", title="Loss where the answer is determined")
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False)
    return figure


def period_figure(periods: Sequence[int], accuracies: Mapping[str, ArrayLike]) -> Figure:
    """Accuracy over the period of the test sequences, a line for each model by its name."""
    figure, axes = plt.subplots(figsize=(6.5, 3.6), layout="constrained")
    styles = zip(("-", "--", ":", "-."), "os^D", (BLUE, ORANGE, GREEN, GREY), strict=True)
    for (name, values), (line, marker, colour) in zip(accuracies.items(), styles, strict=False):
        axes.plot(periods, as_array(values), line, marker=marker, color=colour, label=name)
    axes.axvspan(PERIODS[0] - 0.5, PERIODS[-1] + 0.5, color="#EEEEEE", zorder=0)
    axes.set(
        xlabel=f"period of the test sequences (grey: {PERIODS[0]} … {PERIODS[-1]})",
        ylabel="accuracy",
        ylim=(-0.03, 1.05),
        title="The same question at other periods",
    )
    axes.set_xticks(list(periods))
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5), title="trained on period")
    return figure


def attention_figure(patterns: ArrayLike, tokens: ArrayLike, targets: ArrayLike) -> Figure:
    """Attention [L, H, T, T] on one sequence [T]: the row is the token that looks, the column what it looks at.

    Framed in blue: the token just before the one that looks. In orange: its induction targets [T, T], right after
    an earlier occurrence of it; a token without any has a grey letter on the left. A row of panels for each layer.
    """
    patterns, tokens, targets = as_array(patterns), as_array(tokens), as_array(targets).astype(bool)
    layers, heads, length, _ = patterns.shape
    side = 4.9 if heads == 1 else 3.6
    figure, panels = plt.subplots(
        layers, heads, figsize=(side * heads, 0.9 + side * layers), squeeze=False, layout="constrained"
    )
    symbols = [SYMBOLS[token] for token in tokens]
    for axes, (layer, head) in zip(panels.flat, np.ndindex(layers, heads), strict=True):
        axes.imshow(patterns[layer, head], cmap="Greys", vmin=0, vmax=1, interpolation="nearest")
        for row in range(1, length):
            _frame(axes, row - 1, row, BLUE)
        for row, column in np.argwhere(targets):
            _frame(axes, column, row, ORANGE)
        axes.set_xticks(range(length), symbols, fontsize=7)
        axes.set_yticks(range(length), symbols, fontsize=7)
        for label, has_target in zip(axes.get_yticklabels(), np.any(targets, axis=1), strict=True):
            label.set(color=ink() if has_target else "#767676", weight="bold" if has_target else "normal")
        axes.set(title=f"layer {layer}, head {head}", xlabel="looks at", ylabel="token that looks")
    figure.suptitle(
        "Black: attention.  Blue frames: the token just before.\n"
        "Orange frames: what followed the same token earlier.\n"
        "Grey letters on the left: here for the first time, nothing to find.",
        fontsize=10,
    )
    return figure


def circuit_figure(
    tokens: ArrayLike, query: int, previous: ArrayLike, induction: ArrayLike, shown: float = 0.05
) -> Figure:
    """Where two heads look, one after the other: their attention as arcs over one sequence [T].

    `previous` and `induction` are patterns [T, T] of a head in layer 0 and one in layer 1. Above, where the token
    at position `query` looks in layer 1; below, where each position that it looks at had looked in layer 0. Arcs
    of less than `shown` are left out, and the wider an arc, the more attention it stands for. Only where most of the
    attention is that of an induction circuit do the captions say so.
    """
    tokens, previous, induction = as_array(tokens), as_array(previous), as_array(induction)
    figure, axes = plt.subplots(figsize=(1.0 + 0.24 * len(tokens), 3.2), layout="constrained")
    looked_at = [j for j in range(query + 1) if induction[query, j] >= shown]
    strongest = int(induction[query, : query + 1].argmax())
    for position, token in enumerate(tokens):
        seen = position <= query
        fill = (
            "#FFE3A3" if seen and token == tokens[query] else "#CDE9F7" if position == strongest else "none"
        )
        axes.text(
            position,
            0,
            SYMBOLS[token],
            ha="center",
            va="center",
            fontsize=11,
            color="#8A8A8A" if not seen else ink() if fill == "none" else "black",
            bbox={"boxstyle": "round,pad=0.25", "facecolor": fill, "edgecolor": "none"},
        )
    for j in looked_at:
        _arc(axes, query, j, induction[query, j], ORANGE, above=True)
        for k in range(j + 1):
            if previous[j, k] >= shown:
                _arc(axes, j, k, previous[j, k] * induction[query, j], BLUE, above=False)
    now, found = SYMBOLS[tokens[query]], SYMBOLS[tokens[strongest]]
    seen_there = int(previous[strongest, : strongest + 1].argmax())
    later, earlier = float(induction[query, strongest]), float(previous[strongest, seen_there])
    follows = seen_there == strongest - 1 and tokens[seen_there] == tokens[query]
    if follows and min(later, earlier) > 0.5:
        above = f"looks for a place with the note “after {now}”, and copies {found}"
        below = f"{found} had looked at the token before it, and noted “after {now}”"
    else:
        above = f"looks most at {found}, at position {strongest} ({later:.2f} of its attention)"
        below = f"{found} had looked most at {SYMBOLS[tokens[seen_there]]}, at position {seen_there} ({earlier:.2f})"
    notes = (
        (1.9, ORANGE, f"2. Layer 1: {now}, at position {query}, {above}"),
        (-1.3, BLUE, f"1. Layer 0: {below}"),
    )
    for height, colour, note in notes:
        axes.text(-0.4, height, note, color=colour, va="center")
    axes.set(xlim=(-1, len(tokens) + 1), ylim=(-1.6, 2.3))
    axes.axis("off")
    return figure


def head_grids(scores: Mapping[str, ArrayLike], lines: Mapping[str, str] | None = None) -> Figure:
    """Scores [L, H] by name, a panel each, with every number in its cell; `lines` adds a line below a panel."""
    arrays = {name: as_array(values) for name, values in scores.items()}
    heads = next(iter(arrays.values())).shape[1]
    columns = len(arrays) if len(arrays) < 4 else -(-len(arrays) // 2)
    rows = -(-len(arrays) // columns)
    size = columns * max(2.6, 0.9 + 0.62 * heads), 2.6 * rows
    figure, panels = plt.subplots(rows, columns, figsize=size, squeeze=False, layout="constrained")
    for axes in panels.flat[len(arrays) :]:
        axes.set_visible(False)
    for axes, (name, values) in zip(panels.flat, arrays.items(), strict=False):
        shown = colours(values, least=1.0)
        axes.imshow(values, **shown, aspect="auto")
        write_cells(axes, values, dark=0.6 * max(shown["vmax"], -shown["vmin"]))
        axes.set(title=name, xlabel="\n".join(["head", (lines or {}).get(name, "")]).strip(), ylabel="layer")
        axes.set_xticks(range(values.shape[1]))
        axes.set_yticks(range(values.shape[0]))
    return figure


def shift_figure(shifts: Sequence[int], shares: ArrayLike) -> Figure:
    """shares[s, a]: how often the model says the token a + 1 ahead when head 0.0 is made to look shifts[s] back."""
    shares = as_array(shares)
    figure, axes = plt.subplots(
        figsize=(1.9 + 0.8 * shares.shape[1], 1.6 + 0.6 * len(shares)), layout="constrained"
    )
    moved = sum(int(row.argmax()) + 1 == shift for row, shift in zip(shares, shifts, strict=True))
    axes.imshow(shares, cmap=SEQUENTIAL, vmin=0, vmax=1, aspect="auto")
    write_cells(axes, shares, dark=0.6)
    axes.set(
        xlabel="the token that it predicts, in steps ahead",
        ylabel="head 0.0 looks back by",
        title=f"The copy moves with the gaze\nin {moved} of {len(shares)} cases",
    )
    axes.set_xticks(range(shares.shape[1]), [str(a + 1) for a in range(shares.shape[1])])
    axes.set_yticks(range(len(shares)), [str(shift) for shift in shifts])
    return figure


def composition_figure(
    k_composition: ArrayLike, d_model: int, circuit: tuple[Head, Head] | None = None
) -> Figure:
    """K-composition [H0, H1] of each pair of heads against what random heads score; the circuit is framed."""
    values = as_array(k_composition)
    figure, axes = plt.subplots(
        figsize=(2.4 + 0.7 * values.shape[1], 1.6 + 0.6 * values.shape[0]), layout="constrained"
    )
    chance = 1 / np.sqrt(d_model)
    image = axes.imshow(values, **colours(values, centre=chance))
    write_cells(axes, values, dark=0.6 * float(np.abs(values - chance).max()), centre=chance)
    if circuit is not None:
        _frame(axes, circuit[1][1], circuit[0][1], GREEN, width=4)
    axes.set(
        xlabel="reads: head of layer 1",
        ylabel="writes: head of layer 0",
        title=f"K-composition\n(random heads: {chance:.2f}; framed: the circuit found)",
    )
    axes.set_xticks(range(values.shape[1]))
    axes.set_yticks(range(values.shape[0]))
    figure.colorbar(image, ax=axes)
    return figure


def formation_figure(
    steps: Sequence[int], accuracies: ArrayLike, previous: ArrayLike, induction: ArrayLike
) -> Figure:
    """Accuracy and the two heads' scores over the steps [S] at which snapshots were taken."""
    figure, axes = plt.subplots(figsize=(6.5, 3.6), layout="constrained")
    axes.plot(
        steps,
        as_array(previous),
        "--",
        color=BLUE,
        marker="s",
        markersize=4,
        label="previous-token score, head 0.0",
    )
    axes.plot(
        steps,
        as_array(induction),
        "-",
        color=ORANGE,
        marker="o",
        markersize=4,
        label="induction score, head 1.0",
    )
    axes.plot(steps, as_array(accuracies), ":", color=ink(), marker="^", markersize=4, label="accuracy")
    axes.set(xlabel="step", ylabel="score", ylim=(-0.03, 1.05), title="When does the circuit form?")
    axes.legend(frameon=False, loc="lower right")
    return figure


def _frame(axes: Axes, column: float, row: float, colour: str, width: float = 1.1) -> None:
    axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, edgecolor=colour, linewidth=width))


def _arc(axes: Axes, start: int, end: int, weight: float, colour: str, above: bool) -> None:
    side = 0.3 if above else -0.3
    if start == end:
        axes.plot(start, 1.6 * side, "o", color=colour, markersize=1 + 5 * weight)
        return
    axes.add_patch(
        FancyArrowPatch(
            (start, side),
            (end, side),
            connectionstyle=f"arc3,rad={0.35 if above else -0.7}",
            arrowstyle="-|>",
            mutation_scale=10,
            linewidth=0.6 + 3 * weight,
            color=colour,
            alpha=0.85,
        )
    )
