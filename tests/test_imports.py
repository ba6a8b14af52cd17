"""What costs seconds to import stays out of the processes that do without it: torch's compiler where something only
trains, the libraries for notebooks where something is graded."""

from __future__ import annotations

import subprocess
import sys

import pytest

TRAINS = """
import sys, torch
{put_off}
torch.manual_seed(0)
layer = torch.nn.Linear(3, 1)
for kind in (torch.optim.Adam, torch.optim.SGD, torch.optim.AdamW):
    optimiser = kind(layer.parameters(), lr=0.1)
    for _ in range(3):
        optimiser.zero_grad()
        layer(torch.ones(2, 3)).sum().backward()
        optimiser.step()
import inspect
inspect.getmodule(inspect.currentframe())
loaded = "torch._dynamo.convert_frame" in sys.modules
"""
PUT_OFF = "from autograder.inside import compiler; compiler.put_off(); compiler.put_off()"


def printed(source: str, put_off: str = PUT_OFF) -> str:
    command = [sys.executable, "-c", TRAINS.format(put_off=put_off) + source]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_an_optimiser_does_not_load_it_and_trains_to_the_same_weights() -> None:
    tell = "print(loaded, layer.weight.tolist())"
    with_it, without = printed(tell, put_off=""), printed(tell)
    assert with_it.startswith("True ")
    assert without.replace("False", "True") == with_it


def test_what_a_library_says_of_its_functions_as_it_is_imported_does_not_load_it() -> None:
    """transformers does; and it asks for other machines, of which nothing is imported either until somebody compiles."""
    source = """
f = torch._dynamo.allow_in_graph(torch._dynamo.assume_constant_result(lambda: 3))
loaded = "torch._dynamo.convert_frame" in sys.modules
print(f(), loaded, torch.distributed.is_available(), callable(torch._dynamo.reset), torch.distributed.is_available())
"""
    assert printed(source).split() == ["3", "False", "False", "True", "True"]


@pytest.mark.parametrize(
    "first",
    [
        "",
        pytest.param(
            "from torch._dynamo.utils import counters", marks=pytest.mark.long("by a submodule's import")
        ),
    ],
)
def test_who_compiles_has_it(first: str) -> None:
    """By `torch.compile`, by a submodule's import and by a name that only the real one has; and before it, what is told
    to stay uncompiled runs."""
    source = """
print(torch.compiler.disable(lambda x: x + 1)(1), torch.compiler.disable()(lambda x: x + 1)(1))
{}
print(torch.compile(lambda x: x * 2, backend="eager")(torch.ones(1)).item(), callable(torch._dynamo.reset))
"""
    assert printed(source.format(first)).split() == ["2", "2", "2.0", "True"]


def test_a_worker_imports_no_notebooks() -> None:
    """They bring a parser for addresses that takes seconds to make its tables."""
    rooms = "autograder.grading.pool, autograder.grading.grade, autograder.grading.specimens"
    heavy = ("nbformat", "jupytext", "jsonschema", "lark", "nbgrader", "IPython", "hypothesis")
    source = f"import {rooms}, sys; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
