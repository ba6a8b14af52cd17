"""Extra credit: a rank-one edit, measured on the weights that come back."""

from typing import Any, NamedTuple

import pytest
import torch
from given import copy_of, facts_vocabulary
from planted import relations, trained


class Edit(NamedTuple):
    prompt: torch.Tensor
    target: int
    others: list[torch.Tensor]


def drawn(variant: Any, name: str) -> Edit:
    """A capital's prompt, another capital for it, and every other prompt of the facts."""
    facts, tokens = relations()["capital"]
    place, other = variant.rng(name).choice(len(facts), 2, replace=False).tolist()
    others = [prompts for relation, (_, prompts) in relations().items() if relation != "capital"]
    others.append(tokens[torch.arange(len(facts)) != place])
    return Edit(tokens[place : place + 1], facts_vocabulary().token(facts[other].answer), others)


@pytest.fixture
def edited(student, variant):
    """`edited(name)`: a drawn edit, and the facts model with the student's weights."""

    def edit(name: str) -> tuple[Edit, Any]:
        wanted = drawn(variant, name)
        return wanted, student.edit_fact(trained(), *wanted).into(copy_of(trained()))

    return edit


@pytest.mark.task("edit")
def test_efficacy_and_specificity(edited, measure):
    """The edited prompt gets its new answer, and the other prompts keep theirs

    The reference gives the target .8 and more, and every other prompt keeps its word, in 60 of 60 edits; with the
    key itself in place of C⁻¹ key, .4 of them do (CALIBRATION.md).
    """
    for name in ("first edit", "second edit"):
        wanted, model = edited(name)
        with torch.no_grad():
            measure(
                "probability of the target",
                model(wanted.prompt)[0, -1].softmax(0)[wanted.target],
                at_least=0.5,
            )
            same = [model(t)[:, -1].argmax(dim=1) == trained()(t)[:, -1].argmax(dim=1) for t in wanted.others]
        measure("share of other prompts that keep their word", torch.cat(same).double().mean(), at_least=0.95)


@pytest.mark.task("edit")
def test_rank_one(edited, measure):
    """The edit changes the output weights of one MLP, by a matrix of rank one

    Float32 leaves the second singular value at 1e-6 of the first; 1e-3 is asked for.
    """
    _, model = edited("third edit")
    before, after = trained().state_dict(), model.state_dict()
    changed = [name for name in before if not torch.allclose(before[name], after[name], atol=1e-6, rtol=0)]
    assert len(changed) == 1, f"{len(changed)} tensors have changed; there should be one"
    assert changed[0].endswith("mlp.out.weight"), "what has changed is not the output weights of an MLP"
    values = torch.linalg.svdvals(after[changed[0]] - before[changed[0]])
    measure("second singular value over the first", values[1] / values[0], at_most=1e-3)


@pytest.mark.task("edit")
def test_the_given_model_stays(student, variant):
    """The model that was given is as it was before the edit"""
    model = student.hold(trained())
    student.edit_fact(model, *drawn(variant, "fourth edit"))
    after = model.call("state_dict", returns=dict[str, torch.Tensor])
    same = all(torch.equal(after[name], tensor.double()) for name, tensor in trained().state_dict().items())
    assert same, "the weights of the given model have changed: work on a copy"
