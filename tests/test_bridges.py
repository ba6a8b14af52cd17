"""A TransformerLens bridge crosses as its form and its tensors, and comes back as tensors alone."""

from __future__ import annotations

import copy
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from transformer_lens import TransformerBridge, TransformerBridgeConfig

from autograder.checks.student import as_seen
from autograder.course import FIXED, open_assignment, open_course
from autograder.grading.grade import Grader
from autograder.inside import bridges
from autograder.inside.wire import hooks, state
from autograder.record import Record

SETTINGS = """
title = "Bridges"
preload = ["torch", "transformer_lens"]
[limits]
cpu_s = 20
wall_s = 60
memory_mb = 1024
output_mb = 1
total_cpu_s = 60
"""

GIVEN = """
from transformer_lens import TransformerBridge, TransformerBridgeConfig

def small(seed, **form):
    config = dict(d_model=16, d_head=4, n_heads=4, n_layers=2, n_ctx=8, d_vocab=11, act_fn="gelu", device="cpu")
    return TransformerBridge.boot_native(TransformerBridgeConfig(**config | form, seed=seed))

BLANK = small(0)
"""

SOLUTION = """
# %%
import torch
from torch import Tensor
from transformer_lens import TransformerBridge

# %% solution="run"
def run(model: TransformerBridge, tokens: Tensor) -> dict[str, Tensor]:
    \"\"\"The logits and what one hook sees.\"\"\"
    logits, cache = model.run_with_cache(tokens)
    return {"logits": logits, "after": cache["blocks.1.hook_resid_post"]}

# %% solution="edit"
def edit(model: TransformerBridge) -> TransformerBridge:
    \"\"\"The model with every entry of W_U one larger.\"\"\"
    with torch.no_grad():
        model.W_U.add_(1)
    return model
"""

GRADER = '''
import pytest
import torch
from given import small

TOKENS = torch.tensor([[1, 2, 3, 1, 2], [0, 10, 4, 4, 9]])


@pytest.mark.task("run")
@pytest.mark.parametrize("form", [{}, {"normalization_type": None, "attn_only": True, "n_layers": 3, "n_ctx": 5}])
def test_run(compare, form):
    """Running"""
    for seed in (1, 2):
        compare("run", small(seed, **form), TOKENS)


@pytest.mark.task("run")
def test_run_twice(student):
    """Running the same object twice"""
    model = student.hold(small(3))
    first, second = student.run(model, TOKENS), student.run(model, TOKENS)
    assert torch.equal(first["logits"], second["logits"]), "the second run differs"


@pytest.mark.task("edit")
def test_edit(student):
    """Editing"""
    model = small(4)
    edited = student.edit(student.hold(model)).into(small(5))
    gap = edited(TOKENS) - model(TOKENS)
    assert (edited.W_U - model.W_U - 1).abs().max() < 1e-6, "W_U is not one larger"
    assert (gap - gap[..., :1]).abs().max() < 1e-4, "something else has changed"
'''


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    """A course of one assignment whose students analyse bridges."""
    root = tmp_path_factory.mktemp("bridged")
    tasks = "".join(f'[[tasks]]\nname = "{name}"\npoints = 1\n' for name in ("run", "edit"))
    for name, text in {
        "course.toml": "",
        "solutions/bridged.py": SOLUTION,
        "assignments/bridged/assignment.toml": SETTINGS + tasks,
        "assignments/bridged/student/given.py": GIVEN,
        "assignments/bridged/graders/test_bridged.py": GRADER,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    course = open_course(root)
    with Grader(course, open_assignment(course, "bridged")) as opened:
        yield opened


@pytest.fixture
def graded(grader: Grader, tmp_path: Path) -> Callable[[str], Record]:
    def grade(source: str) -> Record:
        file = tmp_path / "ada.py"
        file.write_text(source, "utf-8")
        record = grader.grade_files("ada", [file], FIXED)
        assert record is not None
        return record

    return grade


def told(record: Record) -> list[str]:
    """What the failed checks say; `record` is graded, so nothing was left unjudged."""
    assert record.status == "graded", (record.reason, [c.detail for t in record.tasks for c in t.checks])
    return [c.message for t in record.tasks for c in t.checks if c.state == "failed"]


def small(seed: int, **form: Any) -> TransformerBridge:
    config = {"d_model": 16, "d_head": 4, "n_heads": 4, "n_layers": 2, "n_ctx": 8, "d_vocab": 11}
    return TransformerBridge.boot_native(TransformerBridgeConfig(**config | form, device="cpu", seed=seed))


def test_a_bridge_arrives_with_its_weights_and_comes_back_with_its_own(
    graded: Callable[[str], Record],
) -> None:
    assert told(graded(SOLUTION)) == []


def test_the_module_inside_a_bridge_counts_as_the_bridge(graded: Callable[[str], Record]) -> None:
    assert told(graded(SOLUTION.replace("    return model\n", "    return model.original_model\n"))) == []


def test_a_copy_is_accepted_after_its_original_has_gone(graded: Callable[[str], Record]) -> None:
    copied = "    import copy\n    model = copy.deepcopy(model)\n    with torch.no_grad():"
    assert told(graded(SOLUTION.replace("    with torch.no_grad():", copied))) == []


@pytest.mark.parametrize(
    "left",
    [
        "model.add_hook('blocks.0.hook_resid_pre', lambda value, hook: value)",
        "model.blocks[0].register_forward_hook(lambda *a: None)",
        "model.W_E.data[0, 0] += 1",
        "model.b_U.data[3] += 1",
        "model.ln_final.weight.data *= 2",
    ],
)
def test_what_is_left_on_a_bridge_is_seen(graded: Callable[[str], Record], left: str) -> None:
    messages = told(graded(SOLUTION.replace('    return {"logits"', f'    {left}\n    return {{"logits"')))
    assert any("run leaves the model changed" in message for message in messages)


def test_the_hooks_that_the_library_hangs_up_are_not_the_students() -> None:
    model = small(0)
    before = hooks(model)
    model(torch.tensor([[1, 2]]))
    assert hooks(model) == before
    model.add_hook("blocks.0.hook_resid_pre", lambda value, hook: value)
    assert hooks(model) == before + 1
    model.reset_hooks()
    assert hooks(model) == before


def test_a_students_causal_mask_is_not_believed() -> None:
    theirs, ours = small(1), small(2)
    for name, tensor in state(theirs).items():
        if name.endswith("causal_mask"):
            tensor.copy_(tensor.flip(0))
    weights = as_seen(theirs)
    assert torch.equal(weights.into(ours)(torch.tensor([[1, 2, 3]])), small(1)(torch.tensor([[1, 2, 3]])))
    assert not torch.equal(theirs(torch.tensor([[1, 2, 3]])), ours(torch.tensor([[1, 2, 3]])))


def test_the_bias_of_the_logits_is_a_weight_though_it_is_never_trained() -> None:
    theirs = small(1)
    theirs.b_U.data[2] = 7.0
    assert torch.equal(as_seen(theirs).into(small(2)).b_U, theirs.b_U)


@pytest.mark.parametrize(
    "form",
    [{}, {"normalization_type": None, "attn_only": True}, {"normalization_type": "LNPre", "act_fn": "gelu"}],
)
def test_a_bridge_is_rebuilt_in_its_own_form(form: dict[str, Any]) -> None:
    model = small(3, **form)
    model(torch.tensor([[1]]))
    again = bridges.build(bridges.configuration(model))
    assert {n: t.shape for n, t in state(again).items()} == {n: t.shape for n, t in state(model).items()}
    assert again.cfg.normalization_type == model.cfg.normalization_type
    with torch.no_grad():
        for name, tensor in state(again).items():
            tensor.copy_(state(model)[name])
    tokens = torch.tensor([[1, 2, 3, 4]])
    (logits, cache), (expected, expected_cache) = again.run_with_cache(tokens), model.run_with_cache(tokens)
    assert torch.equal(logits, expected)
    assert all(torch.equal(cache[name], value) for name, value in expected_cache.items())


def test_two_bridges_of_one_form_share_nothing() -> None:
    form = bridges.configuration(small(0))
    one = bridges.build(form)
    one(torch.tensor([[1, 2]]))
    other = bridges.build(form)
    del one  # what is built later must not need it
    before = copy.deepcopy(dict(state(other)))
    third = bridges.build(form)
    with torch.no_grad():
        for tensor in state(third).values():
            tensor.zero_()
    assert all(torch.equal(tensor, before[name]) for name, tensor in state(other).items())
    other(torch.tensor([[1, 2]]))


def test_the_engine_alone_does_not_import_the_library() -> None:
    code = "import sys, autograder.grading.grade, autograder.inside.zygote; assert 'transformer_lens' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
