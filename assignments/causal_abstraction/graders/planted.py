"""Networks that run a known algorithm, by construction, drawn from a NumPy generator. The grader's side only.

Weights are written in a plain basis of twenty slots of two dimensions, with one neuron for each combination of values
that is looked up, and then turned by a random orthogonal matrix, with noise. Beside each variable stand, for nobody to
read: a clean copy, twice as loud, and a look-alike that is right on four entries of five, three times as loud; and in
most networks a variable of another pairing of the inputs. `plant` redraws until the truth passes every gate with room.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import torch
from carry_out import lost, measured
from explanation import CausalModel, Explanation, Site, Variable
from given import (
    ANSWER,
    CHAINS,
    D_HEAD,
    HEADS,
    KINDS,
    LAYERS,
    NEURONS,
    TOKENS,
    D,
    Place,
    Stream,
    causal_model,
    dimensions,
)

TOLD_APART = ("equality", "comparison", "max_of_mins")
"""trees whose variables can share a position: it has room for both, and the pairing shows in the outputs"""
SYMMETRIC = ("sum", "parity", "maximum")
"""the same function whatever the pairing: only interventions tell which one a network computes"""
FORMS = ("apart", "late", "early", "copies", "gathered", "together", "together_late", "together_moved")
SHARED = ("together", "together_late", "together_moved")
"""of these, those whose variables share a position: at layer 1, at layer 2, or at both, at another one each"""
UNLIKE = "unlike"
"""for `plant`, a tree that is none of the hypotheses: its variables have five values and two"""
NOISE = 0.01
DRAWS = 20


class Planted(NamedTuple):
    """A network and the explanation of it, with what a student may take for it."""

    model: Stream
    truth: Explanation
    places: list[Place]
    """as `find_places` finds them, in the variables' order"""
    copies: Mapping[str, tuple[Site, ...]]
    """of each variable: the loud clean copy that nobody reads, at the same places"""
    rival: tuple[Site, ...]
    """where the variable of another pairing lives, for nobody; empty in the forms that have none"""
    answer: Site
    """where the output lives, after the last block"""
    tokens: Site
    """the subspace of every position that holds its token, at layer 0 of position 0"""
    later: Place | None
    """where the variables are a layer later, in the form `together_moved`"""


def plant(rng: np.random.Generator, kind: str, form: str = "apart") -> Planted:
    """A network that runs the algorithm `kind` on the inputs in a drawn order, in a drawn basis.

    `form` is of the kinds in TREES, and of UNLIKE: u and v each at a position of its own (`apart`), v a block later
    (`late`), u moved on a block earlier (`early`), u computed at two positions and read by half from each (`copies`; in
    another subspace at each), the same and moved on a block earlier to one position (`gathered`), both at one position
    (`together`), both there a block later (`together_late`), or both moved on from there, a block earlier, to a position
    before it (`together_moved`). Of the kinds in CHAINS, v is at a position of its own, or with the form `in_place` where u was: to
    be found, and not to be explained, since the input that v is made of comes to a place that a scrub fills with noise.
    Raises ValueError should the truth not pass in 20 draws.
    """
    unasked = {"scrubbed"} if form == "in_place" else set()
    for _ in range(DRAWS):
        planted = _draw(rng, kind, form)
        found = measured(planted.model, planted.truth, rng, n=100)
        room = found.interchange >= 0.98 and (found.scrubbed >= 0.95 or "scrubbed" in unasked)
        if room and unasked.issuperset(lost(found, found.entries)):
            return planted
    raise ValueError(f"no network that runs {kind} as {form} in {DRAWS} draws")


def relabelled(model: Stream) -> Stream:
    """The same network with each answer's logit in the next one's place: no prediction wins by less."""
    other = Stream(**model.config)
    other.load_state_dict(model.state_dict())
    other.W_U.copy_(model.W_U.roll(1, 1))
    return other.train(model.training)


def turned(model: Stream, rng: np.random.Generator) -> Stream:
    """The same network in another basis of its stream: the same outputs and places, and other subspaces."""
    Q = torch.linalg.qr(torch.from_numpy(rng.normal(size=(D, D)))).Q.float()
    other = Stream(**model.config)
    weights = model.state_dict()
    weights |= {name: weights[name] @ Q for name in ("W_E", "W_pos", "W_O", "W_out")}
    weights |= {name: Q.T @ weights[name] for name in ("W_V", "W_in", "W_U")}
    other.load_state_dict(weights)
    return other.train(model.training)


def codes(size: int) -> np.ndarray:
    """[size, 2]: two values are -1 and 1 in one dimension, more are points of a circle."""
    if size == 2:
        return np.array([[-1.0, 0], [1, 0]])
    angle = 2 * np.pi * np.arange(size) / size
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


class Wiring:
    """Weights in a plain basis, as they are being written."""

    SLOTS = ("T", "PA", "PB", "PC", "PD", "U", "V", "W", "cU", "cV", "cW", "eU", "eV", "eW", "R", "Y")

    def __init__(self, rng: np.random.Generator, n_out: int) -> None:
        self._rng = rng
        self.slots = {name: slice(2 * k, 2 * k + 2) for k, name in enumerate(self.SLOTS)}
        self._free = slice(2 * len(self.SLOTS), D)  # dimensions that nobody reads
        self.weights = {name: np.zeros(w.shape) for name, w in Stream(n_out).named_parameters()}
        self._heads, self._neurons = [0] * LAYERS, [0] * LAYERS
        self.weights["W_E"][:, self.slots["T"]] = codes(TOKENS)
        self.weights["W_U"][self.slots["Y"]] = 10 * codes(n_out).T
        self.weights["W_pos"][:, self._free] = rng.normal(0, 0.5, (len(self.weights["W_pos"]), 8))

    def move(self, block: int, source: Mapping[int, float], to: int, slot: str, into: str) -> None:
        """A head that copies a slot from positions, each with its weight, into a slot of the position `to`."""
        head = self._heads[block]
        self._heads[block] += 1
        for position, weight in source.items():
            self.weights["pattern"][block, head, to, position] = weight
        self.weights["W_V"][block, head, self.slots[slot]] = np.eye(2)
        self.weights["W_O"][block, head, :, self.slots[into]] = np.eye(2)

    def look_up(
        self, block: int, reads: list[tuple[str, int, float]], writes: Mapping[str, np.ndarray]
    ) -> None:
        """A neuron for each combination of values of the slots that are read, (slot, values, spread); it alone fires
        there, and writes its entry of each array in `writes`."""
        nearest = max(np.cos(2 * np.pi / size) for _, size, _ in reads)
        spread = sum(s for *_, s in reads)
        threshold = len(reads) - 1 + nearest + spread
        if len(reads) - spread <= threshold:
            raise ValueError("codes are too close to be told apart")
        for entry in itertools.product(*(range(size) for _, size, _ in reads)):
            neuron = self._neurons[block]
            self._neurons[block] += 1
            for (slot, size, _), value in zip(reads, entry, strict=True):
                self.weights["W_in"][block, self.slots[slot], neuron] = codes(size)[value]
            self.weights["b_in"][block, neuron] = -threshold
            for slot, vectors in writes.items():
                self.weights["W_out"][block, neuron, self.slots[slot]] = vectors[entry] / (
                    len(reads) - threshold
                )

    def variable(self, slot: str, table: np.ndarray, spread: float) -> dict[str, np.ndarray]:
        """What to write for a variable: its value, with a spread within each, into `slot`; and for nobody, the copy and
        the look-alike."""
        size = int(table.max()) + 1
        within = self._rng.uniform(-1, 1, (*table.shape, 2))
        if size == 2:
            within[..., 1] = 0
        else:
            within /= np.maximum(1, np.linalg.norm(within, axis=-1, keepdims=True))
        alike = table.copy().reshape(-1)
        wrong = self._rng.permutation(alike.size)[: alike.size // 5]
        alike[wrong] = (alike[wrong] + self._rng.integers(1, size, len(wrong))) % size
        code = codes(size)
        return {
            slot: code[table] + spread * within,
            "c" + slot: 2 * code[table],
            "e" + slot: 3 * code[alike.reshape(table.shape)],
        }

    def finish(self, noise: float) -> tuple[dict[str, torch.Tensor], np.ndarray]:
        """The weights in a random basis, with noise; and the rows of that basis [d, d], a slot's dimensions each."""
        for block in range(
            LAYERS
        ):  # capacity that nobody uses: it reads anything and writes where nobody reads
            some = slice(self._neurons[block], min(NEURONS, self._neurons[block] + 24))
            n = some.stop - some.start
            self.weights["W_in"][block, :, some] = self._rng.normal(0, 0.4, (D, n))
            self.weights["W_out"][block, some, self._free] = self._rng.normal(0, 0.3, (n, 8))
        if 2 * max(self._heads) > HEADS or max(self._neurons) > NEURONS:
            raise ValueError("the network is too small for this algorithm")
        size = {name: noise * w.std() for name, w in self.weights.items()}
        size["pattern"] = 0.0  # what comes to a position, be it ever so faint, could be read there
        self._mix()
        Q = np.linalg.qr(self._rng.normal(size=(D, D)))[0]
        tensors = {}
        for name, w in self.weights.items():
            if name in ("W_E", "W_pos", "W_O", "W_out"):
                w = w @ Q
            if name in ("W_V", "W_in", "W_U"):
                w = Q.T @ w
            tensors[name] = torch.from_numpy(w + size[name] * self._rng.normal(size=w.shape)).float()
        return tensors, Q

    def _mix(self) -> None:
        """Spreads each head over two, of which neither reads its slot alone, and puts heads and neurons in any order: what
        the network does is the same, and where things are is to be found out by what it does."""
        pattern, W_V, W_O = (self.weights[name] for name in ("pattern", "W_V", "W_O"))
        for block, used in enumerate(self._heads):
            for head in range(used):
                beside = used + head
                pattern[block, beside], W_O[block, beside] = pattern[block, head], -W_O[block, head]
                W_V[block, beside] = self._rng.normal(0, 0.3, W_V.shape[2:])
                W_V[block, head] += W_V[block, beside]
            for head in range(2 * used):
                turn = np.linalg.qr(self._rng.normal(size=(D_HEAD, D_HEAD)))[0]
                W_V[block, head], W_O[block, head] = W_V[block, head] @ turn, turn.T @ W_O[block, head]
            heads, neurons = self._rng.permutation(HEADS), self._rng.permutation(NEURONS)
            for each in (pattern, W_V, W_O):
                each[block] = each[block][heads]
            self.weights["W_in"][block] = self.weights["W_in"][block][:, neurons]
            for name in ("b_in", "W_out"):
                self.weights[name][block] = self.weights[name][block][neurons]


class _Layout:
    """Where the variables of one network are computed, as its wiring is written."""

    def __init__(self, rng: np.random.Generator, causal: CausalModel, order: tuple[int, ...]) -> None:
        self.wiring = Wiring(rng, causal.output.size)
        self.order = order
        self.tables = {v.name: v.table.numpy() for v in causal.variables}
        self.sizes = {v.name: v.size for v in causal.variables}
        two_valued = all(v.size == 2 for v in causal.inner)
        self.spread = dict.fromkeys(self.sizes, 0.3 if two_valued else 0.12)
        self.at: dict[str, list[tuple[int, int]]] = {}
        self.slots: dict[tuple[str, int, int], str] = {}
        self.rival: tuple[int, int] | None = None
        self.later: Place | None = None
        self.answer = {"Y": codes(self.sizes["y"])[self.tables["y"]]}

    def read(self, name: str) -> tuple[str, int, float]:
        return name.upper(), self.sizes[name], self.spread[name]

    def pair(
        self, name: str, table: np.ndarray, x: int, y: int, partner: str, block: int, slot: str = ""
    ) -> None:
        """The variable = table[x's token, y's token], computed at y's position; in the slot of its name or another."""
        self.wiring.move(block, {x: 1.0}, y, "T", partner)
        self.slots[name, block + 1, y] = slot or name.upper()
        entries = self.wiring.variable(slot or name.upper(), table, self.spread[name])
        self.wiring.look_up(block, [(partner, TOKENS, 0.0), ("T", TOKENS, 0.0)], entries)
        self.at.setdefault(name, []).append((block + 1, y))

    def together(self, block: int, by_way_of: int | None = None) -> None:
        """Both variables of a tree, computed by one block at the last input's position; the answer reads them there, or by
        way of another position."""
        p, q, r, s = self.order
        for x, slot in zip((p, q, r), ("PA", "PB", "PC"), strict=True):
            self.wiring.move(block, {x: 1.0}, s, "T", slot)
        for name, slots in (("u", ("PA", "PB")), ("v", ("PC", "T"))):
            entries = self.wiring.variable(name.upper(), self.tables[name], self.spread[name])
            self.wiring.look_up(block, [(slot, TOKENS, 0.0) for slot in slots], entries)
            self.at[name] = [(block + 1, s)]
            if by_way_of is not None:
                for slot in (name.upper(), "c" + name.upper()):
                    self.wiring.move(block + 1, {s: 1.0}, by_way_of, slot, slot)
            read = s if by_way_of is None else by_way_of
            self.wiring.move(2, {read: 1.0}, ANSWER, name.upper(), name.upper())
        if by_way_of is not None:
            self.later = Place(tuple(self.at), block + 2, (by_way_of,))
        self.wiring.look_up(2, [self.read("u"), self.read("v")], self.answer)

    def tree(self, form: str) -> None:
        p, q, r, s = self.order
        f = self.tables["u"]
        self.pair("u", f, p, q, "PA", 0)
        if form in ("copies", "gathered"):
            self.pair("u", f.T, q, p, "PC", 0, "W")
        self.pair("v", self.tables["v"], r, s, "PB", 1 if form == "late" else 0)
        self.wiring.move(0, {p: 1.0}, r, "T", "PD")  # what u would be of another pairing, for nobody
        self.wiring.look_up(
            0, [("PD", TOKENS, 0.0), ("T", TOKENS, 0.0)], {"R": 2 * codes(self.sizes["u"])[f]}
        )
        self.rival = (1, r)
        moved = 1 if form in ("early", "gathered") else 2
        if form in ("copies", "gathered"):
            self.wiring.move(moved, {p: 0.5}, ANSWER, "W", "U")
            self.wiring.move(moved, {q: 0.5}, ANSWER, "U", "U")
        else:
            self.wiring.move(moved, {q: 1.0}, ANSWER, "U", "U")
        self.wiring.move(moved, {q: 1.0}, ANSWER, "cU", "cU")
        self.wiring.move(2, {s: 1.0}, ANSWER, "V", "V")
        self.wiring.look_up(2, [self.read("u"), self.read("v")], self.answer)

    def chain(self, form: str) -> None:
        p, q, r, s = self.order
        self.spread["u"] = self.spread["v"] = 0.05
        self.pair("u", self.tables["u"], p, q, "PA", 0)
        if form == "in_place":
            self.wiring.move(1, {r: 1.0}, q, "T", "PC")
            at, read, token = q, "U", "PC"
        else:
            self.wiring.move(1, {q: 1.0}, r, "U", "PC")
            at, read, token = r, "PC", "T"
        entries = self.wiring.variable("V", self.tables["v"], 0.05)
        self.wiring.look_up(1, [(read, self.sizes["u"], 0.05), (token, TOKENS, 0.0)], entries)
        self.at["v"] = [(2, at)]
        self.wiring.move(2, {at: 1.0}, ANSWER, "V", "V")
        self.wiring.move(2, {s: 1.0}, ANSWER, "T", "PB")
        self.wiring.look_up(2, [("V", self.sizes["v"], 0.12), ("PB", TOKENS, 0.0)], self.answer)

    def majority(self) -> None:
        p, q, r, s = self.order
        for name, x, y, partner in (("u", p, q, "PA"), ("v", q, r, "PB"), ("w", r, s, "PC")):
            self.spread[name] = 0.2
            self.pair(name, self.tables[name], x, y, partner, 0)
            self.wiring.move(2, {y: 1.0}, ANSWER, name.upper(), name.upper())
        self.wiring.look_up(2, [self.read(name) for name in "uvw"], self.answer)

    def select(self, rng: np.random.Generator) -> None:
        p, q, r, s = self.order
        self.pair("u", self.tables["u"], p, q, "PA", 0)
        self.wiring.move(int(rng.integers(1, 3)), {q: 1.0}, ANSWER, "U", "U")
        self.wiring.move(2, {r: 1.0}, ANSWER, "T", "PB")
        self.wiring.move(2, {s: 1.0}, ANSWER, "T", "PC")
        self.wiring.look_up(2, [self.read("u"), ("PB", TOKENS, 0.0), ("PC", TOKENS, 0.0)], self.answer)


def _unlike(order: tuple[int, ...]) -> CausalModel:
    """u is a sum, v whether an input is less than another, y the sum of both."""
    u, v = causal_model("sum", order).variables[0], causal_model("comparison", order).variables[1]
    total = (torch.arange(u.size)[:, None] + torch.arange(v.size)) % u.size
    return CausalModel((u, v, Variable("y", (u.name, v.name), total)))


def _draw(rng: np.random.Generator, kind: str, form: str) -> Planted:
    order = tuple(int(o) for o in rng.permutation(4))
    if form == "together_moved" and order[-1] == 0:  # there is no position before it
        order = order[::-1]
    causal = _unlike(order) if kind == UNLIKE else causal_model(kind, order)
    layout = _Layout(rng, causal, order)
    if kind in CHAINS:
        layout.chain(form)
    elif kind == "majority":
        layout.majority()
    elif kind == "select":
        layout.select(rng)
    elif form == "together_moved":
        layout.together(0, by_way_of=int(rng.integers(order[-1])))
    elif form in SHARED:
        layout.together(SHARED.index(form))
    else:
        layout.tree(form)

    weights, Q = layout.wiring.finish(NOISE)
    model = Stream(causal.output.size)
    model.load_state_dict(weights)

    def site(slot: str, size: int, layer: int, position: int) -> Site:
        rows = Q[layout.wiring.slots[slot]][: 1 if size == 2 else 2]
        return Site(layer, position, torch.from_numpy(rows.T.copy()).float())

    def sites(prefix: str) -> dict[str, tuple[Site, ...]]:
        return {
            name: tuple(
                site(prefix + layout.slots.get((name, *at), name.upper()), layout.sizes[name], *at)
                for at in places
            )
            for name, places in layout.at.items()
        }

    if form in SHARED:
        places = [Place(tuple(layout.at), *_place(layout.at["u"]))]
    else:
        places = [Place((name,), *_place(at)) for name, at in layout.at.items()]
    rival = (site("R", layout.sizes["u"], *layout.rival),) if layout.rival else ()
    answer, tokens = site("Y", layout.sizes["y"], LAYERS, ANSWER), site("T", TOKENS, 0, 0)
    return Planted(
        model, Explanation(causal, sites("")), places, sites("c"), rival, answer, tokens, layout.later
    )


def _place(at: list[tuple[int, int]]) -> tuple[int, tuple[int, ...]]:
    return at[0][0], tuple(sorted(position for _, position in at))


def random_network(rng: np.random.Generator, n_out: int) -> Stream:
    """A network that runs nothing in particular: every weight is drawn, so that no part of it is idle."""
    model = Stream(n_out)
    size = {"pattern": 0.3, "W_U": 1.0, "W_E": 1.0, "W_pos": 1.0}
    weights = {
        name: rng.normal(0, size.get(name, w.shape[-2] ** -0.5 if w.ndim > 2 else 0.3), w.shape)
        for name, w in model.named_parameters()
    }
    model.load_state_dict({name: torch.from_numpy(w).float() for name, w in weights.items()})
    return model


__all__ = ["DRAWS", "FORMS", "KINDS", "SYMMETRIC", "Planted", "dimensions", "plant", "random_network"]
