"""Provided code for the capstone: the network, the algorithms that it may run, and the figures.

Import from here and leave the file as it is: grading uses its own copy. Nothing here knows which algorithm a network
runs.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import torch
from explanation import CausalModel, Explanation, Site, Variable
from figure_parts import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, as_array
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Patch, Rectangle
from numpy.typing import ArrayLike
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

NAMES = ("a", "b", "c", "d")
"""the inputs, in the order of the positions 0 … 3"""
TOKENS = 5
"""an input is one of the tokens 0 … 4"""
POSITIONS, ANSWER = 5, 4
"""a, b, c, d and `=`, where the answer is read"""
LAYERS = 3
D = 40
"""dimensions of the residual stream"""
HEADS, D_HEAD, NEURONS = 8, 2, 200
LOUDER = 3.0
"""so many times as far from the mean as the clean runs is the noise of a scrub"""


def all_inputs() -> Tensor:
    """Every input there is, [625, 4]."""
    return torch.cartesian_prod(*[torch.arange(TOKENS)] * len(NAMES))


class Stream(nn.Module):
    """Three blocks on a residual stream [N, 5, 40], each of attention and a ReLU MLP; no LayerNorm.

    Attention goes by position alone: `pattern[l, h, to, from]` is a fixed weight, not computed from queries and keys.
    Layer 0 is the embedding, layer l what block l leaves (the method `block(l - 1, …)` makes it of layer l - 1). `config`
    holds the arguments, so that `Stream(**model.config)` is a model of the same form.
    """

    W_E: nn.Parameter
    W_pos: nn.Parameter
    pattern: nn.Parameter
    W_V: nn.Parameter
    W_O: nn.Parameter
    W_in: nn.Parameter
    b_in: nn.Parameter
    W_out: nn.Parameter
    W_U: nn.Parameter

    def __init__(self, n_out: int) -> None:
        super().__init__()
        self.config = {"n_out": n_out}
        shapes = {
            "W_E": (TOKENS, D),
            "W_pos": (POSITIONS, D),
            "pattern": (LAYERS, HEADS, POSITIONS, POSITIONS),
            "W_V": (LAYERS, HEADS, D, D_HEAD),
            "W_O": (LAYERS, HEADS, D_HEAD, D),
            "W_in": (LAYERS, D, NEURONS),
            "b_in": (LAYERS, NEURONS),
            "W_out": (LAYERS, NEURONS, D),
            "W_U": (D, n_out),
        }
        for name, shape in shapes.items():
            setattr(self, name, nn.Parameter(torch.zeros(shape), requires_grad=False))

    def embed(self, X: Tensor) -> Tensor:
        """Layer 0 of the stream [N, 5, d] for inputs X [N, 4]."""
        return torch.cat([self.W_E[X], self.W_E.new_zeros(len(X), 1, D)], dim=1) + self.W_pos

    def block(self, index: int, h: Tensor) -> Tensor:
        """What block `index`, 0 … 2, makes of the stream h [N, 5, d] before it."""
        W_V = self.W_V[index].transpose(0, 1).reshape(D, HEADS * D_HEAD)
        values = (h @ W_V).unflatten(-1, (HEADS, D_HEAD))
        mixed = torch.einsum("hpq,nqhe->nphe", self.pattern[index], values).flatten(2)
        h = h + mixed @ self.W_O[index].reshape(HEADS * D_HEAD, D)
        return h + torch.relu(h @ self.W_in[index] + self.b_in[index]) @ self.W_out[index]

    def logits(self, h: Tensor) -> Tensor:
        """The logits [N, n_out] that are read from the stream h [N, 5, d] after the last block, at `=`."""
        return h[:, ANSWER] @ self.W_U

    def streams(self, X: Tensor) -> Tensor:
        """The residual stream at every layer, [4, N, 5, d], for inputs X [N, 4]."""
        h = [self.embed(X)]
        for index in range(LAYERS):
            h.append(self.block(index, h[-1]))
        return torch.stack(h)

    def forward(self, X: Tensor) -> Tensor:
        """Logits [N, n_out] for inputs X [N, 4]."""
        return self.logits(self.streams(X)[-1])


class Place(NamedTuple):
    """Where variables live: a layer of the stream (`find_places` asks for 1 or 2), and one position there or, of copies, two.

    `names` are several where variables share a position and could not be told apart by moving all of it.
    """

    names: tuple[str, ...]
    layer: int
    positions: tuple[int, ...]


def dimensions(variable: Variable) -> int:
    """How many dimensions a site of this variable has in these networks: 1 for two values, 2 for more."""
    return 1 if variable.size == 2 else 2


# --- the algorithms -----------------------------------------------------------------------------------------

_i, _j = torch.arange(TOKENS)[:, None], torch.arange(TOKENS)
_EQUAL, _LESS, _SUM = (_i == _j).long(), (_i < _j).long(), (_i + _j) % TOKENS
_MIN, _MAX, _ODD = torch.minimum(_i, _j), torch.maximum(_i, _j), (_i + _j) % 2
_SAME, _DIFFERENT = torch.eye(2).long(), 1 - torch.eye(2).long()
_MAJORITY = (torch.cartesian_prod(*[torch.arange(2)] * 3).sum(dim=1) > 1).long().reshape(2, 2, 2)
_SELECT = torch.stack([_j.expand(TOKENS, TOKENS), _i.expand(TOKENS, TOKENS)])

TREES = {
    "equality": (_EQUAL, _SAME),
    "comparison": (_LESS, _DIFFERENT),
    "sum": (_SUM, _SUM),
    "max_of_mins": (_MIN, _MAX),
    "parity": (_ODD, _DIFFERENT),
    "maximum": (_MAX, _MAX),
}
"""u = f(p, q), v = f(r, s), y = g(u, v)"""
CHAINS = {"sum_chain": (_SUM, _SUM, _SUM), "clamp": (_MIN, _MAX, _LESS)}
"""u = f(p, q), v = g(u, r), y = h(v, s)"""
KINDS = (*TREES, *CHAINS, "majority", "select")


def causal_model(kind: str, order: tuple[int, ...]) -> CausalModel:
    """The algorithm `kind` on the four inputs, taken in this order of 0 … 3. An unknown kind raises KeyError."""
    p, q, r, s = (NAMES[index] for index in order)
    if kind == "majority":  # of three comparisons
        pairs = zip("uvw", ((p, q), (q, r), (r, s)), strict=True)
        inner = [Variable(name, pair, _LESS) for name, pair in pairs]
        return CausalModel((*inner, Variable("y", ("u", "v", "w"), _MAJORITY)))
    if kind == "select":  # r where p and q are equal, else s
        return CausalModel((Variable("u", (p, q), _EQUAL), Variable("y", ("u", r, s), _SELECT)))
    if kind in TREES:
        f, g = TREES[kind]
        inner = [Variable("u", (p, q), f), Variable("v", (r, s), f)]
        return CausalModel((*inner, Variable("y", ("u", "v"), g)))
    f, g, h = CHAINS[kind]
    inner = [Variable("u", (p, q), f), Variable("v", ("u", r), g)]
    return CausalModel((*inner, Variable("y", ("v", s), h)))


@functools.cache
def hypotheses() -> tuple[CausalModel, ...]:
    """The 87 algorithms that a network may run: every kind on every order of the inputs, without repeats.

    Two are the same where they compute the same inner variables and the same output. Several of them have the same
    output for every input.
    """
    found: dict[tuple[bytes, ...], CausalModel] = {}
    for kind, order in itertools.product(KINDS, itertools.permutations(range(4))):
        causal = causal_model(kind, order)
        values = dict(zip(NAMES, all_inputs().T, strict=True))
        for v in causal.variables:
            values[v.name] = v.table[tuple(values[parent] for parent in v.parents)]
        inner = sorted(values[v.name].numpy().tobytes() for v in causal.inner)
        found.setdefault((values["y"].numpy().tobytes(), *inner), causal)
    return tuple(found.values())


# --- networks to practise on --------------------------------------------------------------------------------

PRACTICE = ("amber", "birch", "cedar", "dogwood", "elm")


def practice_network(name: str) -> Stream:
    """One of the networks in PRACTICE. Another name raises ValueError."""
    if name not in PRACTICE:
        raise ValueError(f"there is no network {name!r}; choose one of {', '.join(PRACTICE)}")
    with np.load(Path(__file__).with_name("practice.npz")) as stored:
        weights = {key.split("/")[1]: stored[key] for key in stored.files if key.startswith(f"{name}/")}
    model = Stream(weights["W_U"].shape[1])
    model.load_state_dict({key: torch.from_numpy(value).float() for key, value in weights.items()})
    return model


def practice_explanation(name: str) -> Explanation:
    """The explanation of `amber`, the only network of which it is given. Another name raises ValueError."""
    if name != "amber":
        raise ValueError(f"the explanation of {name!r} is for you to find; that of 'amber' is given")
    with np.load(Path(__file__).with_name("practice.npz")) as stored:
        bases = {v: torch.from_numpy(stored[f"explanation/{v}"]) for v in "uv"}
        at = {
            v: (int(layer), int(position))
            for v in "uv"
            for layer, position in [stored[f"explanation/{v}_at"]]
        }
        order = tuple(stored["explanation/order"].tolist())
    return Explanation(causal_model("equality", order), {v: (Site(*at[v], bases[v]),) for v in "uv"})


# --- a network that nobody planted --------------------------------------------------------------------------


def train_stream(causal: CausalModel, seed: int, wired: bool = True) -> Stream:
    """A `Stream` trained on the outputs of a causal model until its loss on all inputs is below .001 nats.

    `wired` fixes what moves where: in the first block b reads a and d reads c, in the two that follow `=` reads b and d.
    Otherwise all of attention is learned. The weights are learned from `seed` by AdamW, some seconds on one core.
    """
    X, generator = all_inputs(), torch.Generator().manual_seed(seed)
    values = dict(zip(NAMES, X.T, strict=True))
    for v in causal.variables:
        values[v.name] = v.table[tuple(values[parent] for parent in v.parents)]
    target = values[causal.output.name]
    model = Stream(causal.output.size)
    wires = torch.zeros(LAYERS, 1, POSITIONS, POSITIONS)
    wires[0, 0, [1, 3], [0, 2]] = 1
    wires[1:, 0, ANSWER, 1] = wires[1:, 0, ANSWER, 3] = 1
    with torch.no_grad():
        for name, weights in model.named_parameters():
            if name == "pattern":
                moved = torch.rand(weights.shape, generator=generator) * wires
                weights.copy_(moved if wired else 0.5 * torch.randn(weights.shape, generator=generator))
            elif name != "b_in":
                scale = 0.5 if name in ("W_E", "W_pos") else 0.7 * weights.shape[-2] ** -0.5
                weights.normal_(generator=generator).mul_(scale)
    learned = [weights for name, weights in model.named_parameters() if not (wired and name == "pattern")]
    for weights in learned:
        weights.requires_grad_(True)
    adam = torch.optim.AdamW(learned, 5e-3, weight_decay=0.01)
    for step in range(3000):
        if step % 50 == 0:
            with torch.no_grad():
                if cross_entropy(model(X), target) < 1e-3:
                    break
        rows = torch.randint(len(X), (128,), generator=generator)
        loss = cross_entropy(model(X[rows]), target[rows])
        adam.zero_grad()
        loss.backward()
        adam.step()
    return model.requires_grad_(False)


# --- an induction head ---------------------------------------------------------------------------------------

TEXT: tuple[int | str, ...] = (5, "a", "b", 6, 7, 8, "c", 9, 10, 11, 12, "d")
"""a frame for the four inputs: tokens 5 … 12 stand between them, and the answer is read at the last position"""
VOCABULARY = 13
NOTHING = VOCABULARY
"""the answer where the last token has not occurred before"""


class Induction(nn.Module):
    """Two blocks of attention alone, by queries and keys, on a stream [N, 12, 40]; what stands in front decides.

    It has the methods of `Stream`, so that tools for a `Stream` work on it: for inputs [N, 4] it reads TEXT with them.
    Its third block does nothing.
    """

    def __init__(self, seed: int) -> None:
        super().__init__()
        generator, heads, d_head = torch.Generator().manual_seed(seed), 4, 10

        def weights(*shape: int, scale: float = D**-0.5) -> nn.Parameter:
            return nn.Parameter(scale * torch.randn(shape, generator=generator))

        self.W_E, self.W_pos = weights(VOCABULARY, D, scale=0.5), weights(len(TEXT), D, scale=0.5)
        self.W_Q, self.W_K, self.W_V = (weights(2, heads, D, d_head) for _ in range(3))
        self.W_O, self.W_U = weights(2, heads, d_head, D, scale=d_head**-0.5), weights(D, VOCABULARY + 1)

    def read(self, tokens: Tensor) -> Tensor:
        """Layer 0 of the stream [N, 12, d] for texts [N, 12]."""
        return self.W_E[tokens] + self.W_pos

    def embed(self, X: Tensor) -> Tensor:
        """Layer 0 of the stream [N, 12, d] for inputs X [N, 4]."""
        columns = dict(zip(NAMES, X.T, strict=True))
        parts = [columns[t] if isinstance(t, str) else X.new_full((len(X),), t) for t in TEXT]
        return self.read(torch.stack(parts, dim=1))

    def block(self, index: int, h: Tensor) -> Tensor:
        """What block `index`, 0 … 2, makes of the stream h [N, 12, d] before it."""
        if index == 2:
            return h
        q, k, v = (torch.einsum("npd,hde->nhpe", h, W[index]) for W in (self.W_Q, self.W_K, self.W_V))
        later = torch.ones(len(TEXT), len(TEXT), dtype=torch.bool).triu(1)
        pattern = (
            (q @ k.transpose(-1, -2) / k.shape[-1] ** 0.5).masked_fill(later, -torch.inf).softmax(dim=-1)
        )
        return h + torch.einsum("nhpe,hed->npd", pattern @ v, self.W_O[index])

    def logits(self, h: Tensor) -> Tensor:
        """The logits [N, 14] that are read from the stream h [N, 12, d] after the last block, at the last position."""
        return h[:, -1] @ self.W_U

    def streams(self, X: Tensor) -> Tensor:
        """The residual stream at every layer, [4, N, 12, d], for inputs X [N, 4]."""
        h = [self.embed(X)]
        for index in range(LAYERS):
            h.append(self.block(index, h[-1]))
        return torch.stack(h)

    def forward(self, X: Tensor) -> Tensor:
        """Logits [N, 14] for inputs X [N, 4]."""
        return self.logits(self.streams(X)[-1])


def train_induction(seed: int) -> Induction:
    """An `Induction` trained on random texts: at every position, the token after the last earlier occurrence of the token
    there, or NOTHING. 1,000 steps of AdamW, some ten seconds on one core."""
    model, generator, steps = Induction(seed), torch.Generator().manual_seed(seed), 1000
    adam = torch.optim.AdamW(model.parameters(), 4e-3, weight_decay=0.01)
    decay = torch.optim.lr_scheduler.LambdaLR(adam, lambda step: 1 - step / steps)
    for _ in range(steps):
        tokens = torch.randint(VOCABULARY, (64, len(TEXT)), generator=generator)
        target = torch.full_like(tokens, NOTHING)
        for first, here in itertools.combinations(range(len(TEXT)), 2):  # a later first one overwrites
            again = tokens[:, first] == tokens[:, here]
            target[again, here] = tokens[again, first + 1]
        h = model.read(tokens)
        for index in range(2):
            h = model.block(index, h)
        loss = cross_entropy((h @ model.W_U).flatten(0, 1), target.flatten())
        adam.zero_grad()
        loss.backward()
        adam.step()
        decay.step()
    return model.requires_grad_(False)


def induction_models() -> dict[str, CausalModel]:
    """Two algorithms with the same outputs for TEXT, by name.

    `key`: where b stands, p is the token before it and t the token there; the answer is t where p is the last token.
    `pointer`: where the last token stands, m says where that token was found, at a, b, c or nowhere (0 … 3).
    """
    one = torch.arange(TOKENS)
    after_b, after_c = (int(TEXT[TEXT.index(name) + 1]) for name in "bc")

    def answer(found: Tensor, t: Tensor) -> Tensor:
        after = torch.stack([t, *(torch.full_like(t, known) for known in (after_b, after_c, NOTHING))])
        return after.gather(0, found[None])[0]

    def found(a: Tensor, b: Tensor, c: Tensor, d: Tensor) -> Tensor:  # the last of them
        at = torch.where(a == d, 0, 3)
        return torch.where(c == d, 2, torch.where(b == d, 1, at))

    p, t, b, c, d = torch.meshgrid(*[one] * 5, indexing="ij")
    key = (
        Variable("p", ("a",), one),
        Variable("t", ("b",), one),
        Variable("y", ("p", "t", "b", "c", "d"), answer(found(p, b, c, d), t)),
    )
    where, then = torch.meshgrid(torch.arange(4), one, indexing="ij")
    pointer = (
        Variable("m", NAMES, found(*torch.meshgrid(*[one] * 4, indexing="ij"))),
        Variable("y", ("m", "b"), answer(where, then)),
    )
    return {"key": CausalModel(key), "pointer": CausalModel(pointer)}


# --- figures ------------------------------------------------------------------------------------------------

COLOURS = (BLUE, ORANGE, GREEN, PURPLE)
"""of the variables, in their order"""


def causal_graph(explanation: Explanation) -> Figure:
    """The causal model beside the network: a grid of positions and layers, the places of each variable in its colour."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained", width_ratios=(1, 1.3))
    causal = explanation.causal
    colours = {v.name: colour for v, colour in zip(causal.inner, COLOURS, strict=False)}
    _draw_graph(left, causal, colours)
    for layer, position in np.ndindex(LAYERS + 1, POSITIONS):
        right.add_patch(
            FancyBboxPatch((position - 0.32, layer - 0.28), 0.64, 0.56, "round,pad=0.02", fc="white", ec=GREY)
        )
    for (layer, position), names in _by_place(explanation).items():
        for k, name in enumerate(names):
            width = 0.64 / len(names)
            box = (position - 0.32 + k * width, layer - 0.28)
            right.add_patch(FancyBboxPatch(box, width, 0.56, "round,pad=0.02", fc=colours[name], ec="none"))
            right.text(box[0] + width / 2, layer, name, ha="center", va="center", color="white", fontsize=11)
    right.set(
        xlim=(-0.6, POSITIONS - 0.4),
        ylim=(-0.6, LAYERS + 0.6),
        title="Where they live",
        ylabel="layer of the stream",
    )
    right.set_xticks(range(POSITIONS), [*NAMES, "="])
    right.set_yticks(range(LAYERS + 1), ["0: embedding", *map(str, range(1, LAYERS + 1))])
    for spine in right.spines.values():
        spine.set_visible(False)
    right.tick_params(length=0)
    return figure


def _by_place(explanation: Explanation) -> dict[tuple[int, int], list[str]]:
    places: dict[tuple[int, int], list[str]] = {}
    for name, sites in explanation.sites.items():
        for s in sites:
            places.setdefault((s.layer, s.position), []).append(name)
    return places


def _draw_graph(axes: Axes, causal: CausalModel, colours: Mapping[str, str]) -> None:
    depth = dict.fromkeys(NAMES, 0)
    at = {name: (float(x), 0.0) for x, name in enumerate(NAMES)}
    for v in causal.variables:
        depth[v.name] = 1 + max(depth[parent] for parent in v.parents)
        taken = [x for x, y in at.values() if y == depth[v.name]]
        x = float(np.mean([at[parent][0] for parent in v.parents]))
        while any(abs(x - other) < 0.7 for other in taken):
            x += 0.35
        at[v.name] = (x, float(depth[v.name]))
        for parent in v.parents:
            axes.add_patch(
                FancyArrowPatch(
                    at[parent],
                    at[v.name],
                    arrowstyle="-|>",
                    mutation_scale=12,
                    shrinkA=13,
                    shrinkB=13,
                    color=GREY,
                )
            )
    for name, (x, y) in at.items():
        colour = BLACK if name == causal.output.name else colours.get(name, "white")
        ink = BLACK if name in NAMES else "white"
        axes.text(
            x,
            y,
            name,
            ha="center",
            va="center",
            color=ink,
            fontsize=12,
            bbox={"boxstyle": "circle,pad=0.35", "fc": colour, "ec": GREY},
        )
    axes.set(xlim=(-0.6, 3.6), ylim=(-0.6, max(y for _, y in at.values()) + 0.6), title="The causal model")
    axes.axis("off")


def interchange_grid(inputs: ArrayLike, before: ArrayLike, expected: ArrayLike, got: ArrayLike) -> Figure:
    """The network's answers got [n, n] after interchanges, a row for each base and a column for each source.

    Both are the inputs [n, 4]. `before` [n] is the answer without an interchange, `expected` [n, n] the causal model's
    after it. Colours tell where it changes as expected, where it stays as expected, and where the network differs.
    """
    inputs, before, expected, got = (as_array(values) for values in (inputs, before, expected, got))
    labels = ["".join(map(str, row)) for row in inputs.tolist()]
    n = len(labels)
    state = np.where(got != expected, 2, np.where(expected != before[:, None], 1, 0))
    colours = ("#E8E8E8", GREEN, ORANGE)
    figure, axes = plt.subplots(figsize=(1.8 + 0.42 * n, 2.0 + 0.32 * n), layout="constrained")
    for row, column in np.ndindex(n, n):
        axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fc=colours[state[row, column]], ec="white"))
        ink = BLACK if state[row, column] == 0 else "white"
        axes.text(column, row, str(got[row, column]), ha="center", va="center", fontsize=9, color=ink)
    axes.set(xlim=(-0.5, n - 0.5), ylim=(n - 0.5, -0.5), xlabel="source", ylabel="base")
    axes.set_xticks(range(n), labels, rotation=90, family="monospace", fontsize=8)
    axes.set_yticks(range(n), labels, family="monospace", fontsize=8)
    names = ("stays, as it should", "changes, as it should", "not what the causal model says")
    handles = [Patch(fc=colour, label=name) for colour, name in zip(colours, names, strict=True)]
    figure.legend(handles=handles, loc="outside upper center", ncols=1, frameon=False, fontsize=8)
    return figure


def accuracy_grid(rows: Mapping[str, Mapping[str, tuple[float, float]]]) -> Figure:
    """Pairs (changed, kept) of accuracies: a group of bars for each row, and in it two bars for each name."""
    groups = [(label, name, *shares) for label, row in rows.items() for name, shares in row.items()]
    figure, axes = plt.subplots(figsize=(7.2, 0.9 + 0.55 * len(groups)), layout="constrained")
    for y, (_, _, changed, kept) in enumerate(groups):
        for offset, share, colour in ((-0.18, changed, BLUE), (0.18, kept, GREY)):
            axes.barh(y + offset, share, 0.34, color=colour)
            axes.text(share + 0.012, y + offset, f"{share:.0%}", va="center", fontsize=8)
    axes.set_yticks(range(len(groups)), [f"{label}: {name}" for label, name, *_ in groups], fontsize=9)
    axes.set(xlim=(0, 1.13), xlabel="share of pairs that come out as the causal model says")
    axes.invert_yaxis()
    handles = [Patch(fc=BLUE, label="output should change"), Patch(fc=GREY, label="output should stay")]
    figure.legend(handles=handles, loc="outside upper center", ncols=2, frameon=False, fontsize=8)
    return figure


def plane_figure(
    activations: ArrayLike, values: ArrayLike, one: ArrayLike, two: ArrayLike, names: Sequence[str]
) -> Figure:
    """Activations [N, d] along two directions [d, 1], coloured by a variable's values [N]."""
    A, x = as_array(activations), as_array(values)
    along = [A @ as_array(direction)[:, 0] for direction in (one, two)]
    figure, axes = plt.subplots(figsize=(4.6, 3.8), layout="constrained")
    for value, marker, colour in zip(np.unique(x), "osD^v", (*COLOURS, GREY), strict=False):
        axes.scatter(
            along[0][x == value],
            along[1][x == value],
            12,
            color=colour,
            marker=marker,
            alpha=0.5,
            label=f"value {value}",
        )
    axes.set(xlabel=names[0], ylabel=names[1], title="One variable, two directions")
    axes.legend(frameon=False, fontsize=8)
    return figure


def alignment_curve(losses: ArrayLike) -> Figure:
    """Cross-entropy in nats against the step, of one run of gradient descent on a subspace."""
    figure, axes = plt.subplots(figsize=(5.5, 3.0), layout="constrained")
    axes.plot(as_array(losses), color=BLUE)
    axes.set(
        yscale="log", xlabel="step", ylabel="cross-entropy (nats)", title="The subspace as it is learned"
    )
    return figure
