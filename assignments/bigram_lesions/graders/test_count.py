"""Counting transitions, by value."""

import pytest
from given import load_words
from planted import Chain, words_of

from autograder.checks import Compare, Variant


@pytest.mark.task("count", weight=2)
def test_counts(compare: Compare, variant: Variant, chain: Chain) -> None:
    """The transitions of words over another alphabet are counted right

    Words are there more than once, and a symbol of the alphabet is in none of them. As many other words with the same
    first come in between.
    """
    words = words_of(chain, variant.rng("words to count"), 60)
    symbols = chain.symbols[:4] + "7" + chain.symbols[4:]
    words += words[:7]
    others = [words[0], *(word[::-1] for word in words[1:])]
    compare.in_turn("bigram_counts", (words, symbols), (others, symbols))


@pytest.mark.task("count", weight=1)
def test_counts_of_few_words(compare: Compare, one_chain: Chain) -> None:
    """The transitions of a single word are counted right, of an empty one too, and of a letter that is small and capital

    One word has all letters of the alphabet, those outside ASCII too.
    """
    symbols = one_chain.symbols
    two = next(letter + letter.lower() for letter in symbols if letter.isupper())
    for words in (
        [symbols[3]],
        [symbols[2] * 3 + symbols[5]],
        [""],
        ["", symbols[1], ""],
        [two],
        [symbols[:0:-1]],
    ):
        compare("bigram_counts", words, symbols=symbols)


@pytest.mark.task("count", weight=1)
def test_counts_of_english(compare: Compare, variant: Variant) -> None:
    """The transitions of English words are counted right"""
    words = variant.rng("English words to count").choice(load_words(), 200, replace=False).tolist()
    compare("bigram_counts", words)
