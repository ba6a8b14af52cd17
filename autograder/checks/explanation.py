"""An explanation, graded by carrying it out: interchange interventions on a network, and what they measure.

An explanation says which variables a network computes (a causal model, in tables) and where each lives (subspaces of a
residual stream). It arrives as values and is believed in nothing: what it says is done to the network, and the outputs
are counted. Which network, with which inputs, is the check's to say. `docs/grading-explanations.md` has the measures,
what each of them catches, and the literature.

Knows no assignment: a causal model, a site and an explanation are whatever has these attributes.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

import msgspec
import numpy as np
import torch
from torch import Tensor

LARGEST_TABLE = 5**4  # entries: a variable of all four inputs
MOST_VALUES = 32
LARGEST_ENTRY = 1e9  # of a basis


class Variable(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def parents(self) -> tuple[str, ...]: ...
    @property
    def table(self) -> Tensor: ...
    @property
    def size(self) -> int: ...


class CausalModel(Protocol):
    """The last variable is the output."""

    @property
    def variables(self) -> Sequence[Variable]: ...


class Site(Protocol):
    @property
    def layer(self) -> int: ...
    @property
    def position(self) -> int: ...
    @property
    def basis(self) -> Tensor: ...


class Explanation(Protocol):
    @property
    def causal(self) -> CausalModel: ...
    @property
    def sites(self) -> Mapping[str, Sequence[Site]]: ...


class Network(Protocol):
    """What is needed of a network: its residual stream, layer by layer."""

    def streams(self, X: Tensor) -> Tensor:
        """[layers + 1, N, positions, d]"""

    def block(self, index: int, h: Tensor) -> Tensor:
        """Layer `index` + 1 from layer `index`, [N, positions, d]."""

    def logits(self, h: Tensor) -> Tensor:
        """[N, n_out], from the last layer."""


class Domain(msgspec.Struct, frozen=True):
    """All inputs [N, n_inputs], and what they are called."""

    names: tuple[str, ...]
    X: Tensor


class Pairs(msgspec.Struct, frozen=True):
    """Bases and sources, rows of the domain [n], and the output that a causal model expects of the interchange."""

    base: Tensor
    source: Tensor
    expected: Tensor


class Measures(msgspec.Struct, frozen=True):
    """What carrying out an explanation shows; shares are in [0, 1]. `docs/grading-explanations.md` says why each."""

    fits: float
    """the share of all inputs on which the causal model gives the network's output"""
    interchange: float
    """the least, over variables, of the accuracy where an interchange changes the output and where it does not"""
    joint: float
    """the least, over pairs of variables, with a source for each"""
    scrubbed: float
    """as `interchange`, with all that is orthogonal to the named subspaces shuffled and made louder"""
    readable: float
    """the least, over sites, of the share of inputs whose nearest class centre in the subspace is the value's"""
    excess: int
    """dimensions beyond those that a variable of so many values has"""
    idle: int
    """values of inner variables that no intervention tells from another"""
    trivial: int
    """inner variables that are a function of the output alone, or of one input alone"""
    entries: int
    """of all tables together"""


def values(causal: CausalModel, domain: Domain, rows: Tensor, do: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The value [n] of every variable on these rows of the domain, those in `do` set, what depends on them recomputed."""
    found = dict(zip(domain.names, domain.X[rows].T, strict=True))
    for v in causal.variables:
        found[v.name] = do[v.name] if v.name in do else v.table[tuple(found[parent] for parent in v.parents)]
    return found


def malformed(explanation: Explanation, domain: Domain, layers: int, positions: int, d: int) -> str:
    """What keeps an explanation from being carried out, in a student's words, or nothing.

    `layers` are numbered 0 … layers. Nothing of an explanation may be used before this has said nothing.
    """
    sizes = {name: int(domain.X[:, i].max()) + 1 for i, name in enumerate(domain.names)}
    variables = explanation.causal.variables
    if not 2 <= len(variables) <= 8:
        return "a causal model has an output and from one to seven inner variables"
    for v in variables:
        if v.name in sizes:
            return "two variables, or a variable and an input, have the same name"
        if not v.parents or len(set(v.parents)) != len(v.parents) or any(p not in sizes for p in v.parents):
            return "a variable's parents are different inputs or variables before it, one at least"
        shape = tuple(sizes[p] for p in v.parents)
        if v.table.is_floating_point() or tuple(v.table.shape) != shape or v.table.numel() > LARGEST_TABLE:
            return "a table has whole numbers, and an axis for each parent, as long as the parent has values"
        if int(v.table.min()) < 0 or int(v.table.max()) >= MOST_VALUES:
            return f"the values in a table are whole numbers from 0 to {MOST_VALUES - 1}"
        sizes[v.name] = int(v.table.max()) + 1
    if set(explanation.sites) != {v.name for v in variables[:-1]}:
        return "there are sites for the inner variables, each of them, and for nothing else"
    return next(
        (said for ss in explanation.sites.values() if (said := unplaced(ss, layers, positions, d))), ""
    )


def unplaced(sites: Sequence[Site], layers: int, positions: int, d: int) -> str:
    """What is wrong with the form of one variable's sites, in a student's words, or nothing."""
    if not sites or len(sites) > positions:
        return "a variable has one site, or one for each of its copies"
    if len({(s.layer, s.position) for s in sites}) < len(sites):
        return "two sites of a variable are at the same layer and position"
    for s in sites:
        if not 0 <= s.layer <= layers or not 0 <= s.position < positions:
            return "a site is at a layer or a position that there is not"
        if s.basis.ndim != 2 or len(s.basis) != d or not 1 <= s.basis.shape[1] <= d:
            return f"a site's basis is [{d}, r]: a column for each dimension of the subspace"
        if s.basis.is_complex() or not bool(torch.isfinite(s.basis).all()):
            return "a site's basis holds a number that is not finite"
        if float(s.basis.abs().max()) > LARGEST_ENTRY:  # their squares, and so a QR, may be infinite
            return "a site's basis holds a number that is too large"
        singular = torch.linalg.svdvals(s.basis.double())
        if float(singular[-1]) <= 1e-6 * float(singular[0]):
            return "the columns of a site's basis are not independent"
    return ""


class Carried:
    """A network, run once on all inputs of a domain, in which explanations are carried out."""

    def __init__(self, network: Network, domain: Domain) -> None:
        self._network = network
        self._domain = domain
        with torch.no_grad():
            self.streams = network.streams(domain.X)
            self.outputs = network.logits(self.streams[-1]).argmax(dim=1)
        self._rows = torch.arange(len(domain.X))

    def logits(
        self,
        base: Tensor,
        swaps: Sequence[tuple[Tensor, Sequence[Site]]],
        kept: Kept | None = None,
        noise: Callable[[int, int], Tensor] | None = None,
    ) -> Tensor:
        """The logits [n, n_out] of the rows `base` with the subspaces of each (source rows, sites) taken from its source.

        Sources are clean runs. Bases are orthonormal (`orthonormal`). At each place of `kept` what is orthogonal to the
        basis there is replaced by that of `noise(layer, position)` [n, d].
        """
        places = dict(kept) if kept and noise else {}
        first = min([s.layer for _, sites in swaps for s in sites] + [layer for layer, _ in places])
        with torch.no_grad():
            h = self.streams[first][base]
            for layer in range(first, len(self.streams)):
                if layer > first:
                    h = self._network.block(layer - 1, h)
                h = h.clone()
                for (at, position), Q in places.items():
                    if at == layer and noise:
                        other = noise(at, position)
                        h[:, position] = other + (h[:, position] - other) @ Q @ Q.T
                for source, sites in swaps:
                    for s in (s for s in sites if s.layer == layer):
                        change = self.streams[layer][source, s.position] - h[:, s.position]
                        h[:, s.position] += change @ s.basis @ s.basis.T
            return self._network.logits(h)

    def mixture(self, layer: int, position: int, rows: Tensor, R: Tensor, louder: float) -> Tensor:
        """Noise [n, d]: along column k of the rotation R what the run on rows[n, k] has at this place, its distance from
        the mean over all inputs made `louder` times as large.

        Louder, since a half of the truth and a half of a copy is right as long as the copy stays within what it was.
        """
        pool = self.streams[layer][:, position]
        mean = pool.mean(dim=0)
        return mean + louder * torch.gather((pool - mean) @ R, 0, rows) @ R.T

    def _noise(self, n: int, louder: float, rng: np.random.Generator) -> Callable[[int, int], Tensor]:
        """A mixture of its own, in a rotation of its own, at each place."""
        d = self.streams.shape[-1]

        def noise(layer: int, position: int) -> Tensor:
            R = torch.linalg.qr(torch.from_numpy(rng.normal(size=(d, d))))[0].float()
            rows = torch.from_numpy(rng.integers(0, len(self._rows), (n, d)))
            return self.mixture(layer, position, rows, R, louder)

        return noise

    def pairs(self, causal: CausalModel, name: str, n: int, rng: np.random.Generator, changes: bool) -> Pairs:
        """Up to n pairs for the interchange of a variable: those where the causal model says that the output changes,
        or those where it says that it does not, though the source's output is another."""
        base, source = torch.from_numpy(rng.integers(0, len(self._rows), (2, 60 * n)))
        clean = values(causal, self._domain, self._rows, {})
        y = clean[causal.variables[-1].name]
        expected = values(causal, self._domain, base, {name: clean[name][source]})[causal.variables[-1].name]
        wanted = expected != y[base] if changes else (expected == y[base]) & (y[source] != y[base])
        rows = wanted.nonzero()[:n, 0]
        return Pairs(base[rows], source[rows], expected[rows])

    def interchange(
        self,
        explanation: Explanation,
        name: str,
        n: int,
        rng: np.random.Generator,
        scrub: tuple[Kept, float] | None = None,
    ) -> float:
        """The worse of two accuracies of interchanging one variable: where the output changes, and where it stays."""
        worst = 1.0
        for changes in (True, False):
            pairs = self.pairs(explanation.causal, name, n, rng, changes)
            if len(pairs.base):
                swaps = [(pairs.source, explanation.sites[name])]
                kept, louder = scrub or (None, 1.0)
                noise = self._noise(len(pairs.base), louder, rng) if kept else None
                got = self.logits(pairs.base, swaps, kept, noise).argmax(dim=1)
                worst = min(worst, _share(got == pairs.expected))
            elif changes:
                return 0.0  # a variable that never changes the output is none
        return worst

    def joint(
        self, explanation: Explanation, names: tuple[str, str], n: int, rng: np.random.Generator
    ) -> float:
        """The accuracy of interchanging two variables, each from a source of its own, where the output changes."""
        causal, out = explanation.causal, explanation.causal.variables[-1].name
        clean = values(causal, self._domain, self._rows, {})
        base, *sources = torch.from_numpy(rng.integers(0, len(self._rows), (3, 4 * n)))
        do = {name: clean[name][source] for name, source in zip(names, sources, strict=True)}
        expected = values(causal, self._domain, base, do)[out]
        rows = (expected != clean[out][base]).nonzero()[:n, 0]
        if not len(rows):
            return 1.0
        swaps = [(s[rows], explanation.sites[name]) for name, s in zip(names, sources, strict=True)]
        return _share(self.logits(base[rows], swaps).argmax(dim=1) == expected[rows])

    def readable(self, site: Site, value: Tensor) -> float:
        """The share of all inputs whose nearest class centre in the subspace is that of the variable's value [N]."""
        inside = self.streams[site.layer][:, site.position] @ site.basis
        present = torch.tensor(sorted(set(value.tolist())))
        centres = torch.stack([inside[value == x].mean(dim=0) for x in present])
        return _share(present[torch.cdist(inside, centres).argmin(dim=1)] == value)

    def measures(
        self,
        explanation: Explanation,
        dimensions: Mapping[str, int],
        louder: float,
        n: int,
        rng: np.random.Generator,
    ) -> Measures:
        """Carries a well-formed explanation out, on n fresh pairs of a kind. `dimensions`: how many each variable has."""
        e = orthonormal(explanation)
        causal, inner = e.causal, [v.name for v in e.causal.variables[:-1]]
        clean = values(causal, self._domain, self._rows, {})
        kept = spans(e)
        idle, trivial = structure(causal, self._domain)
        return Measures(
            fits=_share(clean[causal.variables[-1].name] == self.outputs),
            interchange=min(self.interchange(e, name, n, rng) for name in inner),
            joint=min((self.joint(e, two, n, rng) for two in itertools.combinations(inner, 2)), default=1.0),
            scrubbed=min(self.interchange(e, name, n, rng, (kept, louder)) for name in inner),
            readable=min(self.readable(s, clean[name]) for name in inner for s in e.sites[name]),
            excess=sum(max(0, s.basis.shape[1] - dimensions[name]) for name in inner for s in e.sites[name]),
            idle=idle,
            trivial=trivial,
            entries=sum(v.table.numel() for v in causal.variables),
        )


Kept = Mapping[tuple[int, int], Tensor]
"""an orthonormal basis [d, r] of what a scrub leaves alone, by (layer, position)"""


class _Orthonormal(msgspec.Struct, frozen=True):
    layer: int
    position: int
    basis: Tensor


class _Explained(msgspec.Struct, frozen=True):
    causal: CausalModel
    sites: Mapping[str, Sequence[Site]]


def orthonormal(explanation: Explanation) -> Explanation:
    """The same explanation with orthonormal bases, in float32."""
    sites = {
        name: tuple(
            _Orthonormal(s.layer, s.position, torch.linalg.qr(s.basis.double())[0].float()) for s in ss
        )
        for name, ss in explanation.sites.items()
    }
    return _Explained(explanation.causal, sites)


def spans(explanation: Explanation) -> Kept:
    """What the sites of all variables span together at each (layer, position)."""
    bases: dict[tuple[int, int], list[Tensor]] = {}
    for _, s in _all_sites(explanation):
        bases.setdefault((s.layer, s.position), []).append(s.basis)
    return {at: _span(torch.cat(parts, dim=1)) for at, parts in bases.items()}


def _span(columns: Tensor) -> Tensor:
    """An orthonormal basis of what the columns span, dependent or not."""
    U, singular, _ = torch.linalg.svd(columns.double(), full_matrices=False)
    found: Tensor = U[:, singular > 1e-6 * singular[0]].float()
    return found


def _all_sites(explanation: Explanation) -> Iterator[tuple[str, Site]]:
    return ((name, s) for name, ss in explanation.sites.items() for s in ss)


def structure(causal: CausalModel, domain: Domain) -> tuple[int, int]:
    """What the tables alone show: values that nothing tells apart, and variables that are no step between."""
    rows, out = torch.arange(len(domain.X)), causal.variables[-1].name
    clean = values(causal, domain, rows, {})
    idle = trivial = 0
    for v in causal.variables[:-1]:
        set_to = (torch.full((len(rows),), x) for x in range(v.size))
        idle += v.size - len(
            {values(causal, domain, rows, {v.name: x})[out].numpy().tobytes() for x in set_to}
        )
        known = [clean[out], *domain.X.T]
        trivial += any(_is_function_of(clean[v.name], of) for of in known)
    return idle, trivial


def _is_function_of(x: Tensor, of: Tensor) -> bool:
    return all(len(set(x[of == value].tolist())) == 1 for value in set(of.tolist()))


def _share(right: Tensor) -> float:
    return float(right.double().mean())
