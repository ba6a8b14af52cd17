"""The logit as a sum: every component on its own, since a wrong split can have the right sum."""

from types import ModuleType

import pytest
import torch
from planted import Example, asked_again, renamed, zeros_at_the_end

from autograder.checks import Compare, Credit, Measure, Student


@pytest.mark.task("decompose", weight=4)
def test_each_component(
    student: Student, reference: ModuleType, example: Example, measure: Measure, credit: Credit
) -> None:
    """What each component adds to the logit is right

    On 64 prompts of a random model with large biases and gains, where each known mistake moves the components
    that it touches by .004 or more in the median. Right answers differ by 5 % of the tolerance, 1e-4 and 1e-5 of
    the largest value (CALIBRATION.md).
    """
    got = student.decompose_logit(*example)
    expected = {name: value.double() for name, value in reference.decompose_logit(*example).items()}
    missing = [name for name in expected if name not in got]
    assert len(missing) < len(expected), "none of the names is one that the docstring lists"
    wrong, worst = list(missing), 0.0
    for name, value in expected.items():
        if name not in got:
            continue
        if got[name].shape != value.shape:
            wrong.append(name)
            continue
        error = (got[name] - value).abs().max() / (1e-4 + 1e-5 * value.abs().max())
        worst = max(worst, error.nan_to_num(1e9).item())
        if not error <= 1:
            wrong.append(name)
    measure("largest error of a component / tolerance", worst)
    right = len(expected) - len(wrong)
    some = ", ".join(wrong[:4]) + (", …" if len(wrong) > 4 else "")
    credit(right, of=len(expected), message=f"{right} of {len(expected)} components are right; not {some}")


@pytest.mark.task("decompose", weight=1)
def test_sum(student: Student, example: Example, measure: Measure) -> None:
    """The components add up to the logit

    All that are given: a subtotal beside its parts would count twice. An identity: 1e-3 is a hundred times the gap that
    float32 leaves (CALIBRATION.md).
    """
    terms = list(student.decompose_logit(*example).values())
    assert all(value.shape == example.targets.shape for value in terms), (
        "there is not one number for each prompt in every component"
    )
    with torch.no_grad():
        logits = example.model(example.tokens)[:, -1]
    logit = logits[torch.arange(len(logits)), example.targets].double()
    gap = (sum(terms, torch.zeros(())) - logit).abs().max().item()
    measure("gap between the sum and the logit", gap, at_most=1e-3)


@pytest.mark.task("decompose", weight=1)
def test_one_prompt(compare: Compare, example: Example, deep: Example, loud: Example) -> None:
    """One short prompt alone is taken apart too, prompts that come again with another target, 120 prompts with large
    logits, and a deeper model; the model is left as it was

    Prompts need not begin with <bos>, and may end in token 0: no token is padding.
    """
    compare("decompose_logit", example.model, example.tokens[5:6, :4], example.targets[5:6], atol=1e-4)
    compare("decompose_logit", *zeros_at_the_end(example), atol=1e-4)
    compare("decompose_logit", *asked_again(example), atol=1e-4)
    compare("decompose_logit", *loud, atol=1e-4)
    compare("decompose_logit", example.model, example.tokens[:6, 1:], example.targets[:6], atol=1e-4)
    compare("decompose_logit", deep.model, deep.tokens[:3], deep.targets[:3], atol=1e-4)


@pytest.mark.task("decompose", weight=1)
def test_one_model_on_other_prompts(compare: Compare, example: Example) -> None:
    """The same model can come again, with other prompts, targets and weights"""
    model, tokens, targets = example
    calls = [
        (model, tokens[:6], targets[:6]),
        (model, tokens[:6], targets[6:12]),
        (model, tokens[6:12], targets[:6]),
    ]
    compare.in_turn("decompose_logit", *calls, (renamed(model), *calls[0][1:]), atol=1e-4)
