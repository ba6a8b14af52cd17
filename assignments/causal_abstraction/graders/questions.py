"""Causal models, inputs, sites and pairs for comparing values with the reference: nothing in them is right by accident."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

import numpy as np
import torch
from carry_out import carried
from explanation import CausalModel, Explanation, Site, Variable
from given import LOUDER, NAMES, D, Stream, all_inputs
from planted import Planted
from torch import Tensor

from autograder.checks import explanation as explained

MARGIN = 0.05  # logits; a right answer in float32 is off by 1e-4 at most


def random_inputs(rng: np.random.Generator, n: int) -> Tensor:
    """Inputs [n, 4]."""
    return all_inputs()[torch.from_numpy(rng.integers(0, 625, n))]


def random_causal_model(rng: np.random.Generator) -> CausalModel:
    """Random tables: u of two inputs, v of u and an input, w of an input, y of all three."""
    p, q, r, s = (NAMES[i] for i in rng.permutation(4))
    parents = {"u": (p, q), "v": ("u", r), "w": (s,), "y": ("v", "w", "u")}
    return _of_random_tables(rng, parents, {"u": 3, "v": 4, "w": 2, "y": 5})


def random_model_without_an_input(rng: np.random.Generator) -> CausalModel:
    """Random tables of the last three inputs: u of two, y of u and the third. Nothing reads the first."""
    p, q, r = (NAMES[i] for i in 1 + rng.permutation(3))
    return _of_random_tables(rng, {"u": (p, q), "y": ("u", r)}, {"u": 3, "y": 5})


def random_chain(rng: np.random.Generator) -> CausalModel:
    """Random tables: each of five variables of the one before it and of an input, the first of two inputs."""
    p, q, r, s = (NAMES[i] for i in rng.permutation(4))
    parents = {"u": (p, q), "v": ("u", r), "w": ("v", s), "z": ("w", p), "y": ("z", q)}
    return _of_random_tables(rng, parents, {"u": 4, "v": 4, "w": 4, "z": 5, "y": 5})


def _of_random_tables(
    rng: np.random.Generator, parents: Mapping[str, tuple[str, ...]], sizes: dict[str, int]
) -> CausalModel:
    """Each variable by its parents and its number of values, of which none is rarer than another."""
    sizes = dict.fromkeys(NAMES, 5) | sizes
    shapes = {name: tuple(sizes[parent] for parent in of) for name, of in parents.items()}
    entries = {
        name: rng.permutation(np.arange(np.prod(shape)) % sizes[name]) for name, shape in shapes.items()
    }
    return CausalModel(
        tuple(
            Variable(name, of, torch.from_numpy(entries[name].reshape(shapes[name])))
            for name, of in parents.items()
        )
    )


def with_an_input_in_common(explanation: Explanation) -> Explanation:
    """The explanation of a tree whose v reads an input of u in place of its own first."""
    u, v, y = explanation.causal.variables
    v = Variable(v.name, (u.parents[0], v.parents[1]), v.table)
    return Explanation(CausalModel((u, v, y)), explanation.sites)


def in_two_sites(rng: np.random.Generator, explanation: Explanation, name: str) -> Explanation:
    """The explanation with a second site beside the first of a variable, at the same place and at right angles to it."""
    first, *others = explanation.sites[name]
    drawn = torch.from_numpy(rng.normal(size=(D, 1))).float()
    Q = torch.linalg.qr(torch.cat([first.basis, drawn], dim=1)).Q
    two = [Site(first.layer, first.position, part) for part in (Q[:, :-1], Q[:, -1:])]
    return Explanation(explanation.causal, {**explanation.sites, name: (*two, *others)})


def with_output(explanation: Explanation, name: str) -> Explanation:
    """The explanation with another name for its output: the last variable is the output, whatever it is called."""
    *inner, output = explanation.causal.variables
    return Explanation(CausalModel((*inner, Variable(name, output.parents, output.table))), explanation.sites)


def skew_site(rng: np.random.Generator, layer: int, position: int, r: int) -> Site:
    """A random subspace, in a basis that is far from orthonormal."""
    basis = np.linalg.qr(rng.normal(size=(D, r)))[0] @ (rng.normal(size=(r, r)) + 2 * np.eye(r))
    return Site(layer, position, torch.from_numpy(basis).float())


def orthogonal(rng: np.random.Generator) -> Tensor:
    """A random rotation of the stream."""
    return torch.from_numpy(np.linalg.qr(rng.normal(size=(D, D)))[0]).float()


def blurred(rng: np.random.Generator, planted: Planted, name: str, how_much: float) -> Explanation:
    """The truth with one variable's sites turned towards a random subspace, in a basis that is not orthonormal.

    Interchanging them is right on some pairs only, so that a wrong count differs.
    """
    sites = dict(planted.truth.sites)
    sites[name] = tuple(
        Site(s.layer, s.position, 1.5 * s.basis + how_much * skew_site(rng, 0, 0, s.basis.shape[1]).basis)
        for s in sites[name]
    )
    return Explanation(planted.truth.causal, sites)


def clear_pairs(
    rng: np.random.Generator,
    reference: ModuleType,
    model: Stream,
    explanation: Explanation,
    name: str,
    n: int = 60,
) -> tuple[Tensor, Tensor]:
    """Bases and sources [n, 4] on which no answer hangs on a margin that rounding could cross.

    In a third of them the causal model's output changes, as far as there are enough.
    """
    base, source = (random_inputs(rng, 20 * n) for _ in range(2))
    clear = _clear(reference.interchange(model, base, [(source, explanation.sites[name])]))
    return balanced(reference, explanation.causal, name, base[clear], source[clear], n)


def balanced(
    reference: ModuleType, causal: CausalModel, name: str, base: Tensor, source: Tensor, n: int
) -> tuple[Tensor, Tensor]:
    """n of these pairs, in a third of which the causal model's output changes."""
    out = causal.output.name
    set_to = reference.run_causal(causal, source)[name]
    changes = (
        reference.run_causal(causal, base, {name: set_to})[out] != reference.run_causal(causal, base)[out]
    )
    rows = torch.cat([changes.nonzero()[: n // 3, 0], (~changes).nonzero()[: n - n // 3, 0]])
    return base[rows], source[rows]


def _clear(logits: Tensor) -> Tensor:
    top = logits.topk(2, dim=1).values
    return (top[:, 0] - top[:, 1]) > MARGIN


def clear_scrubs(
    rng: np.random.Generator,
    reference: ModuleType,
    model: Stream,
    explanation: Explanation,
    name: str,
    n: int = 60,
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Bases, sources, others and a rotation for `scrubbed_accuracy`, again with clear answers only."""
    R = orthogonal(rng)
    base, source = clear_pairs(rng, reference, model, explanation, name, 3 * n)
    others = random_inputs(rng, len(base) * D).reshape(len(base), D, len(NAMES))
    network, e, rows = carried(model), explained.orthonormal(explanation), row_of(others)

    def noise(layer: int, position: int) -> Tensor:
        return network.mixture(layer, position, rows, R, LOUDER)

    logits = network.logits(row_of(base), [(row_of(source), e.sites[name])], explained.spans(e), noise)
    clear = _clear(logits).nonzero()[:, 0]
    return base[clear], source[clear], others[clear], R


def row_of(X: Tensor) -> Tensor:
    """The row of each input [..., 4] among all inputs."""
    return X @ torch.tensor([125, 25, 5, 1])


def span_gap(one: Tensor, two: Tensor) -> float:
    """The largest difference of the projections onto two spans; infinite where a basis is none."""
    if not bool(torch.isfinite(one).all()):
        return float("inf")
    P, Q = (torch.linalg.qr(B.double())[0] for B in (one, two))
    return float((P @ P.T - Q @ Q.T).abs().max())
