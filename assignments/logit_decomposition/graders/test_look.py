"""Predictions and activations, by value."""

import pytest
from planted import (
    DEEP,
    Example,
    clear_prompts,
    one_prompt_in_two_vocabularies,
    own_word_next,
    pad_comes_next,
    random_vocabulary,
    renamed,
    token_one_next,
)

from autograder.checks import Compare, Variant

# right answers in float32 and in float64 differ by 5 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-4}
NAMES = [
    "hook_embed",
    "hook_pos_embed",
    "blocks.1.attn.hook_pattern",
    "blocks.2.attn.hook_z",
    "blocks.0.mlp.hook_post",
    "blocks.1.hook_resid_mid",
    "blocks.2.hook_mlp_out",
    "ln_final.hook_scale",
]


@pytest.mark.task("look")
def test_predict(compare: Compare, example: Example, deep: Example, variant: Variant) -> None:
    """The most probable next word and its probability are right, in another vocabulary

    After 1, 2, 4 and 6 words, and, where `<bos>` is the most probable, after none and after 2; where it is one of the
    prompt's own, where it is the word that this vocabulary calls `<pad>`, and where it is the token that the facts'
    vocabulary calls so; and after a word that is another token in the next vocabulary. None of these predictions wins by
    less than .001.
    """
    vocabulary = random_vocabulary(variant.rng("words"))
    for row in (*clear_prompts(example), own_word_next(example)):
        compare("predict", example.model, vocabulary, vocabulary.decode(row[1:]), **VALUES)
    compare("predict", example.model, *pad_comes_next(example, vocabulary), **VALUES)
    prompt = vocabulary.decode(example.tokens[0, 1:4])
    compare("predict", token_one_next(example.model), vocabulary, prompt, **VALUES)
    vocabulary = random_vocabulary(variant.rng("few words"), DEEP["d_vocab"])
    for prompt in ("", vocabulary.decode(deep.tokens[0, 1:3])):
        compare("predict", deep.model, vocabulary, prompt, **VALUES)
    vocabularies, prompt = one_prompt_in_two_vocabularies(example.model, variant.rng("other words"))
    calls = [(example.model, words, prompt) for words in vocabularies]
    compare.in_turn("predict", *calls, (renamed(example.model), *calls[0][1:]), **VALUES)


@pytest.mark.task("look")
def test_named_activations(compare: Compare, example: Example, deep: Example, loud: Example) -> None:
    """The activations are the ones asked for by name and no others, and no hook stays behind

    Of a few prompts, in a model of eleven layers too, and of 120 in a model of large activations.
    """
    got = compare("named_activations", example.model, example.tokens[:9], NAMES, **VALUES)
    others = got.keys() - set(NAMES)  # counted alone: a name may say anything, hidden inputs included
    assert not others, f"{len(others)} names that were not asked for"
    compare("named_activations", example.model, example.tokens[9:10, :4], NAMES[::3], **VALUES)
    names = ["blocks.10.attn.hook_z", "blocks.1.mlp.hook_post", "blocks.2.hook_resid_post"]
    compare("named_activations", deep.model, deep.tokens[:3], names, **VALUES)
    compare("named_activations", loud.model, loud.tokens, ["hook_embed", "blocks.0.mlp.hook_post"], **VALUES)


@pytest.mark.task("look")
def test_one_model_on_other_tokens(compare: Compare, example: Example) -> None:
    """The same model and the same names can come again, with other tokens and other weights"""
    names = NAMES[::2]
    calls = [(example.model, tokens, names) for tokens in (example.tokens[:4], example.tokens[4:8])]
    calls += [(renamed(example.model), *calls[0][1:])]
    compare.in_turn("named_activations", *calls, **VALUES)
