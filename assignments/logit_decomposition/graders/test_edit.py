"""Extra credit: a rank-one edit, measured on the weights that come back."""

import pytest
import torch
from planted import Edit, moved_on, renamed, shallow, spare, spilling_edit, stubborn_edit, trained
from transformer_lens import TransformerBridge

from autograder.checks import Measure, Student, Variant


def outcome(edited: TransformerBridge, before: TransformerBridge, wanted: Edit, measure: Measure) -> None:
    """Fails where the edited prompt lacks its new answer, or another prompt has lost its own."""
    with torch.no_grad():
        answer = edited(wanted.prompt)[0, -1].softmax(dim=0)[wanted.target]
        kept = [edited(t)[:, -1].argmax(dim=1) == before(t)[:, -1].argmax(dim=1) for t in wanted.others]
    measure("probability of the target", answer, at_least=0.85)
    measure("share of other prompts that keep their word", torch.cat(kept).double().mean(), at_least=0.95)


@pytest.mark.task("edit", weight=2)
def test_efficacy_and_specificity(student: Student, variant: Variant, measure: Measure) -> None:
    """The edited prompt gets its new answer, and the other prompts keep theirs

    Right answers give the target .87 and leave 99 % of the other prompts their word. The edits are ones in which
    the key itself in place of C⁻¹ key costs 6 % of them or more (CALIBRATION.md).
    """
    wanted = spilling_edit(variant.rng("edit"))
    outcome(student.edit_fact(trained(), *wanted).into(spare(3)), trained(), wanted, measure)


@pytest.mark.task("edit", weight=1)
def test_rank_one(student: Student, variant: Variant, measure: Measure) -> None:
    """Another model is edited too, once more after its weights have changed; the edit is of rank one, in the output weights of
    one MLP, and the given model stays as it was

    A model of three layers, with a stream three times as long as the facts model's, and an edit for which a strength of
    40 is too little (of the facts model's own, 24 is enough for every one); before it the same edit of the model in
    other names. Float32 leaves the second singular value at 1e-6 of the first; 1e-3 is asked for.
    """
    model, wanted = shallow(0), stubborn_edit(variant.rng("another edit"))
    given, prompt = student.hold(renamed(model, shallow(2))), student.hold(wanted.prompt)
    target = int(moved_on(torch.tensor(wanted.target), model.cfg.d_vocab))
    student.edit_fact(given, prompt, target, wanted.others)
    given = student.put(given, model)
    edited = student.edit_fact(given, prompt, wanted.target, wanted.others).into(shallow(1))
    left = given.call("state_dict", returns=dict[str, torch.Tensor])
    before, after = model.state_dict(), edited.state_dict()
    assert all(name in left and torch.equal(left[name], t.double()) for name, t in before.items()), (
        "the weights of the given model have changed: work on a copy"
    )
    with torch.no_grad():
        logits, expected = given.call("forward", wanted.prompt, returns=torch.Tensor), model(wanted.prompt)
    told = "the given model computes something else than before: is there a hook on it?"
    assert logits.shape == expected.shape, told
    assert (logits - expected).abs().max() < 1e-3, told
    changed = [name for name in before if not torch.allclose(before[name], after[name], atol=1e-6, rtol=0)]
    assert len(changed) == 1, f"{len(changed)} tensors have changed; there should be one"
    assert changed[0].endswith("mlp.out.weight"), "what has changed is not the output weights of an MLP"
    values = torch.linalg.svdvals(after[changed[0]] - before[changed[0]])
    measure("second singular value over the first", values[1] / values[0], at_most=1e-3)
    outcome(edited, model, wanted, measure)
