"""Public tests for the bigram assignment: `pytest test_bigram_lesions.py`, less than a minute.

One class for each task, so `pytest test_bigram_lesions.py -k TestLesion` runs one of them. The examples are small enough
to check by hand, and the tests of training ask for what grading asks for, with other words. Grading uses other models.
"""

import math

import bigram_lesions
import numpy as np
import pytest
import torch
from acceptance import Work, assert_close, numbers
from given import (
    LAB_LENGTH,
    LAB_TEMPERATURES,
    LAB_WORDS,
    SYMBOLS,
    GreedyPath,
    LabData,
    Rule,
    load_words,
    write_lab,
)

work = Work(
    bigram_lesions,
    expected_length=float,
    nll=float,
    sample_words=list[str],
    rulebook=list[Rule],
    greedy_word=GreedyPath,
    lab_data=LabData,
)

# A model of three symbols: the boundary, a and b. After the boundary comes a with probability .6, and so on.
#
#              .     a     b
P3 = [  # .   .1    .6    .3
    [0.10, 0.60, 0.30],
    [0.20, 0.25, 0.55],
    [0.50, 0.40, 0.10],
]
ABC = ".ab"
# A constant of its own in each row: no probability feels it.
GAUGES = torch.tensor([[1.0], [-2.0], [3.0]])


@pytest.fixture(params=[torch.float32, torch.float64], ids=["float32", "float64"])
def W(request):
    return torch.tensor(P3, dtype=request.param).log() + GAUGES


def probabilities(logits):
    """The rows' softmax. Logits are never compared: equal models may differ by a constant in each row."""
    return torch.as_tensor(numbers(logits)).softmax(dim=1).numpy()


def lesioned(W, symbol):
    """The lesion as the handout defines it, so that a mistake in yours does not spoil the other tests."""
    W = W.clone()
    W[:, ABC.index(symbol)] = -math.inf
    return W


class TestCount:
    def test_three_words(self):
        """The eight transitions of ab, a and bb: .a ab b. / .a a. / .b bb b."""
        got = work.bigram_counts(["ab", "a", "bb"], symbols=ABC)
        assert_close(got, [[0, 2, 1], [1, 0, 1], [2, 0, 1]], "counts (rows: after this; columns: the next)")

    def test_another_order_of_symbols(self):
        got = work.bigram_counts(["ab", "a", "bb"], symbols=".ba")
        assert_close(got, [[0, 1, 2], [2, 1, 0], [1, 1, 0]], "counts over the symbols '.ba'")

    def test_a_pair_that_a_word_has_more_than_once(self):
        got = work.bigram_counts(["aaab"], symbols=ABC)
        assert_close(got, [[0, 1, 0], [0, 2, 1], [1, 0, 0]], "counts of the word 'aaab'")

    def test_an_empty_word_and_a_letter_that_does_not_occur(self):
        got = work.bigram_counts(["", "b"], symbols=ABC)
        assert_close(got, [[1, 0, 1], [0, 0, 0], [1, 0, 0]], "counts of the words '' and 'b'")

    def test_capitals(self):
        got = work.bigram_counts(["Aa", "a"], symbols=".aA")
        assert_close(
            got, [[0, 1, 1], [2, 0, 0], [0, 1, 0]], "counts of 'Aa' and 'a'; a and A are two letters"
        )

    def test_letters_outside_ascii(self):
        got = work.bigram_counts(["éa", "č"], symbols=".éač")
        expected = [[0, 1, 0, 1], [0, 0, 1, 0], [1, 0, 0, 0], [1, 0, 0, 0]]
        assert_close(got, expected, "counts of 'éa' and 'č'; é is one letter")

    def test_english(self):
        counts = numbers(work.bigram_counts(load_words()))
        assert counts.shape == (27, 27)
        assert counts[0].sum() == counts[:, 0].sum() == 2000, "every word begins once and ends once"
        assert counts[17, 21] == counts[17].sum() == 29, "q occurs 29 times, and u follows it each time"


class TestTrain:
    def measure(self, words, symbols, seed):
        W = work.train(words, seed=seed, symbols=symbols)
        assert W.shape == (len(symbols), len(symbols)), f"W has shape {tuple(W.shape)}"
        assert W.isfinite().all(), "some logits are not finite: the model rules out what it has not seen"
        counts = torch.zeros(W.shape, dtype=torch.float64)
        for word in words:
            walk = [symbols.index(symbol) for symbol in symbols[0] + word + symbols[0]]
            for here, following in zip(walk, walk[1:], strict=False):
                counts[here, following] += 1
        total = counts.sum(dim=1, keepdim=True)
        E, P = counts / total.clamp(min=1), W.softmax(dim=1)
        gaps = torch.where(counts > 0, E * (E / P).log(), 0.0).sum(dim=1)
        mean, largest = (gaps * total[:, 0]).sum() / total.sum(), (P - E).abs()[total[:, 0] > 0].max()
        assert mean <= 0.003, f"the mean KL divergence from the data is {mean:.4f}; .003 is asked for"
        assert largest <= 0.03, f"some |P - E| is {largest:.4f}; .03 is asked for"

    def test_english(self):
        self.measure(load_words()[::2], SYMBOLS, seed=1)

    def test_another_alphabet(self):
        words = [word for word in load_words("it") if set(word) <= set("aeiolrst")]
        self.measure(words, ".tsrkloiea", seed=2)  # k is in none of them

    def test_a_few_words(self):
        self.measure(["ab", "a", "bb", "ba"], ".abcde", seed=3)
        self.measure(["cat"], SYMBOLS, seed=4)

    def test_the_seed_decides(self):
        words = load_words()[::20]
        once, again = (probabilities(work.train(words, seed=3, steps=30)) for _ in range(2))
        assert_close(once, again, "beliefs after a second training with the same seed", atol=1e-3)


class TestBeliefs:
    def test_rows(self, W):
        for symbol, row in zip(ABC, P3, strict=True):
            assert_close(work.beliefs(W, symbol, symbols=ABC), row, f"the belief after {symbol}")

    def test_another_order_of_symbols(self, W):
        got = work.beliefs(W, "b", symbols=".ba")
        assert_close(got, P3[1], "the belief after b, whose row is the second where the symbols are '.ba'")

    def test_ruled_out(self, W):
        got = work.beliefs(lesioned(W, "b"), "a", symbols=ABC)
        assert_close(got, [0.2 / 0.45, 0.25 / 0.45, 0], "the belief after a, where b has the logit -inf")
        got = numbers(work.beliefs(lesioned(W, "b") - 20000, "a", symbols=ABC))
        assert got[2] == 0, f"with 20000 subtracted, b still has the logit -inf; its probability is {got[2]}"

    def test_any_gauge(self, W):
        for constants in (1000, torch.tensor([[0], [-1000], [1000]])):
            got = work.beliefs(W + constants, "a", symbols=ABC)
            assert_close(got, P3[1], "the belief after a, with 1000 added or subtracted", atol=1e-4)

    def test_gap(self, W):
        counts = torch.tensor([[0, 3, 1], [1, 0, 3], [4, 0, 0]])
        expected = [
            0.75 * math.log(0.75 / 0.6) + 0.25 * math.log(0.25 / 0.3),
            0.25 * math.log(0.25 / 0.2) + 0.75 * math.log(0.75 / 0.55),
            math.log(1 / 0.5),
        ]
        for same in (counts, counts.double()):
            assert_close(work.belief_gap(W, same), expected, "gaps (nats)")
            assert torch.equal(same, counts.to(same.dtype)), "belief_gap changes the counts that it is given"

    def test_gap_without_data_and_with_the_impossible(self, W):
        counts = torch.tensor([[0, 3, 1], [0, 0, 0], [4, 0, 0]])
        got = numbers(work.belief_gap(lesioned(W, "b"), counts))
        assert np.isinf(got[0]), (
            f"the data has b after the boundary and the model rules it out; the gap is {got[0]}"
        )
        assert got[1] == 0, f"nothing follows a in this data; the gap is {got[1]}"
        assert_close(got[2], math.log(9 / 5), "the gap after b")

    def test_gap_with_the_improbable(self, W):
        """The model says 1/2, e^-1000 / 2 and 1/2, the data 1/4, 1/4 and 1/2."""
        W[0] = torch.tensor([0.0, -1000.0, 0.0])
        got = numbers(work.belief_gap(W, torch.tensor([[1, 1, 2], [1, 0, 3], [4, 0, 0]])))
        assert_close(
            got[0], 250 - math.log(2) / 2, "the gap where the data has what the model finds improbable"
        )


class TestLesion:
    def test_letter(self, W):
        """Without b: each of the others is divided by 1 - P(b)."""
        expected = [[1 / 7, 6 / 7, 0], [4 / 9, 5 / 9, 0], [5 / 9, 4 / 9, 0]]
        assert_close(probabilities(work.lesion(W, "b", symbols=ABC)), expected, "beliefs without b")
        got = probabilities(work.lesion(W, "a", symbols=".ba"))
        assert_close(got, expected, "beliefs without a, whose column is the last where the symbols are '.ba'")

    def test_boundary(self, W):
        expected = [[0, 2 / 3, 1 / 3], [0, 5 / 16, 11 / 16], [0, 4 / 5, 1 / 5]]
        got = probabilities(work.lesion(W, ".", symbols=ABC))
        assert_close(got, expected, "beliefs without the end")
        assert (got[:, 0] == 0).all(), "improbable is not impossible: the end still has some probability"

    def test_the_gauge_does_not_matter(self, W):
        one, other = (probabilities(work.lesion(w, ".", symbols=ABC)) for w in (W, W - 5))
        assert_close(one, other, "beliefs without the end, after 5 was subtracted from every logit")
        far = probabilities(work.lesion(W.double() - 1e10, ".", symbols=ABC))
        assert (far[:, 0] == 0).all(), "with 1e10 subtracted from every logit, the end has some probability"

    @pytest.mark.parametrize("surer", [30, 200])
    def test_sure_rules(self, W, surer):
        """After b comes a, all but certainly; without a, what is left keeps its proportions."""
        W[2, 1] += surer
        expected = [[1 / 4, 0, 3 / 4], [4 / 15, 0, 11 / 15], [5 / 6, 0, 1 / 6]]
        assert_close(probabilities(work.lesion(W, "a", symbols=ABC)), expected, "beliefs without a")

    def test_twice(self, W):
        got = probabilities(work.lesion(lesioned(W, "b"), "b", symbols=ABC))
        assert_close(got, probabilities(lesioned(W, "b")), "beliefs after b was deleted twice")

    @pytest.mark.parametrize("rows", [[0], [1, 2]], ids=["the first row", "the others"])
    def test_ruled_out_in_some_rows(self, W, rows):
        expected = probabilities(lesioned(W, "b"))
        W[rows, 2] = -math.inf
        got = probabilities(work.lesion(W, "b", symbols=ABC))
        assert_close(got, expected, "beliefs without b, which was impossible in some rows before")

    def test_the_model_is_left_alone(self, W):
        before = W.clone()
        work.lesion(W, "a", symbols=ABC)
        assert torch.equal(W, before), "lesion changes the matrix that it is given"


class TestLength:
    def test_by_hand(self, W):
        """From a a word has t letters more, from b u: t = 1 + .25 t + .55 u and u = 1 + .4 t + .1 u."""
        t, u = 1.45 / 0.455, 1.15 / 0.455
        assert_close(work.expected_length(W), 0.6 * t + 0.3 * u, "expected letters")

    def test_after_a_lesion(self, W):
        """Without b: 6/7 of the words have letters, and after each a the word ends with 4/9."""
        assert_close(work.expected_length(lesioned(W, "b")), 6 / 7 * 9 / 4, "expected letters without b")

    def test_without_an_end(self, W):
        got = numbers(work.expected_length(lesioned(W, ".")))
        assert got == math.inf, f"without the end, words never end; the expected length is {got}"

    def test_a_letter_without_a_way_out(self, W):
        W[2] = torch.tensor([-math.inf, -math.inf, 0.0])  # after b only b
        assert work.expected_length(W) == math.inf, "from b no word ends, and words come to b"
        W[:2, 2] = -math.inf  # and now none comes to b
        got = work.expected_length(W)
        assert_close(got, 6 / 7 * 9 / 4, "expected letters where no word comes to b")

    @pytest.mark.parametrize("into", [-math.inf, 0.0], ids=["out of reach", "within reach"])
    def test_two_letters_that_lead_to_each_other(self, into):
        """. → a, a → . or a, b → c, c → b, and from a to b or not."""
        never = -math.inf
        rows = [[never, 0.0, never, never], [0.0, 0.0, into, never]]
        rows += [[never, never, never, 0.0], [never, never, 0.0, never]]
        got = numbers(work.expected_length(torch.tensor(rows)))
        assert_close(got, 2 if into == never else math.inf, "expected letters, where b and c never end")

    def test_a_letter_that_ends_by_way_of_another(self):
        """. → a → b → ."""
        never = -math.inf
        W = torch.tensor([[never, 0.0, never], [never, never, 0.0], [0.0, never, never]])
        assert_close(work.expected_length(W), 2, "expected letters where the only word is ab")

    def test_rare_is_not_never(self, W):
        """Once in e^40 times, or in e^150, a word comes to b, and stays; or a word ends, from a or from b."""
        for rarer in (40, 150):
            trap = W.clone()
            trap[2] = torch.tensor([-math.inf, -math.inf, 0.0])
            trap[:2, 2] -= rarer
            got = numbers(work.expected_length(trap))
            assert got == math.inf, "words come to b, if seldom, and there they never end"
        W[:, 1:] = 0.0
        W[:, 0] = -13.0
        got = numbers(work.expected_length(W))
        assert abs(got / (2 * math.exp(13)) - 1) < 0.01, (
            f"words end once in 440,000 letters; got {got} letters"
        )


class TestLoss:
    WORDS = ("ab", "a")  # .a ab b. / .a a.

    def test_by_hand(self, W):
        expected = -(2 * math.log(0.6) + math.log(0.55) + math.log(0.5) + math.log(0.2)) / 5
        assert_close(work.nll(W, self.WORDS, symbols=ABC), expected, "nats per transition")

    def test_without_some_targets(self, W):
        """Without those to b, four transitions are left."""
        expected = -(2 * math.log(0.6) + math.log(0.5) + math.log(0.2)) / 4
        assert_close(work.nll(W, self.WORDS, symbols=ABC, without="b"), expected, "nats without b")

    def test_without_several_targets(self, W):
        """Without those to the two letters, the two ends are left."""
        for without in ("ab", "ba"):
            got = work.nll(W, self.WORDS, symbols=ABC, without=without)
            assert_close(got, -(math.log(0.5) + math.log(0.2)) / 2, f"nats without {without}")

    def test_without_the_ends(self, W):
        """Without those to the boundary, .a ab and .a are left, also in the model without its end."""
        for model, p in ((W, P3), (lesioned(W, "."), probabilities(lesioned(W, ".")))):
            expected = -(2 * math.log(p[0][1]) + math.log(p[1][2])) / 3
            got = work.nll(model, self.WORDS, symbols=ABC, without=".")
            assert_close(got, expected, "nats without the ends of the words")

    def test_what_is_left_does_better(self, W):
        expected = -(2 * math.log(6 / 7) + math.log(5 / 9) + math.log(4 / 9)) / 4
        got = work.nll(lesioned(W, "b"), self.WORDS, symbols=ABC, without="b")
        assert_close(got, expected, "nats of the rest, after b was deleted")

    def test_impossible(self, W):
        got = work.nll(lesioned(W, "b"), self.WORDS, symbols=ABC)
        assert got == math.inf, f"the model cannot write ab; the loss is {got}"

    def test_improbable(self, W):
        """After the boundary comes a with probability e^-30, or so: that happens some day."""
        for logit in (-30.0, -1000.0):
            W[0] = torch.tensor([0.0, logit, 0.0])
            expected = -(2 * (logit - math.log(2)) + math.log(0.55) + math.log(0.5) + math.log(0.2)) / 5
            assert_close(work.nll(W, self.WORDS, symbols=ABC), expected, f"nats, with a logit of {logit:.0f}")


class TestSampling:
    """Shares of 4,000 draws are within .04 of the probabilities; five standard errors are less."""

    @pytest.mark.parametrize(("temperature", "power"), [(1.0, 1), (0.5, 2), (2.0, 0.5)])
    def test_first_letters(self, W, temperature, power):
        """At temperature 1/2 probabilities are squared, at 2 their root is taken, and then they are normalised."""
        words = work.sample_words(W, 4000, 5, temperature=temperature, symbols=ABC)
        weights = np.array(P3[0]) ** power
        got = [sum(word[:1] == letter for word in words) / 4000 for letter in ("", "a", "b")]
        assert_close(got, weights / weights.sum(), "shares of the empty word, of a… and of b…", atol=0.04)

    def test_temperature_of_later_letters(self, W):
        """After a, .2 : .25 : .55 become their squares, 16 : 25 : 121."""
        words = work.sample_words(W, 4000, 8, max_len=2, temperature=0.5, symbols=ABC)
        begins = [word for word in words if word[:1] == "a"]
        got = [sum(word[1:] == letter for word in begins) / len(begins) for letter in ("", "a", "b")]
        assert_close(got, [16 / 162, 25 / 162, 121 / 162], "shares of the end, a and b after a", atol=0.04)

    def test_length(self, W):
        words = work.sample_words(W, 4000, 6, max_len=200, symbols=ABC)
        assert len(words) == 4000
        assert set("".join(words)) <= {"a", "b"}, "words are made of letters only, without the boundary"
        assert_close(np.mean([len(word) for word in words]), 1.215 / 0.455, "mean letters", atol=0.25)

    def test_cut(self, W):
        words = work.sample_words(lesioned(W, "."), 10, 7, max_len=12, symbols=ABC)
        assert {len(word) for word in words} == {12}, "without an end, each word is cut at max_len"

    def test_the_seed_decides(self, W):
        torch.manual_seed(5)
        np.random.seed(5)
        one, other = (work.sample_words(W, 30, seed, symbols=ABC) for seed in (1, 2))
        again = work.sample_words(W, 30, 1, symbols=ABC)
        assert one == again, "the same seed gives other words"
        assert one != other, "seeds 1 and 2 give the same words"
        assert one[1:] != other[:-1], "seed 2 gives the words of seed 1, one place earlier"
        one, other = (work.sample_words(W, 200, seed, symbols=ABC) for seed in (1, 2))
        assert not any(one[place : place + 30] == other[:30] for place in range(170)), (
            "seed 2 gives the words of seed 1, some places earlier"
        )

    def test_the_model_is_left_alone(self, W):
        before = W.clone()
        work.sample_words(W, 5, 1, temperature=0.5, symbols=ABC)
        assert torch.equal(W, before), "sample_words changes the matrix that it is given"


class TestProgram:
    def test_rulebook(self, W):
        """Whatever the rows' constants are: by its logits, the rule after b would come first."""
        got = work.rulebook(W, ABC)
        assert [rule[:2] for rule in got] == [(".", "a"), ("a", "b"), ("b", ".")], f"the rules are {got}"
        assert_close([rule.probability for rule in got], [0.6, 0.55, 0.5], "their probabilities")

    def test_another_order_of_symbols(self, W):
        got = work.rulebook(W, ".ba")
        assert [rule[:2] for rule in got] == [(".", "b"), ("b", "a"), ("a", ".")], f"the rules are {got}"
        assert work.greedy_word(W, ".ba") == ("ba", True, ""), "the path over the symbols '.ba'"

    @pytest.mark.parametrize(
        ("gone", "expected"),
        [
            ("", ("ab", True, "")),
            (".", ("ab", False, "ab")),
            ("a", ("b", True, "")),
            ("b", ("a", False, "a")),
        ],
    )
    def test_greedy(self, W, gone, expected):
        got = work.greedy_word(lesioned(W, gone) if gone else W, symbols=ABC)
        assert got == expected, f"without {gone!r} the path is {got}"

    def test_another_boundary(self, W):
        assert work.greedy_word(W, "#ab") == ("ab", True, ""), "the path where the boundary is '#'"

    def test_a_cycle_behind_a_tail(self):
        """. → c → a → b → a"""
        W = torch.zeros(4, 4)
        for here, following in ((0, 3), (3, 1), (1, 2), (2, 1)):
            W[here, following] = 2.0
        got = work.greedy_word(W, symbols=".abc")
        assert got == ("cab", False, "ab"), f"the path is {got}"

    def test_the_empty_word(self, W):
        W[0, 0] += 5
        got = work.greedy_word(W, symbols=ABC)
        assert got == ("", True, ""), f"the boundary follows itself; the path is {got}"


class TestLab:
    COUNTS = torch.tensor([[0, 3, 1], [1, 0, 3], [4, 0, 0]])

    def lab(self, W):
        return work.lab_data(W, self.COUNTS, ABC)

    def test_data(self, W):
        symbols, data, gaps, models = self.lab(W)
        assert symbols == ABC
        assert_close(data, [[0, 0.75, 0.25], [0.25, 0, 0.75], [1, 0, 0]], "data: each row's shares")
        assert_close(gaps, work.belief_gap(W, self.COUNTS), "gaps")
        assert set(models) == {"", ".", "a", "b"}, f"models: {sorted(models)}"

    def test_data_of_a_symbol_that_never_occurs(self, W):
        data = work.lab_data(W, torch.tensor([[0, 3, 0], [3, 0, 0], [0, 0, 0]]), ABC).data
        assert_close(data, [[0, 1, 0], [1, 0, 0], [0, 0, 0]], "data: b never occurs")

    def test_models(self, W):
        for gone, view in self.lab(W).models.items():
            model = lesioned(W, gone) if gone else W
            assert_close(view.probabilities, probabilities(model), f"probabilities without {gone!r}")
            assert_close(
                view.expected_length, work.expected_length(model), f"expected_length without {gone!r}"
            )
            assert len(view.rules) == 3, f"{len(view.rules)} rules without {gone!r}"
            assert view.greedy == work.greedy_word(model, ABC), f"greedy without {gone!r}"
            assert [len(words) for words in view.samples] == [LAB_WORDS] * len(LAB_TEMPERATURES)
            if gone in ("a", "b"):
                written = {letter for words in view.samples for letter in "".join(words)}
                assert gone not in written, (
                    f"the samples without {gone!r} have {gone}: of which model are they?"
                )

    def test_another_order_of_symbols(self, W):
        symbols = ".ba"
        models = work.lab_data(W, self.COUNTS, symbols).models
        got = models["a"].probabilities[0]
        assert_close(got, [1 / 7, 6 / 7, 0], f"the belief after the boundary without a, over {symbols!r}")
        view = models[""]
        assert view.rules == work.rulebook(W, symbols), f"the rules over {symbols!r} are {view.rules}"
        assert view.greedy == work.greedy_word(W, symbols), f"the path over {symbols!r} is {view.greedy}"
        own = work.sample_words(W, LAB_WORDS, 0, LAB_LENGTH, LAB_TEMPERATURES[0], symbols)
        assert view.samples[0] == own, f"samples over {symbols!r} at temperature {LAB_TEMPERATURES[0]}"

    def test_words(self, W):
        samples = self.lab(W).models[""].samples
        for temperature, words in zip(LAB_TEMPERATURES, samples, strict=True):
            own = work.sample_words(W, LAB_WORDS, 0, LAB_LENGTH, temperature, ABC)
            assert words == own, f"samples of the whole model at temperature {temperature}"

    def test_page(self, W, tmp_path):
        page = write_lab(work.lab_data(W, self.COUNTS, ABC), tmp_path / "lab.html")
        assert "lab-data" in page.read_text("utf-8")


class TestExtraSoft:
    def test_odds(self, W):
        """P(b) after a is .55, so the odds are 11/9; a strength of ln 11 makes them 1/9."""
        got = probabilities(work.soft_lesion(W, "b", math.log(11), symbols=ABC))
        assert_close(got[1], [0.4, 0.5, 0.1], "the belief after a")

    def test_more_probable(self, W):
        """A strength of -ln 3 makes the odds of b 9/7, 11/3 and 1/3; .1 : .6, .2 : .25 and .5 : .4 stay."""
        got = probabilities(work.soft_lesion(W, "b", -math.log(3), symbols=ABC))
        expected = [[1 / 16, 6 / 16, 9 / 16], [20 / 210, 25 / 210, 11 / 14], [15 / 36, 12 / 36, 1 / 4]]
        assert_close(got, expected, "beliefs after a lesion of strength -ln 3")

    def test_sure_rules(self, W):
        """After a comes b, with a probability that rounds to 1: a strength of 50 makes all three equally probable."""
        W[1] = torch.tensor([0.0, 0.0, 50.0])
        got = probabilities(work.soft_lesion(W, "b", 50.0, symbols=ABC))
        assert_close(got[1], [1 / 3] * 3, "the belief after a, where b was all but certain")

    def test_none_and_all(self, W):
        none, all_ = (work.soft_lesion(W, "a", s, symbols=ABC) for s in (0.0, math.inf))
        assert_close(probabilities(none), P3, "beliefs after a lesion of strength 0")
        assert_close(probabilities(all_), probabilities(lesioned(W, "a")), "beliefs after infinite strength")

    def test_the_model_is_left_alone(self, W):
        before = W.clone()
        work.soft_lesion(W, "a", 1.0, symbols=ABC)
        assert torch.equal(W, before), "soft_lesion changes the matrix that it is given"


class TestExtraRows:
    def test_forget(self, W):
        got = probabilities(work.forget(W, "a", symbols=ABC))
        assert_close(got, [P3[0], [1 / 3] * 3, P3[2]], "beliefs with the row of a forgotten")
        got = probabilities(work.forget(lesioned(W, "b"), "a", symbols=ABC))
        assert_close(got[1], [1 / 3] * 3, "the belief after a, forgotten in the model without b")

    def test_what_never_occurs(self, W):
        got = numbers(work.forgetting_costs(W, ["a", "aa"], symbols=ABC))
        assert got[2] == 0, f"b never occurs; to forget what comes after it costs {got[2]}"
        got = numbers(work.forgetting_costs(lesioned(W, "b"), ["a", "aa"], symbols=ABC))
        assert got[2] == 0, (
            f"the model without b writes a and aa; to forget what comes after b costs {got[2]}"
        )
        assert_close(
            got[0], 2 / 5 * math.log(3 * 6 / 7), "the cost of what comes after the boundary, without b"
        )

    def test_costs(self, W):
        """Of the five transitions of ab and a two start at the boundary, two at a, and one at b."""
        expected = [
            2 / 5 * (math.log(3) + math.log(0.6)),
            2 / 5 * (math.log(3) + (math.log(0.55) + math.log(0.2)) / 2),
            1 / 5 * (math.log(3) + math.log(0.5)),
        ]
        assert_close(work.forgetting_costs(W, ["ab", "a"], symbols=ABC), expected, "costs (nats)")

    def test_what_hardly_ever_occurs(self, W):
        """The model says 1/2, e^-60 / 2 and 1/2, and both words begin with a."""
        W[0] = torch.tensor([0.0, -60.0, 0.0])
        got = numbers(work.forgetting_costs(W, ["ab", "a"], symbols=ABC))
        assert_close(got[0], 2 / 5 * (math.log(3) - 60 - math.log(2)), "the cost of the boundary's row")


class TestExtraLanguages:
    def test_scores(self, W):
        """Under a model that knows nothing each transition has probability 1/3, whatever its logits are."""
        got = work.language_scores(["ab", "b"], W, torch.full((3, 3), 7.0), symbols=ABC)
        expected = [math.log(0.6 * 0.55 * 0.5 * 27), math.log(0.3 * 0.5 * 9)]
        assert_close(got, expected, "ln of P under the first model over P under the second")

    def test_a_pair_that_a_word_has_more_than_once(self, W):
        got = work.language_scores(["aaab"], W, torch.zeros(3, 3), symbols=ABC)
        expected = math.log(0.6 * 0.25 * 0.25 * 0.55 * 0.5 * 3**5)
        assert_close(got, [expected], "the score of 'aaab'")
