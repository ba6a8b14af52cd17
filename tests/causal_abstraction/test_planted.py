"""The planted networks are what they are said to be, and the measures see through what only looks right."""

import dataclasses
import importlib
from types import SimpleNamespace

import numpy as np
import pytest
import torch

EVERY = [
    *((kind, "apart") for kind in ("equality", "comparison", "sum", "max_of_mins", "parity", "maximum")),
    *((kind, "apart") for kind in ("sum_chain", "clamp", "majority", "select")),
    *(("sum", "late"), ("parity", "early"), ("maximum", "copies"), ("equality", "copies")),
    ("sum", "gathered"),
    *(("equality", "together"), ("comparison", "together"), ("max_of_mins", "together")),
    *((kind, "together_late") for kind in ("equality", "comparison", "max_of_mins")),
    *(("unlike", "apart"), ("unlike", "together_moved")),
]


@pytest.fixture(scope="module")
def k(assignment):
    """The names of the modules that the assignment's graders import."""
    found = {}
    with assignment.importing():
        for module in ("explanation", "given", "carry_out", "planted"):
            found |= vars(importlib.import_module(module))
    return SimpleNamespace(**{name: value for name, value in found.items() if not name.startswith("__")})


def drawn(k, seed=0, kind="max_of_mins", form="apart"):
    return k.plant(np.random.default_rng(seed), kind, form)


def measures(k, planted, explanation, seed=1):
    return k.measured(planted.model, explanation, np.random.default_rng(seed), 150)


def entries(planted):
    return sum(v.table.numel() for v in planted.truth.causal.variables)


def moved(k, planted, change):
    """The truth with each site changed."""
    sites = {name: tuple(change(s, k) for k, s in enumerate(ss)) for name, ss in planted.truth.sites.items()}
    return k.Explanation(planted.truth.causal, sites)


@pytest.mark.parametrize(("kind", "form"), EVERY)
def test_the_truth_passes_every_gate(k, kind, form):
    planted = drawn(k, 3, kind, form)
    m = measures(k, planted, planted.truth)
    assert k.lost(m, entries(planted)) == []
    assert (m.fits, m.excess, m.idle, m.trivial) == (1, 0, 0, 0)


@pytest.mark.parametrize(("kind", "form"), EVERY)
def test_no_head_or_neuron_is_a_wiring_diagram(k, kind, form):
    """No head reads from just where a variable lives, and heads and neurons that do something have no order."""
    planted = drawn(k, 3, kind, form)
    for block in range(k.LAYERS):
        idle = planted.model.pattern[block].flatten(1).abs().sum(dim=1) == 0
        for W in planted.model.W_V[block][~idle]:
            read = torch.linalg.qr(W).Q
            for sites in planted.truth.sites.values():
                for site in sites:
                    alike = torch.linalg.svdvals(read.T @ site.basis).min()
                    assert alike < 0.97, (
                        f"a head of block {block} reads what lives at {site.layer, site.position}"
                    )
    firing = [(planted.model.b_in[block] < -0.1).nonzero()[:, 0].tolist() for block in range(k.LAYERS)]
    assert any(some and max(some) > len(some) for some in firing), "the neurons are as they were written"


def test_so_does_the_truth_in_other_words(k):
    """Values renamed, bases turned and stretched."""
    planted = drawn(k, 4)
    u, v, y = planted.truth.causal.variables
    new = torch.tensor([3, 0, 4, 1, 2])
    renamed = k.CausalModel(
        (dataclasses.replace(u, table=new[u.table]), v, dataclasses.replace(y, table=y.table[new.argsort()]))
    )
    skew = torch.tensor([[2.0, 1.0], [0.0, 0.3]])
    turned = moved(k, planted, lambda s, k: dataclasses.replace(s, basis=s.basis @ skew))
    said = k.Explanation(renamed, turned.sites)
    assert k.lost(measures(k, planted, said), entries(planted)) == []


def test_a_copy_that_nobody_reads_tells_all_and_does_nothing(k):
    planted = drawn(k, 5)
    m = measures(k, planted, k.Explanation(planted.truth.causal, dict(planted.copies)))
    assert m.readable == 1
    assert m.interchange == 0


def test_half_the_truth_and_half_a_copy_falls_by_the_scrub_alone(k):
    planted = drawn(k, 6, "equality")
    copies = planted.copies
    halves = {
        name: tuple(
            dataclasses.replace(s, basis=s.basis + c.basis) for s, c in zip(ss, copies[name], strict=True)
        )
        for name, ss in planted.truth.sites.items()
    }
    m = measures(k, planted, k.Explanation(planted.truth.causal, halves))
    assert k.lost(m, entries(planted)) == ["scrubbed"]


def test_shuffled_but_no_louder_that_half_would_nearly_pass(k):
    """Why the noise is three times as loud as the data."""
    planted = drawn(k, 6, "equality")
    mixed = {
        name: tuple(
            dataclasses.replace(s, basis=torch.nn.functional.normalize(s.basis + c.basis, dim=0))
            for s, c in zip(ss, planted.copies[name], strict=True)
        )
        for name, ss in planted.truth.sites.items()
    }
    explanation, network = k.Explanation(planted.truth.causal, mixed), k.carried(planted.model)
    kept = {(s.layer, s.position): s.basis for ss in mixed.values() for s in ss}
    quiet, loud = (
        network.interchange(explanation, "u", 150, np.random.default_rng(0), (kept, louder))
        for louder in (1.0, 3.0)
    )
    assert quiet > loud + 0.1


def test_a_rival_of_the_same_outputs_does_not_carry(k):
    planted = drawn(k, 7, "sum")
    rivals = [
        c
        for c in k.hypotheses()
        if k.outputs(c) == k.outputs(planted.truth.causal) and not k.same_variables(c, planted.truth.causal)
    ]
    assert len(rivals) >= 2
    assert all(
        measures(k, planted, k.Explanation(c, planted.truth.sites)).interchange < 0.7
        for c in rivals
        if {v.name for v in c.inner} == {"u", "v"}
    )


def test_a_site_that_holds_nothing_cannot_be_read(k):
    planted = drawn(k, 8)
    empty = k.Site(3, 0, torch.eye(k.D)[:, :2])
    sites = {name: (*ss, empty) for name, ss in planted.truth.sites.items()}
    assert k.lost(measures(k, planted, k.Explanation(planted.truth.causal, sites)), entries(planted)) == [
        "readable"
    ]


def test_one_dimension_more_is_counted(k):
    planted = drawn(k, 9)
    extra = torch.from_numpy(np.random.default_rng(0).normal(size=(k.D, 1))).float()
    wide = moved(k, planted, lambda s, k: dataclasses.replace(s, basis=torch.cat([s.basis, extra], dim=1)))
    assert k.lost(measures(k, planted, wide), entries(planted)) == ["dimensions"]


def test_the_hypotheses_are_87_and_differ(k):
    assert len(k.hypotheses()) == 87
    assert not any(k.same_variables(k.hypotheses()[0], other) for other in k.hypotheses()[1:])


MALFORMED = {
    "a site's basis holds a number that is not finite": lambda s: dataclasses.replace(
        s, basis=s.basis * float("nan")
    ),
    "a site's basis holds a number that is too large": lambda s: dataclasses.replace(s, basis=s.basis * 1e30),
    "the columns of a site's basis are not independent": lambda s: dataclasses.replace(
        s, basis=s.basis[:, :1].repeat(1, 2)
    ),
    "a site is at a layer or a position that there is not": lambda s: dataclasses.replace(s, layer=4),
    "a site's basis is [40, r]: a column for each dimension of the subspace": lambda s: dataclasses.replace(
        s, basis=s.basis[:-1]
    ),
}


@pytest.mark.parametrize("said", MALFORMED)
def test_a_site_that_cannot_be_carried_out_is_told(k, said):
    planted = drawn(k)
    assert k.form_of(moved(k, planted, lambda s, k: MALFORMED[said](s))) == said


@pytest.mark.parametrize(
    ("table", "parents"),
    [
        (torch.zeros(5, 5), ("a", "b")),
        (torch.full((5, 5), 10**9), ("a", "b")),
        (torch.full((5, 5), -1), ("a", "b")),
        (torch.zeros(5, 4).long(), ("a", "b")),
        (torch.zeros(5).long(), ("u",)),
        (torch.zeros(5, 5).long(), ("a", "a")),
        (torch.tensor(0), ()),
        (torch.zeros(0).long(), ("a",)),
    ],
)
def test_a_table_that_cannot_be_looked_up_is_told(k, table, parents):
    planted = drawn(k)
    _, v, y = planted.truth.causal.variables
    wrong = k.CausalModel((k.Variable("u", parents, table), v, y))
    assert k.form_of(k.Explanation(wrong, planted.truth.sites)) != ""


def test_an_explanation_without_variables_or_sites_is_told(k):
    planted = drawn(k)
    output = planted.truth.causal.output
    assert k.form_of(k.Explanation(k.CausalModel((output,)), {})) != ""
    assert k.form_of(k.Explanation(k.CausalModel(()), {})) != ""
    assert k.form_of(k.Explanation(planted.truth.causal, {})) != ""


@pytest.mark.long("subspaces searched for in twenty networks of random weights")
@pytest.mark.parametrize(("kind", "chance"), [("equality", 1 / 2), ("sum", 1 / 5)])
def test_a_search_of_the_stated_ranks_finds_nothing_where_nothing_is(k, reference, kind, chance):
    """What docs/grading-explanations.md says of networks with random weights."""
    for seed in range(10):
        rng = np.random.default_rng(seed)
        truth = k.plant(rng, kind, "apart")
        model, sites = k.random_network(rng, truth.truth.causal.output.size), {}
        for place in truth.places:
            sites |= reference.learn_alignment(model, truth.truth.causal, place)
        found = k.measured(model, k.Explanation(truth.truth.causal, sites), np.random.default_rng(seed))
        assert found.interchange <= chance + 0.01
        assert found.scrubbed <= chance + 0.01
