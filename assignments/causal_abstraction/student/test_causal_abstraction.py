"""Public tests for the capstone: `pytest test_causal_abstraction.py`, a minute or two.

One class for each task, so `pytest test_causal_abstraction.py -k TestInterchange` runs one of them. They use the networks to
practise on. Grading asks for the same, of other networks; what an explanation has to withstand is in `explain`'s docstring.
"""

import causal_abstraction
import numpy as np
import pytest
import torch
from acceptance import Work, assert_close, numbers
from explanation import CausalModel, Explanation, Site, Variable
from given import (
    NAMES,
    Place,
    all_inputs,
    causal_model,
    dimensions,
    hypotheses,
    practice_explanation,
    practice_network,
)
from torch import Tensor

work = Work(
    causal_abstraction,
    run_causal=dict[str, Tensor],
    interchange_accuracy=tuple[float, float],
    scrubbed_accuracy=tuple[float, float],
    find_places=list[Place],
    choose_algorithm=tuple[int, list[Place]],
    learn_alignment=dict[str, tuple[Site, ...]],
    explain=Explanation,
)

X = all_inputs()

# u = a + b (up to 2), v = 2 u if c is 0, else 0, y = 1 if v > d
TABLE_U = torch.clamp(torch.arange(5)[:, None] + torch.arange(5), max=2)
TABLE_V = torch.stack([torch.tensor([2 * u if c == 0 else 0 for c in range(5)]) for u in range(3)])
TABLE_Y = torch.tensor([[int(v > d) for d in range(5)] for v in range(5)])
SMALL = CausalModel(
    (
        Variable("u", ("a", "b"), TABLE_U),
        Variable("v", ("u", "c"), TABLE_V),
        Variable("y", ("v", "d"), TABLE_Y),
    )
)


@pytest.fixture(scope="module")
def amber():
    return practice_network("amber")


@pytest.fixture(scope="module")
def known():
    return practice_explanation("amber")


def drawn(n, seed):
    return X[torch.randint(625, (2, n), generator=torch.Generator().manual_seed(seed))]


def rotation(seed):
    return torch.linalg.qr(torch.randn(40, 40, generator=torch.Generator().manual_seed(seed)))[0]


def measured(model, explanation, name, least, scrubbed):
    """Your explanation, by your own measures."""
    base, source = drawn(500, 11)
    shares = work.interchange_accuracy(model, explanation, name, base, source)
    assert min(shares) >= least, f"{name}: interchange accuracy (changed, kept) is {shares}"
    others = X[torch.randint(625, (500, 40), generator=torch.Generator().manual_seed(3))]
    shares = work.scrubbed_accuracy(model, explanation, name, base, source, others, rotation(4))
    assert min(shares) >= scrubbed, f"{name}: with the rest scrubbed (changed, kept) is {shares}"


class TestCausal:
    INPUTS = torch.tensor([[1, 0, 0, 1], [2, 2, 0, 3], [2, 2, 1, 0]])

    def test_values(self):
        values = work.run_causal(SMALL, self.INPUTS)
        assert_close(values["u"], [1, 2, 2], "u")
        assert_close(values["v"], [2, 4, 0], "v")
        assert_close(values["y"], [1, 1, 0], "y")

    def test_what_follows_from_what_is_set(self):
        do = {"u": torch.tensor([2, 0, 1])}
        values = work.run_causal(SMALL, self.INPUTS, do)
        assert list(do) == ["u"], f"run_causal changes the `do` that it is given: it has {list(do)} now"
        assert_close(values["u"], [2, 0, 1], "u")
        assert_close(values["v"], [4, 0, 0], "v, which is computed from u")
        assert_close(values["y"], [1, 0, 0], "y")

    def test_the_output_can_be_set(self):
        values = work.run_causal(
            SMALL, self.INPUTS, {"v": torch.tensor([0, 0, 4]), "y": torch.tensor([1, 0, 0])}
        )
        assert_close(values["y"], [1, 0, 0], "y, which is set")
        assert_close(values["u"], [1, 2, 2], "u, on which nothing has an effect")


class TestInterchange:
    def test_no_swap(self, amber):
        assert_close(work.interchange(amber, X[:50], []), amber(X[:50]), "the clean logits", atol=1e-3)

    def test_all_of_the_answers_position(self, amber):
        """Everything that is read stands there after the last block: the logits become the source's."""
        base, source = drawn(40, 1)
        got = work.interchange(amber, base, [(source, [Site(3, 4, torch.eye(40))])])
        assert_close(got, amber(source), "the source's logits", atol=1e-3)

    def test_the_embedding(self, amber):
        """Layer 0 is what is embedded: with position 0 of the source there, the run is that of an input with its a."""
        base, source = drawn(40, 13)
        got = work.interchange(amber, base, [(source, [Site(0, 0, torch.eye(40))])])
        mixed = torch.cat([source[:, :1], base[:, 1:]], dim=1)
        assert_close(got, amber(mixed), "the logits of the base with the source's a", atol=1e-3)

    def test_twice_on_the_way(self, amber):
        """All of position 0 of layer 1 comes first, and then all of the answer's position: the source's, and not more."""
        base, source = drawn(40, 14)
        sites = [Site(1, 0, torch.eye(40)), Site(3, 4, torch.eye(40))]
        got = work.interchange(amber, base, [(source, sites)])
        assert_close(got, amber(source), "the source's logits", atol=1e-3)

    def test_any_basis(self, amber, known):
        """A basis of the same span, with columns of any length and angle, in float64 as well."""
        base, source = drawn(40, 2)
        (u,), (v,) = known.sites["u"], known.sites["v"]
        plane = torch.cat([u.basis, torch.eye(40)[:, :1]], dim=1)
        skew = (plane @ torch.tensor([[2.0, 1.0], [0.5, -1.0]])).double()
        given = skew.clone()
        one, two = (
            work.interchange(amber, base, [(source, [Site(v.layer, u.position, b)])]) for b in (plane, given)
        )
        assert_close(one, numbers(two), "the same subspace in another basis", atol=1e-3)
        assert torch.equal(given, skew), "the given basis is changed by the call"

    @pytest.mark.parametrize("swaps", [1, 2])
    def test_two_sites_at_one_place(self, amber, swaps):
        """Together they are all of the answer's position, in one swap or in two: the logits become the source's."""
        base, source = drawn(40, 17)
        sites = [Site(3, 4, half) for half in rotation(3).split(20, dim=1)]
        asked = [(source, sites)] if swaps == 1 else [(source, [site]) for site in sites]
        assert_close(work.interchange(amber, base, asked), amber(source), "the source's logits", atol=1e-3)

    def test_two_sources(self, amber, known):
        """u from one source and v from another: the answer is that of u and v."""
        base, one = drawn(60, 3)
        two = drawn(60, 4)[0]
        got = numbers(
            work.interchange(amber, base, [(one, known.sites["u"]), (two, known.sites["v"])])
        ).argmax(1)
        (u, v) = (
            X_[:, [NAMES.index(p) for p in known.causal.variables[k].parents]]
            for k, X_ in ((0, one), (1, two))
        )
        expected = ((u[:, 0] == u[:, 1]) == (v[:, 0] == v[:, 1])).long()
        assert (torch.as_tensor(got) == expected).double().mean() > 0.97

    def test_sources_are_clean(self, amber, known):
        """The order of the swaps makes no difference."""
        base, one = drawn(30, 5)
        two = drawn(30, 6)[0]
        swaps = [(one, [Site(1, 2, rotation(1)[:, :8])]), (two, [Site(2, 4, rotation(2)[:, :8])])]
        there, back = (work.interchange(amber, base, s) for s in (swaps, swaps[::-1]))
        assert_close(there, numbers(back), "the swaps in the other order", atol=1e-3)


class TestAccuracy:
    def test_the_given_explanation(self, amber, known):
        base, source = drawn(300, 7)
        for name in ("u", "v"):
            assert min(work.interchange_accuracy(amber, known, name, base, source)) > 0.97

    def test_a_site_that_does_nothing(self, amber, known):
        """Right wherever nothing should change, and nowhere else."""
        nothing = Explanation(known.causal, {**known.sites, "u": (Site(3, 0, torch.eye(40)),)})
        base, source = drawn(300, 8)
        changed, kept = work.interchange_accuracy(amber, nothing, "u", base, source)
        assert_close(changed, 0, "changed")
        assert_close(kept, 1, "kept")

    def test_the_kinds_of_pairs_are_the_causal_models(self, amber):
        """SMALL is not what amber runs, and its u can change where y does not. A site that does nothing leaves the answer."""
        nothing = Explanation(SMALL, {name: (Site(3, 0, torch.eye(40)),) for name in ("u", "v")})
        base, source = drawn(300, 15)
        before, after = (
            TABLE_Y[TABLE_V[TABLE_U[X_[:, 0], X_[:, 1]], base[:, 2]], base[:, 3]] for X_ in (base, source)
        )
        right, changes = (amber(base).argmax(dim=1) == after).double(), before != after
        shares = work.interchange_accuracy(amber, nothing, "u", base, source)
        assert_close(shares, [right[changes].mean(), right[~changes].mean()], "(changed, kept)")

    def test_no_pairs(self, amber, known):
        base, _ = drawn(20, 9)
        changed, kept = work.interchange_accuracy(amber, known, "u", base, base)
        assert np.isnan(changed), f"changed is {changed}, though no pair changes the output"
        assert_close(kept, 1, "kept")

    def test_only_pairs_that_change(self, amber, known):
        """Every change of u changes amber's output."""
        base, source = drawn(60, 9)
        u = known.causal.variables[0]
        before, after = (u.table[tuple(X_[:, NAMES.index(p)] for p in u.parents)] for X_ in (base, source))
        differ = before != after
        changed, kept = work.interchange_accuracy(amber, known, "u", base[differ], source[differ])
        assert changed > 0.97, f"changed is {changed}"
        assert np.isnan(kept), f"kept is {kept}, though every pair changes the output"


class TestProbe:
    def test_one_direction(self):
        """Only the first coordinate says anything about the value."""
        values = torch.arange(60) % 3
        A = torch.randn(60, 5, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
        A = A - torch.stack([A[values == k].mean(0) for k in range(3)])[values]
        A[:, 0] += 3.0 * values + 10
        basis = torch.as_tensor(numbers(work.probe_subspace(A, values, 1)))
        assert basis.shape == (5, 1)
        assert_close(basis.norm(), 1, "the length of the only column", atol=1e-4)
        residual = torch.linalg.lstsq(
            A - A.mean(0), torch.nn.functional.one_hot(values).double() - 1 / 3
        ).solution
        assert_close(
            (basis.T @ residual).norm(),
            torch.linalg.svdvals(residual)[0].item(),
            "what is spanned",
            atol=1e-3,
        )

    def test_the_fit_has_an_intercept(self):
        """The value is the second coordinate. Without an intercept the fit to value 0 needs the first one too."""
        values = torch.arange(40) // 2 % 2
        A = torch.stack([torch.arange(40) % 2 + 0.5, values.double()], dim=1)
        basis = numbers(work.probe_subspace(A, values, 1))
        assert_close(abs(basis), [[0.0], [1.0]], "the only column, but for its sign", atol=1e-4)

    def test_the_leading_directions(self):
        """Two of the three that four values have. One column of A is much smaller than the others, and one much louder."""
        generator = torch.Generator().manual_seed(2)
        values, size = torch.arange(90) % 4, torch.tensor([1.0, 0.05, 1.0, 200.0, 1.0], dtype=torch.float64)
        A = torch.randn(90, 5, generator=generator).double() + torch.randn(4, 5, generator=generator)[values]
        A = A * size + 1
        targets = torch.nn.functional.one_hot(values).double()
        fit = torch.linalg.lstsq(A - A.mean(0), targets - targets.mean(0)).solution
        two = torch.linalg.svd(fit)[0][:, :2]
        basis = torch.as_tensor(numbers(work.probe_subspace(A, values, 2)))
        assert_close(basis @ basis.T, two @ two.T, "the projection onto what is spanned", atol=1e-3)

    def test_orthonormal(self):
        values = torch.arange(80) % 4
        A = torch.randn(80, 6, generator=torch.Generator().manual_seed(1)) + torch.eye(6)[values]
        basis = torch.as_tensor(numbers(work.probe_subspace(A, values, 3)))
        assert_close(basis.T @ basis, np.eye(3), "the columns' inner products", atol=1e-4)


class TestScrub:
    def test_the_given_explanation(self, amber, known):
        measured(amber, known, "u", 0.97, 0.95)
        measured(amber, known, "v", 0.97, 0.95)

    def test_half_of_a_site(self, amber, known):
        """A random direction mixed in: what is scrubbed then takes a part of u along."""
        (u,) = known.sites["u"]
        blurred = Site(u.layer, u.position, u.basis + 0.9 * rotation(5)[:, :1])
        wrong = Explanation(known.causal, {**known.sites, "u": (blurred,)})
        base, source = drawn(400, 12)
        others = X[torch.randint(625, (400, 40), generator=torch.Generator().manual_seed(6))]
        shares = work.scrubbed_accuracy(amber, wrong, "u", base, source, others, rotation(7))
        assert min(shares) < 0.9, (
            f"(changed, kept) is {shares}, though the noise reaches a part of u: does yours?"
        )

    def test_a_wrong_site_of_another_variable(self, amber, known):
        """u's site is right. That of v is not, and all else at its place is noise, so the answers break for u as well."""
        (v,) = known.sites["v"]
        wrong = Explanation(
            known.causal, {**known.sites, "v": (Site(v.layer, v.position, rotation(8)[:, :1]),)}
        )
        base, source = drawn(400, 16)
        others = X[torch.randint(625, (400, 40), generator=torch.Generator().manual_seed(9))]
        shares = work.scrubbed_accuracy(amber, wrong, "u", base, source, others, rotation(10))
        assert min(shares) < 0.9, (
            f"(changed, kept) is {shares}, though v is lost: is all noise at v's place, too?"
        )

    def test_the_mean_is_that_of_all_inputs(self, amber, known):
        """So a pair is right or wrong by itself, whichever others it is asked with."""
        (u,) = known.sites["u"]
        blurred = Site(u.layer, u.position, u.basis + 0.9 * rotation(5)[:, :1])
        wrong = Explanation(known.causal, {**known.sites, "u": (blurred,)})
        base, source = drawn(400, 18)
        others = X[torch.randint(625, (400, 40), generator=torch.Generator().manual_seed(19))]
        table, (i, j) = known.causal.variables[0].table, map(NAMES.index, known.causal.variables[0].parents)
        rows = (table[base[:, i], base[:, j]] != table[source[:, i], source[:, j]]).nonzero()[:40, 0]

        def changed(some):
            given = (base[some], source[some], others[some], rotation(7))
            return work.scrubbed_accuracy(amber, wrong, "u", *given)[0]

        alone = [changed(row) for row in rows[:, None]]
        assert_close(changed(rows), np.mean(alone), "40 pairs at once and one by one: changed", atol=0.03)

    def test_sites_at_one_place(self, amber, known):
        """What v's sites name at u's place is kept with u's, whatever the angle between the two."""
        (u,), (v,) = known.sites["u"], known.sites["v"]
        base, source = drawn(200, 20)
        others = X[torch.randint(625, (200, 40), generator=torch.Generator().manual_seed(21))]
        shares = []
        for basis in (rotation(5)[:, :1], rotation(5)[:, :1] + 3 * u.basis):
            both = Explanation(known.causal, {"u": (u,), "v": (v, Site(u.layer, u.position, basis))})
            shares.append(work.scrubbed_accuracy(amber, both, "u", base, source, others, rotation(7)))
        assert_close(*shares, "(changed, kept) with the same span in other bases", atol=0.03)


class TestChoose:
    def test_wrong_on_one_input(self, amber, known):
        """All but two of these causal models have another output than amber on one of the 625 inputs."""
        *inner, y = known.causal.variables
        nearly, wrong = [], X[12::48]
        for a, b, c, d in wrong:
            table = y.table[:, :, None, None, None, None].repeat(1, 1, 5, 5, 5, 5)
            table[:, :, a, b, c, d] = 1 - table[:, :, a, b, c, d]
            nearly.append(CausalModel((*inner, Variable("y", (*y.parents, *NAMES), table))))
        n = len(nearly)
        index, _ = work.choose_algorithm(amber, [*nearly, known.causal, known.causal])
        assert index >= n, (
            f"the outputs of number {index} differ from amber's on the input {wrong[index].tolist()}"
        )
        assert index == n, f"number {n} fits, before number {n + 1}"

    def test_amber(self, amber, known):
        places = work.find_places(amber, known.causal)
        expected = [((name,), s.layer, (s.position,)) for name, (s,) in known.sites.items()]
        assert [(tuple(p.names), p.layer, tuple(p.positions)) for p in places] == expected

    def test_a_sum(self):
        """Of three pairings, and of the sums one after the other, one is computed."""
        sums = [causal_model("sum", order) for order in ((0, 2, 1, 3), (0, 1, 2, 3), (0, 3, 1, 2))]
        index, places = work.choose_algorithm(practice_network("birch"), sums)
        assert index == 1
        assert [tuple(p.names) for p in places] == [("u",), ("v",)]
        assert [len(p.positions) for p in places] == [1, 1], f"each has one position; the places are {places}"
        with pytest.raises(ValueError):
            work.choose_algorithm(practice_network("birch"), sums[::2])

    def test_another_pairing_has_no_places(self):
        assert len(work.find_places(practice_network("birch"), causal_model("sum", (0, 2, 1, 3)))) == 0

    def test_two_at_one_position(self):
        index, places = work.choose_algorithm(practice_network("dogwood"), hypotheses())
        assert len(places) == 1, f"the places are {places}; u and v share one"
        assert set(places[0].names) == {"u", "v"}


class TestAlign:
    def test_amber(self, amber, known):
        (s,) = known.sites["v"]
        sites = work.learn_alignment(amber, known.causal, Place(("v",), s.layer, (s.position,)))
        assert set(sites) == {"v"}, f"there are sites for {set(sites)}; the place is v's alone"
        assert [(len(x.basis), x.basis.shape[1]) for x in sites["v"]] == [
            (40, dimensions(known.causal.inner[1]))
        ]
        measured(amber, Explanation(known.causal, {**known.sites, "v": sites["v"]}), "v", 0.95, 0.9)

    def test_two_at_one_position(self):
        """This one needs the `choose` task. The place names its variables in the other order, which makes no difference."""
        dogwood = practice_network("dogwood")
        index, (place,) = work.choose_algorithm(dogwood, hypotheses())
        place = place._replace(names=place.names[::-1])
        sites = work.learn_alignment(dogwood, hypotheses()[index], place)
        for name in ("u", "v"):
            measured(dogwood, Explanation(hypotheses()[index], dict(sites)), name, 0.95, 0.9)
        u, v = (torch.linalg.qr(torch.as_tensor(numbers(sites[name][0].basis)))[0] for name in ("u", "v"))
        common = (u.T @ v).abs().max().item()
        assert common <= 0.01, f"the bases of u and v are not orthogonal: an inner product is {common:.3f}"


class TestExplain:
    @pytest.mark.parametrize("name", ["cedar", "dogwood", "elm"])
    def test_practice(self, name):
        """By your own measures: those tasks have to be done."""
        model = practice_network(name)
        before = {key: value.clone() for key, value in model.state_dict().items()}
        explanation = work.explain(model)
        for key, value in model.state_dict().items():
            same = value.dtype == before[key].dtype and torch.equal(value, before[key])
            assert same, f"explain changes the network's {key}"
        causal = explanation.causal
        values = work.run_causal(causal, X)
        assert (torch.as_tensor(numbers(values[causal.output.name])) == model(X).argmax(dim=1)).all()
        assert set(explanation.sites) == {v.name for v in causal.inner}
        for v in causal.inner:
            assert all(s.basis.shape[1] <= dimensions(v) and s.layer >= 1 for s in explanation.sites[v.name])
            measured(model, explanation, v.name, 0.95, 0.9)
            for site in explanation.sites[v.name]:
                there = model.streams(X)[site.layer, :, site.position].double().numpy()
                told = there @ np.linalg.qr(np.asarray(site.basis, dtype=float))[0]
                value = np.asarray(numbers(values[v.name])).astype(int)
                means = np.stack([told[value == k].mean(axis=0) for k in range(value.max() + 1)])
                nearest = ((told[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
                assert (nearest == value).mean() >= 0.95, (
                    f"{v.name}: a site does not tell its value by itself"
                )
        entries = {"cedar": 75, "dogwood": 54, "elm": 75}[name]
        assert sum(v.table.numel() for v in causal.variables) <= 1.2 * entries, "the tables are too large"
        for v in causal.inner:  # not the output, nor an input, in other words
            value = numbers(values[v.name])
            for other in (*X.T, torch.as_tensor(numbers(values[causal.output.name]))):
                kinds = {(int(a), int(b)) for a, b in zip(other, value, strict=True)}
                assert len(kinds) > len({a for a, _ in kinds}), (
                    f"{v.name} is a function of one input or the output"
                )
            for one in range(v.size):
                for two in range(one):
                    set_to = [work.run_causal(causal, X, {v.name: torch.full((625,), k)}) for k in (one, two)]
                    first, second = (numbers(each[causal.output.name]) for each in set_to)
                    assert (first != second).any(), (
                        f"{v.name}: nothing tells its values {one} and {two} apart"
                    )
