"""Provided code for the bigram assignment: the words, the form of your answers, the lab's page, and the figures.

Import from here and leave the file as it is: grading uses its own copy. The figure functions take plain arrays (or
tensors, or lists) and return a matplotlib `Figure`.

`W[i, j]` is the logit of symbol j after symbol i. Symbol 0 is the boundary, which stands before the first letter of
a word and after its last, so row 0 is how words begin and column 0 is how they end.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from figure_parts import BLUE, GREEN, GREY, ORANGE, PURPLE, as_array, ink
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike
from pages import Page, slider_page
from torch import Tensor

SYMBOLS = ".abcdefghijklmnopqrstuvwxyz"
"""The boundary and the letters, in the order of the matrix's rows and columns."""

LAB_TEMPERATURES = (0.25, 0.5, 1.0, 1.5, 2.0)
LAB_WORDS = 16
LAB_LENGTH = 20
"""What the lab samples from each model: so many words at each temperature, cut at so many letters."""


class Rule(NamedTuple):
    """The most probable symbol after a given one, maybe the same again, and its probability: "after q: u, 100 %"."""

    after: str
    then: str
    probability: float


class GreedyPath(NamedTuple):
    """What a model writes that always takes its most probable symbol."""

    word: str
    """its letters, each written once: up to the end, or until one would come again"""
    halted: bool
    """whether it reached the boundary"""
    cycle: str
    """the last letters of `word`, those that it would repeat for ever; empty if it halted"""


class View(NamedTuple):
    """What the lab shows of one model, whole or lesioned."""

    probabilities: Tensor
    """[V, V]: row i is the belief after symbol i"""
    expected_length: float
    """`inf` where the words never end"""
    rules: list[Rule]
    greedy: GreedyPath
    samples: list[list[str]]
    """for each of LAB_TEMPERATURES, LAB_WORDS words of at most LAB_LENGTH letters, drawn with seed 0"""


class LabData(NamedTuple):
    """All that the lab's page shows. A dict with these keys does as well, and so for `View`."""

    symbols: str
    data: Tensor
    """[V, V]: row i is how often each symbol follows symbol i in the words, as a share; all 0 if i never occurs"""
    gaps: Tensor
    """[V]: `belief_gap` of the whole model"""
    models: dict[str, View]
    """the whole model under "", and the model without s under s, for each of the V symbols s"""


def load_words(language: str = "en") -> list[str]:
    """2,000 English words ("en") or 1,077 Italian ones ("it"), in alphabetical order; words_licence.txt is theirs.

    For your experiments. The functions that are graded get their words as an argument: the files are not there then.
    """
    file = Path(__file__).with_name(f"words_{language}.txt")
    if not file.is_file():
        raise FileNotFoundError(f"{file.name} is not here; a graded function gets its words as an argument")
    return file.read_text("utf-8").split()


# --- the lab ----------------------------------------------------------------------------------------------


def write_lab(data: LabData | Mapping[str, Any], path: str | Path = "lab.html") -> Path:
    """Writes your lab as one page that needs no network; returns its path. Open it in a browser.

    Raises ValueError where a value is NaN, and TypeError where one is of another form than `LabData` says.
    """
    lab = _record(LabData, data)
    models = {name: _record(View, view) for name, view in lab.models.items()}
    models = {
        name: view._replace(
            rules=[_record(Rule, rule) for rule in view.rules], greedy=_record(GreedyPath, view.greedy)
        )
        for name, view in models.items()
    }
    plain = _plain({**lab._asdict(), "models": models, "temperatures": LAB_TEMPERATURES, "cut": LAB_LENGTH})
    text = json.dumps(plain, allow_nan=False, ensure_ascii=True, separators=(",", ":"))
    # inside a script element only `<` could end it; the escapes mean the same to JSON
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    template = Path(__file__).with_name("lab_template.html").read_text("utf-8")
    page = Path(path)
    page.write_text(template.replace('id="lab-data">null<', f'id="lab-data">{text}<'), "utf-8")
    return page.resolve()


def _record(kind: Any, value: Any) -> Any:
    """A `kind` from one, or from a dict, a dataclass or a tuple of the same fields."""
    if is_dataclass(value):
        value = vars(value)
    try:
        if isinstance(value, Mapping):
            return kind(*(value[name] for name in kind._fields))
        return kind(*value)
    except (KeyError, TypeError) as error:
        raise TypeError(f"{kind.__name__} has the fields {', '.join(kind._fields)}: {error}") from None


def _plain(value: Any) -> Any:
    """For JSON: records as dicts, arrays as lists, numbers to six digits, infinity as null."""
    if isinstance(value, Tensor | np.ndarray | np.generic):
        value = as_array(value).tolist()
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return None if math.isinf(value) else float(f"{value:.6g}")
    return value


# --- figures ----------------------------------------------------------------------------------------------


def matrices(
    left: ArrayLike, right: ArrayLike, titles: Sequence[str], lesion: str = "", symbols: str = SYMBOLS
) -> Figure:
    """Two matrices of probabilities [V, V] side by side, on a square-root scale so that rare pairs are seen.

    The columns of the symbols in `lesion` are framed in the right one.
    """
    figure, axes = plt.subplots(1, 2, figsize=(8.6, 4.2), layout="constrained")
    for ax, values, title in zip(axes, (left, right), titles, strict=True):
        image = ax.imshow(np.sqrt(as_array(values)), cmap="Blues", vmin=0, vmax=1)
        ax.set(title=title, xlabel="next symbol")
        ax.set_xticks(range(len(symbols)), symbols, fontsize=7)
        ax.set_yticks(range(len(symbols)), symbols, fontsize=7)
        ax.tick_params(length=2)
    axes[0].set_ylabel("after this symbol")
    for symbol in lesion:
        corner = symbols.index(symbol) - 0.5, -0.5
        axes[1].add_patch(Rectangle(corner, 1, len(symbols), fill=False, edgecolor=ORANGE, linewidth=2))
    bar = figure.colorbar(image, ax=axes, shrink=0.8, label="probability")
    ticks = np.array([0, 0.01, 0.05, 0.2, 0.5, 1])
    bar.set_ticks(np.sqrt(ticks), labels=[f"{tick:g}" for tick in ticks])
    return figure


def belief_bars(belief: ArrayLike, data: ArrayLike, symbol: str, symbols: str = SYMBOLS) -> Figure:
    """One row: what the model expects after `symbol` [V] as bars, and the data's shares [V] as ticks."""
    belief, data = as_array(belief), as_array(data)
    figure, axes = plt.subplots(figsize=(8.5, 3), layout="constrained")
    places = np.arange(len(symbols))
    axes.bar(places, belief, color=BLUE, label="the model's belief")
    seen = places[data > 0]
    axes.hlines(data[seen], seen - 0.45, seen + 0.45, color=ORANGE, linewidth=2, label="the data", zorder=3)
    axes.set(title=f"After “{symbol}”", ylabel="probability", xlim=(-0.7, len(symbols) - 0.3))
    axes.set_xticks(places, symbols)
    axes.legend(frameon=False)
    return figure


def symbol_bars(
    values: ArrayLike,
    title: str,
    quantity: str,
    baseline: float | None = None,
    symbols: str = SYMBOLS,
) -> Figure:
    """One number for each symbol [V], from the largest to the smallest; those that are infinite are in the title.

    `baseline` draws a line to compare with, and the bars start from it.
    """
    values = as_array(values)
    order = [i for i in np.argsort(-values, kind="stable").tolist() if np.isfinite(values[i])]
    endless = [f"“{symbol}”" for symbol, value in zip(symbols, values, strict=True) if np.isinf(value)]
    if endless:
        title = f"{title}\n(infinite, so without a bar: {' '.join(endless)})"
    start = 0.0 if baseline is None else float(baseline)
    figure, axes = plt.subplots(figsize=(8.5, 3), layout="constrained")
    axes.bar(range(len(order)), values[order] - start, bottom=start, color=BLUE)
    if baseline is not None:
        axes.axhline(start, color=ORANGE, label=f"the whole model: {start:.2f}")
        axes.legend(frameon=False)
    axes.set(title=title, ylabel=quantity)
    axes.margins(x=0.02, y=0.12)
    axes.set_xticks(range(len(order)), [symbols[i] for i in order])
    return figure


def length_histogram(before: Sequence[str], after: Sequence[str], labels: Sequence[str]) -> Figure:
    """How long the words of two samples are, in letters."""
    lengths = [[len(word) for word in words] for words in (before, after)]
    figure, axes = plt.subplots(figsize=(6.5, 3), layout="constrained")
    bins = (np.arange(max(map(max, lengths)) + 2) - 0.5).tolist()
    styles = zip(lengths, (BLUE, ORANGE), ("-", "--"), labels, strict=True)
    for values, colour, line, label in styles:
        axes.hist(
            values, bins=bins, histtype="step", color=colour, linestyle=line, linewidth=1.8, label=label
        )
        axes.axvline(float(np.mean(values)), color=colour, linestyle=":", linewidth=1)
    axes.set(title="Length of sampled words", xlabel="letters (dotted: the mean)", ylabel="words")
    axes.legend(frameon=False)
    return figure


def gauge_figure(shifts: ArrayLike, zeroed: ArrayLike, deleted: ArrayLike, whole: float) -> Figure:
    """Expected length after the same lesion of equal models, whose logits are shifted by a constant [K].

    `zeroed` [K] is with the end's column at 0, `deleted` [K] with it at -inf; `whole` is the model's own.
    """
    shifts, zeroed, deleted = as_array(shifts), as_array(zeroed), as_array(deleted)
    endless = ~np.isfinite(deleted)
    figure, axes = plt.subplots(figsize=(6.5, 3.4), layout="constrained")
    axes.plot(shifts, zeroed, "o-", color=ORANGE, label="end column set to 0")
    axes.axhline(float(whole), color=GREY, linestyle=":", label=f"the whole model: {whole:.2f}")
    if endless.any():  # beyond every number: at the upper edge, whatever the scale says there
        label, edge = "end column set to -∞: words never end", axes.get_xaxis_transform()
        axes.plot(shifts[endless], np.full(endless.sum(), 0.95), "^", color=BLUE, label=label, transform=edge)
    if not endless.all():
        axes.plot(shifts[~endless], deleted[~endless], "^-", color=BLUE, label="end column set to -∞")
    axes.set(
        title=f"Equal models, end column at 0: {zeroed.min():.3g} to {zeroed.max():.3g} letters",
        xlabel="constant added to every logit (changes no probability)",
        ylabel="expected letters",
        yscale="log",
    )
    axes.margins(y=0.2)
    axes.legend(frameon=False, fontsize=8, loc="upper left", bbox_to_anchor=(0, 0.9))
    return figure


def gauge_page(
    W: ArrayLike, symbol: str, shifts: ArrayLike, zeroed: ArrayLike, whole: float, symbols: str = SYMBOLS
) -> Page:
    """What follows `symbol` in equal models W + shift, whole and lesioned in two ways, the shift under a slider.

    `zeroed` [K] is the expected length for each of the shifts [K] with the end's column at 0, `whole` the model's own.
    """
    row, shifts = as_array(W)[symbols.index(symbol)].astype(float), as_array(shifts)
    others = [i for i in np.argsort(-row) if i != 0 and np.isfinite(row[i])][:7]
    series: dict[str, list[np.ndarray]] = {"the whole model": [], "the end’s column at 0": [], "at -∞": []}
    for shift in shifts:
        for values, end in zip(series.values(), (row[0] + shift, 0.0, -math.inf), strict=True):
            logits = row + shift
            logits[0] = end
            exponentials = np.exp(logits - logits.max())
            values.append((exponentials / exponentials.sum())[[0, *others]])
    return slider_page(
        f"The belief after “{symbol}”, in many gauges",
        "added to every logit",
        [f"{shift:+.2f}" for shift in shifts],
        ["end", *(symbols[i] for i in others)],
        {name: np.array(values) for name, values in series.items()},
        [
            f"Expected letters: {whole:.2f} whole, {length:.2f} with zeros; with -∞ the words never end."
            for length in as_array(zeroed)
        ],
        start=int(np.abs(shifts).argmin()),
    )


def temperature_page(
    W: ArrayLike, symbol: str, temperatures: ArrayLike, words: Sequence[Sequence[str]], symbols: str = SYMBOLS
) -> Page:
    """What follows `symbol` in softmax(W / temperature), the temperature [K] under a slider; and sampled words [K]."""
    row, temperatures = as_array(W)[symbols.index(symbol)].astype(float), as_array(temperatures)
    most = np.argsort(-row)[:10]
    beliefs = [np.exp((row - row.max()) / temperature) for temperature in temperatures]
    return slider_page(
        f"The belief after “{symbol}”, hot and cold",
        "temperature",
        [f"{temperature:.2f}" for temperature in temperatures],
        ["end" if i == 0 else symbols[i] for i in most],
        {"probability": np.array([belief[most] / belief.sum() for belief in beliefs])},
        [" · ".join(word or "(empty)" for word in sample) for sample in words],
        start=int(np.abs(temperatures - 1).argmin()),
    )


def rule_bars(rules: Sequence[Rule]) -> Figure:
    """The rulebook, the most confident rule first."""
    rules = [_record(Rule, rule) for rule in rules]
    figure, axes = plt.subplots(figsize=(5.5, 6), layout="constrained")
    places = np.arange(len(rules))
    axes.barh(places, [float(rule.probability) for rule in rules], color=BLUE)
    for place, (_, _, probability) in zip(places, rules, strict=True):
        axes.annotate(
            f"{float(probability):.0%}",
            (probability, place),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    axes.set_yticks(
        places, [f"after {after}: {then}" for after, then, _ in rules], family="monospace", fontsize=9
    )
    axes.invert_yaxis()
    axes.set(title="The rulebook", xlabel="probability", xlim=(0, 1.1))
    axes.margins(y=0.02)
    return figure


def strength_curves(strengths: ArrayLike, curves: Mapping[str, ArrayLike], whole: float) -> Figure:
    """Expected length against the strength of a soft lesion [K], a curve [K] for each symbol."""
    figure, axes = plt.subplots(figsize=(6.5, 3.4), layout="constrained")
    styles = zip(curves.items(), ("-", "--", ":", "-."), (BLUE, ORANGE, GREEN, PURPLE), strict=False)
    for (name, lengths), line, colour in styles:
        axes.plot(as_array(strengths), as_array(lengths), line, color=colour, marker=".", label=name)
    axes.axhline(float(whole), color=GREY, linewidth=1)
    axes.set(title="From whole to deleted", xlabel="strength (nats)", ylabel="expected letters", yscale="log")
    axes.legend(frameon=False)
    return figure


def score_histogram(scores: Mapping[str, ArrayLike], title: str) -> Figure:
    """Log-likelihood ratios of words, a histogram for each group; 0 is where the two models agree."""
    figure, axes = plt.subplots(figsize=(6.5, 3), layout="constrained")
    values = {name: as_array(group) for name, group in scores.items()}
    whole = np.concatenate(list(values.values()))
    low, high = np.percentile(whole[np.isfinite(whole)], (0.5, 99.5))
    bins = np.linspace(low, high, 40).tolist()
    for (name, group), colour, hatch in zip(values.items(), (BLUE, ORANGE), ("", "//"), strict=False):
        axes.hist(np.clip(group, low, high), bins, color=colour, alpha=0.6, hatch=hatch, label=name)
    axes.axvline(0, color=ink(), linewidth=0.8)
    axes.set(title=title, xlabel="log-likelihood ratio (nats)", ylabel="words")
    axes.legend(frameon=False)
    return figure
