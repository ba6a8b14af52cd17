"""Interchange accuracies, by value. No answer hangs on a margin that rounding could cross, so counts are exact."""

from types import ModuleType

import pytest
from planted import Planted, relabelled
from questions import blurred, clear_pairs, in_two_sites, with_an_input_in_common, with_output

from autograder.checks import Compare, Variant


@pytest.mark.task("accuracy", weight=2)
@pytest.mark.parametrize(("network", "name"), [("copies", "u"), ("together", "v"), ("alone", "u")])
def test_accuracy(
    compare: Compare,
    reference: ModuleType,
    variant: Variant,
    practised: dict[str, Planted],
    network: str,
    name: str,
) -> None:
    """The shares of right pairs are right, where the output should change and where it should stay

    The sites are not quite right, so neither share is 1. They are so twice, by much and by little: with one of two copies
    left out the counts of one student in sixteen were the same by chance. The output is the last variable, whatever it is
    called.
    """
    rng, planted = variant.rng(f"accuracy {network}"), practised[network]
    for how_much, output in ((1.0, "y"), (0.4, "answer")):
        explanation = with_output(blurred(rng, planted, name, how_much), output)
        pairs = clear_pairs(rng, reference, planted.model, explanation, name)
        compare("interchange_accuracy", planted.model, explanation, name, *pairs)


@pytest.mark.task("accuracy")
def test_no_pairs(
    compare: Compare, variant: Variant, reference: ModuleType, practised: dict[str, Planted]
) -> None:
    """A share of no pairs is NaN"""
    rng, planted = variant.rng("no pairs"), practised["together"]
    base, source = clear_pairs(rng, reference, planted.model, planted.truth, "u", 30)
    compare("interchange_accuracy", planted.model, planted.truth, "u", base, base)
    compare("interchange_accuracy", planted.model, planted.truth, "u", base[:10], source[:10])


@pytest.mark.task("accuracy")
def test_one_network_on_several_pairs(
    compare: Compare, reference: ModuleType, variant: Variant, practised: dict[str, Planted]
) -> None:
    """The same network can come again, with other pairs, with many, and with other weights"""
    rng, planted = variant.rng("in turn"), practised["together"]
    explanation = blurred(rng, planted, "u", 0.6)
    pairs = [clear_pairs(rng, reference, planted.model, explanation, "u", n) for n in (240, 240, 700)]
    calls = [(planted.model, explanation, "u", *some) for some in pairs]
    calls += [(relabelled(planted.model), *calls[0][1:])]
    compare.in_turn("interchange_accuracy", *calls)


@pytest.mark.task("accuracy")
def test_wrong_causal_model(
    compare: Compare, reference: ModuleType, variant: Variant, practised: dict[str, Planted]
) -> None:
    """What counts is the causal model's output, also where it is not the network's

    In the second, both variables read one input: to give the base the source's inputs of the one would set the other, too.
    Of 60 pairs both shares were the same by chance for one student in two hundred.
    """
    rng, planted, other = variant.rng("wrong"), practised["copies"], practised["together"]
    explanation = blurred(rng, planted, "v", 0.5)
    wrong = type(explanation)(other.truth.causal, explanation.sites)
    for asked in (wrong, with_an_input_in_common(explanation)):
        pairs = clear_pairs(rng, reference, planted.model, asked, "v", 240)
        compare("interchange_accuracy", planted.model, asked, "v", *pairs)


@pytest.mark.task("accuracy")
def test_two_sites_at_one_place(
    compare: Compare, reference: ModuleType, variant: Variant, practised: dict[str, Planted]
) -> None:
    """All sites of the variable are interchanged, two at one place too"""
    rng, planted = variant.rng("two sites"), practised["together"]
    explanation = in_two_sites(rng, blurred(rng, planted, "v", 0.4), "v")
    pairs = clear_pairs(rng, reference, planted.model, explanation, "v", 240)
    compare("interchange_accuracy", planted.model, explanation, "v", *pairs)
