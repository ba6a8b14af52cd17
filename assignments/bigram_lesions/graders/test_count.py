"""Counting transitions, by value."""

import pytest
from given import load_words
from planted import words_of


@pytest.mark.task("count", weight=2)
def test_counts(compare, variant, chain):
    """The transitions of words over another alphabet are counted right"""
    words = words_of(chain, variant.rng("words to count"), 60)
    compare("bigram_counts", words, symbols=chain.symbols)


@pytest.mark.task("count", weight=1)
def test_counts_of_english(compare, variant):
    """The transitions of English words are counted right"""
    words = variant.rng("English words to count").choice(load_words(), 200, replace=False).tolist()
    compare("bigram_counts", words)
