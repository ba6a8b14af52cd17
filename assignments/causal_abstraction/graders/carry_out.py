"""The gates that an explanation must pass, and what they measure on a network of this assignment."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from explanation import CausalModel, Explanation, Site
from given import LAYERS, LOUDER, NAMES, POSITIONS, D, Place, Stream, all_inputs, dimensions, hypotheses

from autograder.checks import explanation as explained

PAIRS = 200  # of a kind, for each variable
INTERCHANGED, SCRUBBED, ENTRIES = (
    0.95,
    0.9,
    1.2,
)  # docs/grading-explanations.md has the margins on either side

__all__ = [
    "INTERCHANGED",
    "PAIRS",
    "SCRUBBED",
    "Shown",
    "carried",
    "carried_out",
    "chosen_though_wrong",
    "form_of",
    "lost",
    "measured",
    "one_basis",
    "one_for_two_networks",
]


@functools.cache
def domain() -> explained.Domain:
    """All 625 inputs."""
    return explained.Domain(NAMES, all_inputs())


def carried(model: Stream) -> explained.Carried:
    """The network, run on all inputs."""
    return explained.Carried(model, domain())


def form_of(explanation: Explanation) -> str:
    """What keeps an explanation from being carried out, or nothing."""
    return explained.malformed(explanation, domain(), LAYERS, POSITIONS, D)


def measured(
    model: Stream, explanation: Explanation, rng: np.random.Generator, n: int = PAIRS
) -> explained.Measures:
    """Carries a well-formed explanation out."""
    sizes = {v.name: dimensions(v) for v in explanation.causal.inner}
    return carried(model).measures(explanation, sizes, LOUDER, n, rng)


def lost(m: explained.Measures, entries: int) -> list[str]:
    """The gates that do not hold. `entries` are those of the planted algorithm's tables."""
    gates = {
        "fits": m.fits == 1,
        "interchange": m.interchange >= INTERCHANGED,
        "joint": m.joint >= INTERCHANGED,
        "scrubbed": m.scrubbed >= SCRUBBED,
        "readable": m.readable >= INTERCHANGED,
        "dimensions": m.excess == 0,
        "idle": m.idle == 0,
        "trivial": m.trivial == 0,
        "entries": m.entries <= ENTRIES * entries,
    }
    return [name for name, holds in gates.items() if not holds]


def outputs(causal: CausalModel) -> bytes:
    """What a causal model gives on all inputs, to compare."""
    return _values(causal)[causal.output.name]


def same_variables(one: CausalModel, two: CausalModel) -> bool:
    """Whether two causal models compute the same inner variables and the same output."""
    found = [_values(causal) for causal in (one, two)]
    return outputs(one) == outputs(two) and sorted(found[0].values()) == sorted(found[1].values())


def _values(causal: CausalModel) -> dict[str, bytes]:
    every = explained.values(causal, domain(), torch.arange(len(domain().X)), {})
    return {v.name: every[v.name].numpy().tobytes() for v in causal.variables}


class Shown(NamedTuple):
    """What the hints of known mistakes ask of one explanation or alignment that came back."""

    variables: int
    fits: float
    interchange: float
    scrubbed: float
    readable: float
    excess: int
    widest: int
    """columns of the widest basis"""
    missing: bool
    """a position of the place has no site"""
    idle: int
    trivial: int
    entries: float
    """as a share of the entries of a hypothesis with the same outputs"""
    exchanged: bool
    """with the variables' sites exchanged, interchanges are right"""
    early: bool
    """interchanges are wrong, and a layer later right"""
    means: bool
    """the sites are spanned by the differences of class means"""


_SHOWN: list[tuple[object, Shown]] = []


def carried_out(calls: Sequence[tuple[str, tuple[Any, ...], dict[str, Any], Any]]) -> list[Shown]:
    """What comes of carrying out all that `explain` and `learn_alignment` returned, where it is well-formed; once for
    each value, however many hints ask."""
    found = []
    for name, args, _, value in calls:
        if name not in ("explain", "learn_alignment") or value is None:
            continue
        known = next((shown for one, shown in _SHOWN if one is value), None)
        if known is None:
            place = args[2] if name == "learn_alignment" else None
            e = (
                value
                if place is None
                else Explanation(args[1], {n: tuple(value[n]) for n in place.names if n in value})
            )
            if any(explained.unplaced(ss, LAYERS, POSITIONS, D) for ss in e.sites.values()) or not e.sites:
                continue
            if place is None and form_of(e):
                continue
            known = _shown(args[0], e, place)
            _SHOWN.append((value, known))
        found.append(known)
    return found


def one_basis(calls: Sequence[tuple[str, tuple[Any, ...], dict[str, Any], Any]]) -> bool:
    """Whether each variable of several positions has the same basis at all of them, and there is one: for signatures."""
    found = []
    for name, _, _, value in calls:
        if value is not None and name in ("explain", "learn_alignment"):
            sites = value.sites if name == "explain" else value
            found += [[s.basis for s in ss] for ss in sites.values() if len(ss) > 1]
    return bool(found) and all(b.shape == bs[0].shape and torch.equal(b, bs[0]) for bs in found for b in bs)


def _shown(model: Stream, e: Explanation, place: Place | None) -> Shown:
    network, rng, names = carried(model), np.random.default_rng(0), list(e.sites)
    sizes = {v.name: dimensions(v) for v in e.causal.inner}
    true = explained.orthonormal(e)

    def interchanged(sites: Mapping[str, Sequence[Site]]) -> float:
        other = explained.orthonormal(Explanation(e.causal, {n: tuple(ss) for n, ss in sites.items()}))
        return min(network.interchange(other, n, 80, rng) for n in names)

    clean = explained.values(e.causal, domain(), torch.arange(len(domain().X)), {})
    every = [(n, s) for n, ss in true.sites.items() for s in ss]
    later = {
        n: [Site(min(s.layer + 1, LAYERS), s.position, s.basis) for s in ss] for n, ss in e.sites.items()
    }
    turned = dict(zip(names, [e.sites[n] for n in (names[-1], *names[:-1])], strict=True))
    share = interchanged(e.sites)
    idle, trivial = explained.structure(e.causal, domain())
    rivals = [c for c in hypotheses() if outputs(c) == outputs(e.causal)]
    entries = sum(v.table.numel() for v in e.causal.variables)
    return Shown(
        variables=len(names),
        fits=float((clean[e.causal.output.name] == network.outputs).double().mean()),
        interchange=share,
        scrubbed=min(network.interchange(true, n, 80, rng, (explained.spans(true), LOUDER)) for n in names),
        readable=min(network.readable(s, clean[n]) for n, s in every),
        excess=sum(max(0, s.basis.shape[1] - sizes[n]) for n, s in every),
        widest=max(s.basis.shape[1] for _, s in every),
        missing=place is not None and any(len(ss) < len(place.positions) for ss in e.sites.values()),
        idle=idle,
        trivial=trivial,
        entries=entries / min((sum(v.table.numel() for v in c.variables) for c in rivals), default=entries),
        exchanged=share < 0.5 and len(names) > 1 and interchanged(turned) >= 0.9,
        early=share < 0.5 and interchanged(later) >= 0.9,
        means=all(_spans_same(s, _means(network, s, clean[n])) for n, s in every),
    )


def _spans_same(site: Any, directions: torch.Tensor) -> bool:
    """Whether the site spans the leading left singular vectors of these directions [d, k]."""
    leading = torch.linalg.svd(directions, full_matrices=False)[0][:, : site.basis.shape[1]]
    return bool((site.basis.double() @ site.basis.double().T - leading @ leading.T).abs().max() < 0.05)


def _means(network: explained.Carried, site: Any, value: torch.Tensor) -> torch.Tensor:
    A = network.streams[site.layer][:, site.position].double()
    centres = [A[value == x].mean(dim=0) for x in sorted(set(value.tolist()))]
    return (torch.stack(centres) - A.mean(dim=0)).T


def chosen_though_wrong(calls: Sequence[tuple[str, tuple[Any, ...], dict[str, Any], Any]]) -> bool:
    """Whether `choose_algorithm` chose causal models with the network's answer on nearly all inputs, and one that has not all:
    for the mutants' signatures."""
    X = all_inputs()
    chosen = [(args, value[0]) for name, args, _, value in calls if name == "choose_algorithm" and value]
    shares = [
        float(
            (
                explained.values(every[i], domain(), torch.arange(len(X)), {})[every[i].output.name]
                == model(X).argmax(dim=1)
            )
            .double()
            .mean()
        )
        for (model, every), i in chosen
    ]
    return bool(shares) and 0.97 < min(shares) < 1


def one_for_two_networks(calls: Sequence[tuple[str, tuple[Any, ...], dict[str, Any], Any]]) -> bool:
    """Whether `explain` gave two networks with other weights one explanation, to the last bit, which is right for one of them:
    for the mutants' signatures."""
    found = [
        (args[0].W_E, [site.basis for sites in value.sites.values() for site in sites])
        for name, args, _, value in calls
        if name == "explain" and value is not None
    ]
    alike = any(
        not torch.equal(a, b) and len(one) == len(other) and all(map(torch.equal, one, other))
        for (a, one), (b, other) in itertools.combinations(found, 2)
        if one
    )
    return alike and any(m.interchange >= INTERCHANGED and m.excess == 0 for m in carried_out(calls))
