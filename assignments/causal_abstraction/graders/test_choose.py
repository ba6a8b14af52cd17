"""Which algorithm a network runs, and where its variables live, on networks that we made."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from carry_out import outputs, same_variables
from explanation import CausalModel, Variable
from given import CHAINS, Place, hypotheses
from planted import SHARED, SYMMETRIC, TOLD_APART, Planted, plant, random_network

from autograder.checks import Credit, Refuses, Student, Variant, fail

FORMS = ("copies", "together", "late", "chain")
NEARLY = 16
"""candidates that are wrong on one input each: whoever compares 500 of the 625 passes over all of them with a chance of .8 ** 16"""


def _network(rng: np.random.Generator, form: str) -> Planted:
    if form in ("chain", "in_place"):
        return plant(rng, str(rng.choice(list(CHAINS))), form)
    return plant(rng, str(rng.choice(TOLD_APART if form in SHARED else SYMMETRIC)), form)


def _rivals(planted: Planted) -> list[CausalModel]:
    """The hypotheses of the same outputs as the network's algorithm, without the algorithm."""
    truth = planted.truth.causal
    return [c for c in hypotheses() if outputs(c) == outputs(truth) and not same_variables(c, truth)]


def _candidates(rng: np.random.Generator, planted: Planted) -> tuple[list[CausalModel], int]:
    """The truth, twice, among up to three rivals and some others, of which three are there twice too, in random order; and
    its index."""
    (true,) = (c for c in hypotheses() if same_variables(c, planted.truth.causal))
    rivals = _rivals(planted)
    others = [c for c in hypotheses() if outputs(c) != outputs(true)]
    drawn = [
        *(rivals[i] for i in rng.permutation(len(rivals))[:3]),
        *(others[i] for i in rng.permutation(len(others))[:3]),
    ]
    every = [true, true, *drawn, *(drawn[i] for i in rng.permutation(len(drawn))[:3])]
    found = [every[i] for i in rng.permutation(len(every))]
    first = next(i for i, causal in enumerate(found) if causal is true)
    fitting = [i for i, causal in enumerate(found) if outputs(causal) == outputs(true) and causal is not true]
    if fitting and first < fitting[0]:  # a rival comes first
        found[first], found[fitting[0]] = found[fitting[0]], true
    return found, next(i for i, causal in enumerate(found) if causal is true)


def _wrong_once(rng: np.random.Generator, causal: CausalModel) -> CausalModel:
    """The causal model with a value more of u and one of v, each for an old value in one entry, of the output another on the
    one input where both are (of a chain, where v's is with one value of the last input)."""
    u, v, y = causal.variables

    def one_more(
        table: torch.Tensor, size: int, first: int | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        at = tuple(int(rng.integers(n)) for n in table.shape)
        at = at if first is None else (first, *at[1:])
        stands_for = torch.tensor([*range(size), int(table[at])])
        table = table.clone()
        table[at] = size
        return table, stands_for

    first, of_u = one_more(u.table, u.size)
    if u.name in v.parents:
        second, of_v = one_more(v.table[of_u], v.size, u.size)
        last, at = y.table[of_v], (v.size, int(rng.integers(y.table.shape[1])))
    else:
        second, of_v = one_more(v.table, v.size)
        last, at = y.table[of_u][:, of_v], (u.size, v.size)
    last[at] = (last[at] + 1 + int(rng.integers(y.size - 1))) % y.size
    tables = zip((u, v, y), (first, second, last), strict=True)
    return CausalModel(tuple(Variable(of.name, of.parents, table) for of, table in tables))


def _split(rng: np.random.Generator, causal: CausalModel) -> CausalModel:
    """The causal model of a tree with one more value of u, for half of the entries of an old one: the same outputs."""
    u, v, y = causal.variables
    old = int(rng.integers(u.size))
    entries = (u.table.flatten() == old).nonzero()[:, 0]
    table = u.table.clone()
    table.view(-1)[entries[: len(entries) // 2]] = u.size
    read = torch.cat([y.table, y.table[old : old + 1]])
    return CausalModel((Variable(u.name, u.parents, table), v, Variable(y.name, y.parents, read)))


def _without_v(causal: CausalModel) -> CausalModel:
    """The causal model of a tree with the output's table over u and v's parents: the same outputs."""
    u, v, y = causal.variables
    table = y.table[:, v.table] if y.parents == (u.name, v.name) else y.table.T[:, v.table]
    return CausalModel((u, Variable(y.name, (u.name, *v.parents), table)))


def _finds_its_own(student: Student, planted: Planted) -> None:
    """Whoever never finds a place has found out nothing where there is none."""
    if not student.find_places(planted.model, planted.truth.causal):
        fail("find_places: no place for any of the variables that the network computes")


def _same_places(got: list[Place], planted: Planted) -> bool:
    """Whether these are the planted places, whatever the variables are called."""
    want, have = (
        sorted((len(p.names), p.layer, tuple(p.positions)) for p in places)
        for places in (planted.places, got)
    )
    return want == have


@pytest.mark.task("choose", weight=2)
@pytest.mark.parametrize("form", FORMS)
def test_choose(student: Student, variant: Variant, credit: Credit, form: str) -> None:
    """Of the algorithms with the network's outputs, the one that it runs is found, and its places

    Half for each. The first of two that are the same is asked for. Before all come some that have another output than the
    network on one input, which is drawn for each.
    """
    rng = variant.rng(f"choose {form}")
    planted = _network(rng, form)
    candidates, true = _candidates(rng, planted)
    nearly = [_wrong_once(rng, planted.truth.causal) for _ in range(NEARLY)]
    candidates, true = [*nearly, *candidates], true + len(nearly)
    index, places = student.choose_algorithm(planted.model, candidates)
    if index != true:
        fail("choose_algorithm: another index than that of the network's algorithm")
    message = "choose_algorithm: the algorithm is right, and a place is not"
    credit(1 + _same_places(places, planted), of=2, message=message)


@pytest.mark.task("choose")
@pytest.mark.parametrize("first", ["a value more", "a value less", "a variable more", "a variable less"])
def test_the_first_that_holds(student: Student, variant: Variant, first: str) -> None:
    """Of two causal models that hold, the first is chosen, be it the larger or the smaller

    In one of them u has a value more, which says in half of its entries what another value says in the other half; or v is
    left out, and the output has v's parents for its own.
    """
    rng = variant.rng("the first")
    planted = plant(rng, str(rng.choice(SYMMETRIC)))
    truth = planted.truth.causal
    pair = [_split(rng, truth), truth] if "value" in first else [truth, _without_v(truth)]
    candidates = pair[:: 1 if "more" in first else -1]
    index, places = student.choose_algorithm(planted.model, candidates)
    if index != 0:
        fail("choose_algorithm: not the first of those that hold")
    named = {variable.name for variable in candidates[0].variables}
    if not _same_places(
        places, planted._replace(places=[p for p in planted.places if named.issuperset(p.names)])
    ):
        fail("choose_algorithm: the algorithm is right, and a place is not")


@pytest.mark.task("choose")
def test_two_networks_of_the_same_outputs(student: Student, variant: Variant) -> None:
    """Of two networks that give the same outputs by other pairings, each has its own algorithm and places

    The second comes as other weights of the same network, as after training.
    """
    rng = variant.rng("same outputs")
    kind = str(rng.choice(SYMMETRIC))
    one = other = plant(rng, kind)
    while same_variables(one.truth.causal, other.truth.causal):
        other = plant(rng, kind)
    candidates = [other.truth.causal, one.truth.causal, *_rivals(one)[:1]]
    held = student.hold(one.model)
    for planted in (one, other):
        index, places = student.choose_algorithm(student.put(held, planted.model), candidates)
        right = [i for i, causal in enumerate(candidates) if same_variables(causal, planted.truth.causal)]
        if index not in right:
            fail("choose_algorithm: another index than that of the network's algorithm")
        if not _same_places(places, planted):
            fail("choose_algorithm: the algorithm is right, and a place is not")


@pytest.mark.task("choose")
@pytest.mark.parametrize("form", [*FORMS, "gathered", "together_late", "together_moved", "in_place"])
def test_places(student: Student, variant: Variant, form: str) -> None:
    """The places of a causal model's variables are found, with their names, in order

    Two copies at layer 1 come before one position at layer 2 where they are gathered, and a shared place at layer 1 before
    one at a lower position of layer 2 where both are moved to. Of a chain, v may be a layer later where u was.
    """
    planted = _network(variant.rng(f"choose {form}"), form)
    got = student.find_places(planted.model, planted.truth.causal)
    if [(tuple(p.names), p.layer, tuple(p.positions)) for p in got] != [tuple(p) for p in planted.places]:
        fail("find_places: a variable's place is another, or missing")


@pytest.mark.task("choose")
def test_no_place(student: Student, variant: Variant) -> None:
    """A causal model of the right outputs whose variables the network does not compute has no places

    Also where it computes one of them: a sum, one after the other, with its last two inputs exchanged.
    """
    rng = variant.rng("no place")
    tree, chain = plant(rng, str(rng.choice(SYMMETRIC)), "apart"), plant(rng, "sum_chain")
    first = chain.truth.causal.variables[0].parents
    half = [c for c in _rivals(chain) if len(c.inner) == 2 and set(c.variables[0].parents) == set(first)]
    for planted, rivals in (
        (tree, _rivals(tree)[:2]),
        (chain, [c for c in half if "u" in c.inner[1].parents]),
    ):
        if any(student.find_places(planted.model, causal) for causal in rivals):
            fail("find_places: places for variables that the network does not compute")
        _finds_its_own(student, planted)


@pytest.mark.task("choose")
def test_a_variable_that_seldom_matters(student: Student, variant: Variant) -> None:
    """A variable that the network does not compute has no place, be there few inputs where it would matter

    w says whether u has a certain value. The output reads it where it says so and u does not, which is never, unless w is
    set. So the network gives all outputs, u and v have places, and what it does is right when nothing changes: on 98 of
    100 random pairs.
    """
    rng = variant.rng("seldom")
    planted = plant(rng, "sum", "apart")
    u, v, y = planted.truth.causal.variables
    value = int(rng.integers(5))
    w = Variable("w", ("u",), (torch.arange(5) == value).long())
    two, at_v = (value + torch.from_numpy(rng.permutation(4)[:2]) + 1) % 5, int(rng.integers(5))
    table = y.table[:, :, None].repeat(1, 1, 2)
    table[two, at_v, 1] = (table[two, at_v, 1] + 1 + int(rng.integers(4))) % 5
    causal = CausalModel((u, v, w, Variable("answer", (*y.parents, "w"), table)))
    if student.find_places(planted.model, causal):
        fail("find_places: a place for a variable that the network does not compute")
    _finds_its_own(student, planted)


@pytest.mark.task("choose")
def test_nearly_right_is_no_place(student: Student, variant: Variant) -> None:
    """A position has to do what the causal model says on 97 % of the pairs that change, and of those that stay

    w is u, and the output reads it in u's place, but for three of the 25 entries of its table where u is not what w is. So the
    network gives all outputs, u and v have places, and moving u's is right for w on 88 % of the pairs that change and on
    nearly all that stay.
    """
    rng = variant.rng("nearly right")
    planted = plant(rng, "sum", "apart")
    u, v, y = planted.truth.causal.variables
    w = Variable("w", ("u",), torch.arange(5))
    table = y.table.T[None].repeat(5, 1, 1)  # [u, v, w]
    for entry in rng.permutation(25)[:3]:
        at_v, at_w = divmod(int(entry), 5)
        others = torch.arange(5) != at_w
        table[others, at_v, at_w] = (table[others, at_v, at_w] + 1 + int(rng.integers(4))) % 5
    if student.find_places(planted.model, CausalModel((u, v, w, Variable("y", ("u", "v", "w"), table)))):
        fail("find_places: a place for a variable where moving it is right on less than 97 % of the pairs")
    _finds_its_own(student, planted)


@pytest.mark.task("choose")
def test_shared_place_is_last(student: Student, variant: Variant) -> None:
    """A shared place comes after the others

    Where u and v share a position, what is computed from both can be moved with it.
    """
    rng = variant.rng("shared last")
    planted = plant(rng, str(rng.choice(TOLD_APART)), str(rng.choice(SHARED)))
    u, v, y = planted.truth.causal.variables
    causal = CausalModel(
        (u, v, Variable("z", y.parents, y.table), Variable("y", ("z",), torch.arange(y.size)))
    )
    (shared,) = planted.places
    got = student.find_places(planted.model, causal)
    if [(tuple(p.names), p.layer, tuple(p.positions)) for p in got] != [
        (("z",), *shared[1:]),
        (("u", "v"), *shared[1:]),
    ]:
        fail(
            "find_places: of two variables that share a place and a third, a place is another or in another order"
        )


@pytest.mark.task("choose")
def test_none_fits(student: Student, refuses: Refuses, variant: Variant) -> None:
    """Only where no causal model fits, ValueError is raised"""
    rng = variant.rng("none fits")
    some = [hypotheses()[i] for i in rng.permutation(len(hypotheses()))[:20].tolist()]
    some += some[:3]
    refuses(
        "choose_algorithm", random_network(rng, 5), some, what="a network that runs none of the causal models"
    )
    planted = _network(rng, "chain")
    student.choose_algorithm(planted.model, _candidates(rng, planted)[0])
