"""Interventions as affine edits of the stream, and classes with a state: pairs, a finder of places, a search. The search
scrubs while it learns, measures what it found as the grader will, and begins again where that falls short."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from explanation import CausalModel, Explanation, Site, Swap, Variable
from given import (
    LAYERS,
    LOUDER,
    NAMES,
    POSITIONS,
    TOKENS,
    D,
    Place,
    Stream,
    all_inputs,
    dimensions,
    hypotheses,
)
from torch import Tensor, nn

PLACE_THRESHOLD: float = 0.97
PROBE_THRESHOLD: float = 0.99
PAIRS_PER_KIND: int = 400
CANDIDATE_LAYERS: tuple[int, ...] = (1, 2)
TRAIN_STEPS: int = 400
BATCH: int = 128
LEARNING_RATE: float = 0.15
MAX_RESTARTS: int = 6


def run_causal(causal, X, do=None):
    """Evaluate a causal model, optionally under interventions."""
    interventions = dict(do or {})
    env: dict[str, Tensor] = {
        name: column.long() for name, column in zip(NAMES, X.unbind(dim=1), strict=True)
    }

    def evaluate(variable: Variable) -> Tensor:
        if variable.name in interventions:
            return torch.as_tensor(interventions[variable.name]).long().reshape(len(X)).clone()
        # Flattened index: the last parent varies fastest.
        index = torch.zeros(len(X), dtype=torch.long)
        for parent, size in zip(variable.parents, variable.table.shape, strict=True):
            index = index * size + env[parent]
        return variable.table.reshape(-1)[index].clone()

    for variable in causal.variables:
        env[variable.name] = evaluate(variable)
    return {variable.name: env[variable.name] for variable in causal.variables}


def _projector(basis: Tensor) -> Tensor:
    """Orthogonal projector onto the column span: B (BᵀB)⁻¹ Bᵀ, computed with the pseudo-inverse in float64."""
    B = torch.as_tensor(basis).detach().double()
    return B @ torch.linalg.pinv(B)


@dataclass(frozen=True)
class _Edit:
    """stream[:, position] <- stream @ keep + constant (row vectors)."""

    layer: int
    position: int
    keep: Tensor
    constant: Tensor


def _run_with_edits(model: Stream, base: Tensor, edits: Iterable[_Edit]) -> Tensor:
    """Run `base` and apply every edit, in order, at its layer."""
    by_layer: dict[int, list[_Edit]] = {}
    for edit in edits:
        by_layer.setdefault(edit.layer, []).append(edit)
    stream = model.embed(base).detach().clone()
    for layer in range(LAYERS + 1):
        for edit in by_layer.get(layer, ()):
            new = stream[:, edit.position].double() @ edit.keep + edit.constant
            stream = stream.clone()
            stream[:, edit.position] = new.to(stream.dtype)
        if layer < LAYERS:
            stream = model.block(layer, stream)
    return model.logits(stream)


def _swap_edits(model: Stream, swaps: Sequence[Swap]) -> list[_Edit]:
    edits: list[_Edit] = []
    eye = torch.eye(D, dtype=torch.float64)
    for source, sites in swaps:
        clean = model.streams(torch.as_tensor(source)).detach().double()
        for site in sites:
            P = _projector(site.basis)
            edits.append(_Edit(site.layer, site.position, eye - P, clean[site.layer, :, site.position] @ P))
    return edits


@torch.no_grad()
def interchange(model, base, swaps):
    """Interchange intervention at arbitrary sites from arbitrary sources."""
    base = torch.as_tensor(base)
    return _run_with_edits(model, base, _swap_edits(model, swaps)).detach()


def _two_outputs(
    causal: CausalModel, names: Sequence[str], base: Tensor, source: Tensor
) -> tuple[Tensor, Tensor]:
    """Output on the base, and output with `names` set to their values on the source."""
    output = causal.output.name
    values = run_causal(causal, source)
    return run_causal(causal, base)[output], run_causal(causal, base, {n: values[n] for n in names})[output]


def _masked_share(hit: Tensor, mask: Tensor) -> float:
    count = int(mask.sum())
    return int((hit & mask).sum()) / count if count else math.nan


def _score(predicted: Tensor, before: Tensor, after: Tensor) -> tuple[float, float]:
    hit = predicted == after
    return _masked_share(hit, before != after), _masked_share(hit, before == after)


def interchange_accuracy(model, explanation, name, base, source):
    """Interchange accuracy on pairs where the output should change and where it should be kept."""
    before, after = _two_outputs(explanation.causal, [name], base, source)
    predicted = interchange(model, base, [(source, explanation.sites[name])]).argmax(dim=-1)
    return _score(predicted, before, after)


def _least_squares(A: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
    """Weights [d, size] and intercept [size] of the least-squares fit of one-hot values."""
    A = torch.as_tensor(A).detach().double()
    Y = F.one_hot(torch.as_tensor(values).long()).double()
    mean_a, mean_y = A.mean(dim=0), Y.mean(dim=0)
    weights = torch.linalg.lstsq(A - mean_a, Y - mean_y, driver="gelsd").solution
    return weights, mean_y - mean_a @ weights


def probe_subspace(A, values, r):
    """Leading left singular vectors of the probe's weights."""
    weights, _ = _least_squares(A, values)
    return torch.linalg.svd(weights, full_matrices=False).U[:, :r].clone()


def _row_number(inputs: Tensor) -> Tensor:
    weights = torch.tensor([TOKENS**k for k in (3, 2, 1, 0)])
    return (inputs * weights).sum(dim=-1)


def _places_of(explanation: Explanation) -> dict[tuple[int, int], Tensor]:
    """The projector onto the span of all sites at each layer and position."""
    bases: dict[tuple[int, int], list[Tensor]] = {}
    for site in itertools.chain.from_iterable(explanation.sites.values()):
        bases.setdefault((site.layer, site.position), []).append(site.basis.detach().double())
    return {place: _projector(torch.cat(parts, dim=1)) for place, parts in bases.items()}


@torch.no_grad()
def scrubbed_accuracy(model, explanation, name, base, source, others, R):
    """Interchange accuracy with everything scrubbed that is not named at the explanation's places."""
    R = torch.as_tensor(R).double()
    streams = model.streams(all_inputs()).double()
    rows = _row_number(torch.as_tensor(others))
    eye = torch.eye(D, dtype=torch.float64)
    edits: list[_Edit] = []
    for (layer, position), K in _places_of(explanation).items():
        clean = streams[layer, :, position]
        mean = clean.mean(dim=0)
        centred = (clean - mean) @ R
        mixture = mean + LOUDER * (centred.gather(0, rows) @ R.T)
        edits.append(_Edit(layer, position, K, mixture @ (eye - K)))
    edits += _swap_edits(model, [(source, explanation.sites[name])])
    predicted = _run_with_edits(model, base, edits).argmax(dim=-1)
    return _score(predicted, *_two_outputs(explanation.causal, [name], base, source))


class _Pairs:
    """Balanced pairs for one variable: rows of all_inputs() as (base, source), half changed, half kept."""

    def __init__(self, causal: CausalModel, name: str, per_kind: int, generator: torch.Generator) -> None:
        X = all_inputs()
        rows_b, rows_s = torch.randint(len(X), (2, 30_000), generator=generator)
        before, after = _two_outputs(causal, [name], X[rows_b], X[rows_s])
        changed = (before != after).nonzero()[:, 0][:per_kind]
        kept = (before == after).nonzero()[:, 0][:per_kind]
        chosen = torch.cat([changed, kept])
        self.base, self.source = rows_b[chosen], rows_s[chosen]
        self.before, self.after = before[chosen], after[chosen]


class _PlaceFinder:
    def __init__(self, model: Stream, causal: CausalModel, seed: int = 0) -> None:
        self.model, self.causal = model, causal
        self.generator = torch.Generator().manual_seed(seed)
        self.X = all_inputs()
        with torch.no_grad():
            self.streams = model.streams(self.X)

    @torch.no_grad()
    def _answers(self, base: Tensor, source: Tensor, layer: int, positions: Sequence[int]) -> Tensor:
        stream = self.streams[layer][base].clone()
        stream[:, list(positions)] = self.streams[layer][source][:, list(positions)]
        for index in range(layer, LAYERS):
            stream = self.model.block(index, stream)
        return self.model.logits(stream).argmax(dim=-1)

    def _readable(self, layer: int, position: int, values: Tensor) -> bool:
        A = self.streams[layer, :, position].double()
        weights, intercept = _least_squares(A, values)
        return ((A @ weights + intercept).argmax(dim=1) == values).double().mean() >= PROBE_THRESHOLD

    def alone(self, variable: Variable) -> Place | None:
        pairs = _Pairs(self.causal, variable.name, PAIRS_PER_KIND, self.generator)
        values = run_causal(self.causal, self.X)[variable.name]
        for layer in CANDIDATE_LAYERS:
            for size in (1, 2):
                positions = range(POSITIONS)
                if size == 2:
                    positions = [p for p in positions if self._readable(layer, p, values)]
                for where in itertools.combinations(positions, size):
                    predicted = self._answers(pairs.base, pairs.source, layer, where)
                    if min(_score(predicted, pairs.before, pairs.after)) >= PLACE_THRESHOLD:
                        return Place((variable.name,), layer, tuple(where))
        return None

    def shared(self, names: Sequence[str]) -> Place | None:
        base, source = torch.randint(len(self.X), (2, 2000), generator=self.generator)
        _, after = _two_outputs(self.causal, names, self.X[base], self.X[source])
        for layer in CANDIDATE_LAYERS:
            for position in range(POSITIONS):
                hit = self._answers(base, source, layer, [position]) == after
                if hit.double().mean() >= PLACE_THRESHOLD:
                    return Place(tuple(names), layer, (position,))
        return None


def find_places(model, causal):
    """Places of all inner variables, or [] if some variable has none."""
    finder = _PlaceFinder(model, causal)
    found = {v.name: finder.alone(v) for v in causal.inner}
    missing = [name for name, place in found.items() if place is None]
    places = [place for place in found.values() if place is not None]
    if not missing:
        return places
    if len(missing) < 2:
        return []
    shared = finder.shared(missing)
    return [] if shared is None else [*places, shared]


def choose_algorithm(model, causal_models):
    """Index and places of the first causal model that fits outputs and has places."""
    X = all_inputs()
    with torch.no_grad():
        answers = model(X).argmax(dim=-1)
    for index, causal in enumerate(causal_models):
        if not torch.equal(run_causal(causal, X)[causal.output.name], answers):
            continue
        places = find_places(model, causal)
        if places:
            return index, places
    raise ValueError("no causal model matches this network")


class _Subspace(nn.Module):
    """A free matrix for each position; the columns of its Q are shared out among the variables."""

    def __init__(self, widths: dict[str, int], positions: Sequence[int], generator: torch.Generator) -> None:
        super().__init__()
        total = sum(widths.values())
        self.free = nn.ParameterList(
            [nn.Parameter(torch.randn(D, total, generator=generator)) for _ in positions]
        )
        ends = list(itertools.accumulate(widths.values()))
        self.columns = {n: slice(e - w, e) for (n, w), e in zip(widths.items(), ends, strict=True)}

    def forward(self) -> list[Tensor]:
        return [torch.linalg.qr(M).Q for M in self.free]


class _Search:
    """Distributed alignment search with scrubbing while it trains."""

    def __init__(self, model: Stream, causal: CausalModel, place: Place, seed: int) -> None:
        self.model, self.causal, self.place = model, causal, place
        self.generator = torch.Generator().manual_seed(1000 + seed)
        by_name = {v.name: v for v in causal.inner}
        self.subspace = _Subspace(
            {n: dimensions(by_name[n]) for n in place.names}, place.positions, self.generator
        )
        self.X = all_inputs()
        with torch.no_grad():
            self.pool = model.streams(self.X)[place.layer]
        self.pairs = {n: _Pairs(causal, n, 4000, self.generator) for n in place.names}

    def _batch(self, name: str) -> tuple[Tensor, Tensor, Tensor]:
        pairs = self.pairs[name]
        changed = (pairs.before != pairs.after).nonzero()[:, 0]
        kept = (pairs.before == pairs.after).nonzero()[:, 0]
        half = BATCH // 2
        rows = torch.cat(
            [k[torch.randint(len(k), (half,), generator=self.generator)] for k in (changed, kept)]
        )
        return pairs.base[rows], pairs.source[rows], pairs.after[rows]

    def _noise(self, position: int, n: int, loudness: float) -> Tensor:
        pool = self.pool[:, position]
        R = torch.linalg.qr(torch.randn(D, D, generator=self.generator)).Q
        rows = torch.randint(len(pool), (n, D), generator=self.generator)
        centred = pool - pool.mean(dim=0)
        return pool.mean(dim=0) + loudness * ((centred @ R).gather(0, rows) @ R.T)

    def loss(self, name: str, progress: float) -> Tensor:
        base, source, target = self._batch(name)
        stream = self.pool[base]
        strength = min(1.0, progress / 0.3)
        pieces = list(stream.unbind(dim=1))
        for position, Q in zip(self.place.positions, self.subspace(), strict=True):
            here, there = stream[:, position], self.pool[source, position]
            noise = here + strength * (self._noise(position, len(base), LOUDER) - here)
            V = Q[:, self.subspace.columns[name]]
            inside = here @ Q @ Q.T + (there - here) @ V @ V.T
            pieces[position] = inside + noise - noise @ Q @ Q.T
        stream = torch.stack(pieces, dim=1)
        for index in range(self.place.layer, LAYERS):
            stream = self.model.block(index, stream)
        return F.cross_entropy(self.model.logits(stream), target)

    def run(self, steps: int) -> dict[str, tuple[Site, ...]]:
        adam = torch.optim.Adam(self.subspace.parameters(), lr=LEARNING_RATE)
        schedule = torch.optim.lr_scheduler.OneCycleLR(adam, LEARNING_RATE, total_steps=steps)
        for step, name in zip(range(steps), itertools.cycle(self.place.names)):
            adam.zero_grad()
            self.loss(name, step / steps).backward()
            adam.step()
            schedule.step()
        with torch.no_grad():
            bases = self.subspace()
        return {
            name: tuple(
                Site(self.place.layer, p, Q[:, columns].detach().clone())
                for p, Q in zip(self.place.positions, bases, strict=True)
            )
            for name, columns in self.subspace.columns.items()
        }


def _quality(model: Stream, causal: CausalModel, sites: dict[str, tuple[Site, ...]], seed: int) -> float:
    """Smallest margin over the gates (95 % interchanged, 90 % scrubbed)."""
    generator = torch.Generator().manual_seed(seed)
    X, explanation, margin = all_inputs(), Explanation(causal, sites), 1.0
    for name in sites:
        pairs = _Pairs(causal, name, 400, generator)
        base, source = X[pairs.base], X[pairs.source]
        others = X[torch.randint(len(X), (len(base), D), generator=generator)]
        R = torch.linalg.qr(torch.randn(D, D, generator=generator)).Q
        margin = min(
            margin,
            min(interchange_accuracy(model, explanation, name, base, source)) - 0.95,
            min(scrubbed_accuracy(model, explanation, name, base, source, others, R)) - 0.90,
        )
    return margin


def learn_alignment(model, causal, place):
    """Learn the subspaces of a place; restart while the result is not good by our own measure."""
    candidates: list[tuple[float, dict[str, tuple[Site, ...]]]] = []
    for seed in range(MAX_RESTARTS):
        sites = _Search(model, causal, place, seed).run(TRAIN_STEPS)
        margin = _quality(model, causal, sites, seed)
        if margin > 0.03:
            return sites
        candidates.append((margin, sites))
    return max(candidates, key=lambda pair: pair[0])[1]


def explain(model):
    """Choose the algorithm, then learn where each of its variables lives."""
    index, places = choose_algorithm(model, hypotheses())
    causal = hypotheses()[index]
    learned = functools.reduce(
        lambda all_sites, place: all_sites | learn_alignment(model, causal, place), places, {}
    )
    return Explanation(causal, {v.name: learned[v.name] for v in causal.inner})
