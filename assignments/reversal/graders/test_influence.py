"""The influence of each input position on each output position, by value."""

import pytest
from planted import Example, every_input, many_letters, permutation_network, reordered

from autograder.checks import Compare, Variant


@pytest.mark.task("influence", weight=2)
def test_influence(compare: Compare, example: Example) -> None:
    """The influence of each input position on each output position is right

    Shares of a count: no prediction hangs on a margin below 5e-4, so right answers are exact.
    """
    compare("influence", example.model, example.X, atol=1e-5)


@pytest.mark.task("influence", weight=1)
def test_other_rows_of_the_same_model(compare: Compare, example: Example) -> None:
    """The same model can come again with other rows, or with other weights"""
    model, (first, second) = example.model, example.X[: len(example.X) // 2 * 2].chunk(2)
    compare.in_turn("influence", (model, first), (model, second), (reordered(model), first), atol=1e-5)


@pytest.mark.task("influence", weight=1)
def test_letters_that_do_not_occur(compare: Compare, example: Example) -> None:
    """All other letters of the alphabet are tried, also those that stand in no row"""
    n_letters = example.model.config["n_letters"]
    X = every_input(n_letters, example.model.config["length"])
    for letter in range(n_letters):
        compare("influence", example.model, X[X.ne(letter).all(dim=1)], atol=1e-5)


@pytest.mark.task("influence", weight=1)
def test_influence_of_many_letters(compare: Compare, variant: Variant) -> None:
    """With many letters each of them is tried, and a row that occurs twice counts twice"""
    compare("influence", *many_letters(variant.rng("many letters")), atol=1e-5)


@pytest.mark.task("influence", weight=1)
def test_influence_of_a_permutation(compare: Compare, variant: Variant) -> None:
    """The influence in a network that moves the letters is right"""
    rng = variant.rng("influence")
    network = permutation_network(rng, 3, 4, renames=True)
    X = every_input(3, 4)
    compare("influence", network.model, X[rng.permutation(len(X))[:30]], atol=1e-5)
