"""The logit lens: readings of the residual stream through the final LayerNorm, and their steps."""

import pytest
import torch
from planted import Example, Planted, asked_again, moved_on, renamed, zeros_at_the_end

from autograder.checks import Compare, Credit, Student

# right answers in float32 and in float64 differ by 5 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-4}


@pytest.mark.task("lens", weight=2)
def test_logit_lens(compare: Compare, example: Example, deep: Example, loud: Example) -> None:
    """The readings after the embeddings and after each layer are right

    Of many prompts, some of which come again with another target, and of one, and in a model of eleven layers with a
    large eps; of 120 prompts with large logits; and where all end in token 0, which is no padding.
    """
    model, tokens, targets = asked_again(example)
    compare("logit_lens", model, tokens, targets, **VALUES)
    compare("logit_lens", model, tokens[3:4, :5], targets[3:4], **VALUES)
    compare("logit_lens", *zeros_at_the_end(example), **VALUES)
    compare("logit_lens", *deep, **VALUES)
    compare("logit_lens", *loud, **VALUES)


@pytest.mark.task("lens", weight=1)
def test_jump_layers(compare: Compare, example: Example, deep: Example) -> None:
    """The layer of the largest step is right for each prompt

    Of 12 and of 134 prompts, most of which come twice. No largest step of these models wins by less than .001.
    """
    model, tokens, targets = asked_again(example)
    rows = [*range(len(example.tokens)), *range(len(tokens))]
    compare("jump_layers", model, tokens[rows], targets[rows])
    compare("jump_layers", *deep)
    compare("jump_layers", model, tokens[:1], targets[:1])


@pytest.mark.task("lens", weight=1)
@pytest.mark.parametrize("function", ["logit_lens", "jump_layers"])
def test_one_model_on_other_prompts(compare: Compare, example: Example, function: str) -> None:
    """The same model can come again, with other prompts, targets and weights"""
    model, tokens, targets = example
    again = asked_again(example)
    calls = [(model, tokens[:6], targets[:6]), (model, tokens[:6], again.targets[-6:])]
    calls += [(model, tokens[6:12], targets[6:12]), (renamed(model), calls[0][1], moved_on(targets[:6]))]
    compare.in_turn(function, *calls, **VALUES)


@pytest.mark.task("lens", weight=1)
def test_planted_jumps(student: Student, planted: list[Planted], credit: Credit) -> None:
    """The logit lens shows the layer into which a fact was planted

    The largest step was at least twice the next in all of 200 planted models.
    """
    right = 0
    for fact in planted:
        layers = student.jump_layers(fact.model, fact.tokens, torch.tensor([fact.target]))
        assert layers.shape == (1,), "there is not one layer for each prompt"
        right += layers.item() == fact.layer
    credit(right, of=3, message=f"the layer is right for {right} of 3 planted facts")
