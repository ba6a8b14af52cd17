"""The public tests accept what grading accepts: the students' `acceptance.py` against `conform` and `compare_values`."""

from __future__ import annotations

import ast
import dataclasses
import enum
import math
import os
import subprocess
import sys
import types
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from autograder.checks.compare import compare_values
from autograder.checks.conform import Unacceptable, conform, return_annotation
from autograder.checks.remote import Weights
from autograder.checks.student import as_seen
from autograder.course import Assignment, assignment_names, open_course

ASSIGNMENTS = assignment_names(open_course(Path(__file__).parents[1]))
MODULE = Path(__file__).parents[1] / "student_template/acceptance.py"


@pytest.fixture(scope="module")
def acceptance() -> types.ModuleType:
    """The module that students have, imported without being found by any other."""
    module = types.ModuleType("acceptance_at_home")
    exec(compile(MODULE.read_text("utf-8"), str(MODULE), "exec"), module.__dict__)
    return module


class Probe(NamedTuple):
    weight: Tensor
    bias: Tensor


class Claims(NamedTuple):
    unit: int
    rest: list[int]


class Other(NamedTuple):
    rest: list[int]
    unit: int


@dataclasses.dataclass
class Pair:
    first: Any
    second: Any


@dataclasses.dataclass
class Share:
    value: float

    def __post_init__(self) -> None:
        if not 0 <= self.value <= 1:
            raise ValueError(f"{self.value} is no share")


class Unit(enum.IntEnum):
    THIRD = 3


class Report(NamedTuple):
    claims: list[Claims]
    by_name: dict[str, float]


GRAD = torch.ones(2, 2, requires_grad=True) * 1.5
FORMS: dict[Any, list[Any]] = {
    Tensor: [
        GRAD,
        torch.tensor([1, 2]),
        torch.tensor([True, False]),
        torch.tensor([1.5, 2.5], dtype=torch.float16),
        torch.tensor([1.5, 2.5], dtype=torch.bfloat16),
        torch.tensor([0.0, 2.5]).to_sparse(),
        torch.tensor([1 + 2j]).conj(),
        nn.Parameter(torch.ones(3)),
        np.array([1.5, 2.5], dtype=np.float16),
        np.array([1, 2], dtype=np.uint8),
        np.array([1, 2.5], dtype=object),
        np.array([1.5, 2.5])[::-1],
        np.array(["a"]),
        np.float32(1.5),
        2,
        True,
        2.5,
        [[1.5, 2], (3, 4)],
        [torch.tensor([1.5]), np.array([2.0])],
        [],
        [[], []],
        [[1.0], [1.0, 2.0]],
        [1.0, None],
        {1, 2},
        {np.int64(1)},
        {"a": 1.0},
        Probe(torch.ones(2), torch.ones(2)),
        "abc",
        b"abc",
        None,
        range(3),
        1j,
        nn.Linear(2, 2),
    ],
    np.ndarray: [GRAD, [[1.0, 2.0]], 3, None, "a"],
    float: [
        2,
        2.5,
        True,
        torch.tensor(2.5, requires_grad=True),
        torch.tensor([2.5]),
        torch.tensor([[2.5]]),
        torch.tensor([1.0, 2.0]),
        torch.zeros(0),
        np.float16(2.5),
        np.array([2]),
        math.nan,
        [2.5],
        "2.5",
        None,
        np.complex64(1),
        torch.tensor(1j),
    ],
    int: [
        3,
        3.0,
        2.5,
        math.nan,
        math.inf,
        True,
        Unit.THIRD,
        torch.tensor(3),
        torch.tensor([3.0]),
        np.int32(3),
        "3",
    ],
    bool: [True, 1, 0.0, 2, torch.tensor(True), np.array([False]), np.bool_(True), None],
    str: ["a", np.str_("a"), np.array("a"), b"a", 3, None],
    list[int]: [
        torch.tensor([1, 2]),
        torch.tensor([1.0, 2.0]),
        torch.tensor([1.5]),
        torch.tensor(1),
        torch.ones(2, 2),
        np.array([1, 2]),
        (1, 2.0),
        {1, 3, 2},
        frozenset({2, 1}),
        {np.int64(2)},
        [torch.tensor(1), np.int64(2), torch.tensor([3])],
        Claims(1, [2]),
        Pair(1, 2),
        Pair(torch.tensor([1]), 2.0),
        {"a": 1},
        "12",
        range(2),
        [],
        None,
    ],
    list[str]: [
        ["a", "b"],
        ("a",),
        {"b", "a"},
        np.array(["a", "b"]),
        np.array(["a"], dtype=object),
        "ab",
        ["a", 1],
    ],
    list[float]: [torch.ones(3), [GRAD.sum(), 2], (), [[1.0]], [None]],
    list[list[int]]: [
        torch.tensor([[1, 2]]),
        [{1, 2}, (3,)],
        [[1], 2],
        np.ones((2, 2, 2)),
        ({2}, torch.tensor([1])),
    ],
    list[tuple[int, int]]: [
        torch.tensor([[1, 2], [3, 4]]),
        np.ones((2, 3)),
        [(1, 2.0)],
        [Pair(1, 2)],
        [{1, 2}],
    ],
    tuple[int, int]: [
        (1, 2),
        [1, 2],
        torch.tensor([1, 2]),
        torch.tensor([1, 2, 3]),
        Pair(1, 2),
        {4, 2},
        None,
        (1, "b"),
    ],
    tuple[Tensor, float]: [
        (GRAD, torch.tensor([1.5])),  # a bias of shape (1,)
        (GRAD, np.array([[1.5]])),
        [GRAD.detach().numpy(), np.float32(1.5)],
        Pair(GRAD, 1.5),
        Probe(GRAD, torch.tensor(1.5)),
        {"weight": GRAD, "bias": 1.5},
        (GRAD,),
        (GRAD, None),
        GRAD,
    ],
    tuple[Tensor, ...]: [(GRAD, 1.0), [], GRAD, (None,)],
    tuple[dict[str, Tensor], list[float]]: [
        ({"a": GRAD}, [1.0]),
        Pair({"a": 1}, GRAD[0]),
        ({1: GRAD}, [1.0]),
    ],
    dict[str, float]: [
        {"a": torch.tensor([1.0])},
        OrderedDict(a=1),
        types.MappingProxyType({"a": np.float64(1)}),
        Pair(1.0, 2),
        Probe(torch.ones(1), torch.ones(())),
        {"a": None},
        {1: 1.0},
        [("a", 1.0)],
        nn.ParameterDict({"a": nn.Parameter(torch.ones(1))}),
        None,
    ],
    Claims: [
        Claims(1, [2]),
        Claims(torch.tensor(1), torch.tensor([2])),
        Other([2], 1),
        (1, {2}),
        [np.int64(1), (2, 3)],
        {"unit": 1, "rest": [2], "more": 0},
        {"unit": 1},
        Pair(1, [2]),
        types.SimpleNamespace(unit=1, rest=[2]),
        (1,),
        (1, 2),
        torch.ones(2),
        None,
    ],
    Share: [Share(0.5), {"value": torch.tensor([0.5])}, (0.5,), {"value": 7.0}, 0.5],
    Report: [
        Report([Claims(1, [2])], {"a": 1.0}),
        {"claims": [{"unit": 1, "rest": torch.tensor([2])}], "by_name": {"a": np.float32(1)}},
        ([(1, [2])], {"a": "b"}),
    ],
    nn.Linear: [nn.Linear(2, 2), nn.Sequential(), {"weight": GRAD}, Probe(GRAD, GRAD), None],
    float | None: [None, 2, torch.tensor([2.5]), "a"],
    tuple[int, int] | list[str]: [(1, 2), ["a"], ["a", 2]],
    Literal["zero", "mean"]: ["mean", "median", 1],
    Mapping[str, int]: [{"a": 1.0}, {"a": 1.5}],
    Sequence[int]: [torch.tensor([1]), (1,), 1],
    list: [torch.ones(2), (1, "a"), "ab", 1],
    tuple: [[1, 2], None],
    dict: [{"a": None}, Pair(1, 2), [1]],
}
TABLE = [(form, value) for form, values in FORMS.items() for value in values]
ROWS = pytest.mark.parametrize(
    ("form", "value"),
    TABLE,
    ids=[f"{i}-{str(form)[:40]}-{type(v).__name__}" for i, (form, v) in enumerate(TABLE)],
)


def graded(value: Any, form: Any) -> Any:
    """The value as a check gets it."""
    return conform(as_seen(value), form)


@ROWS
def test_home_accepts_what_grading_accepts_and_takes_it_for_the_same(
    acceptance: types.ModuleType, form: Any, value: Any
) -> None:
    try:
        there = graded(value, form)
    except Unacceptable:
        with pytest.raises(acceptance.Unacceptable):
            acceptance.in_form(value, form)
        return
    here = acceptance.in_form(value, form)
    if isinstance(there, Weights):
        assert here is value
    else:
        found = compare_values(as_seen(here), as_seen(there), 0.0, 0.0)
        assert found.message is None, found.message


def test_the_table_has_both_what_is_accepted_and_what_is_not() -> None:
    def accepted(form: Any, value: Any) -> bool:
        try:
            graded(value, form)
        except Unacceptable:
            return False
        return True

    number = sum(accepted(form, value) for form, value in TABLE)
    assert 60 < number < len(TABLE) - 60


NUMBERS: list[Any] = [
    0.0,
    torch.tensor([1.0, 2.0]),
    torch.tensor([1.00005, 2.0]),
    torch.tensor([1.0, 2.001]),
    torch.tensor([[1.0, 2.0]]),
    [1.0, math.nan],
    [1.0, math.inf],
    [1.0, -math.inf],
    [1.0, 1e30],
    [0.0005, 100.0],
    [0.0, 100.0],
    torch.zeros(0),
    np.zeros((0, 2)),
]


@pytest.mark.parametrize("expected", NUMBERS, ids=str)
@pytest.mark.parametrize("got", NUMBERS, ids=str)
def test_home_and_grading_compare_alike(acceptance: types.ModuleType, got: Any, expected: Any) -> None:
    there = compare_values(graded(got, Tensor), graded(expected, Tensor), 1e-4, 1e-5)
    if there.message is None:
        acceptance.assert_close(got, expected, "the values")
    else:
        with pytest.raises(AssertionError, match="^the values: ?"):
            acceptance.assert_close(got, expected, "the values")


def test_the_message_says_what_was_asked_and_what_came(acceptance: types.ModuleType) -> None:
    module = types.SimpleNamespace(explain=lambda: (1, None), terms=lambda: None)
    work = acceptance.Work(module, explain=Claims)
    with pytest.raises(
        AssertionError, match="explain returned the wrong kind of value: rest: expected several values"
    ):
        work.explain()
    with pytest.raises(
        AssertionError, match="terms returned the wrong kind .* a tensor or array of numbers, got None"
    ):
        work.terms()


def test_what_a_function_raises_comes_through(acceptance: types.ModuleType) -> None:
    def ablate() -> None:
        raise ValueError("no such mode")

    with pytest.raises(ValueError, match="no such mode"):
        acceptance.Work(types.SimpleNamespace(ablate=ablate)).ablate()


def test_an_annotation_that_is_not_known_is_named(acceptance: types.ModuleType) -> None:
    with pytest.raises(TypeError, match="deque"):
        acceptance.in_form([1], deque)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_public_tests_ask_for_the_forms_that_grading_asks_for(
    assignment_named: Callable[[str], Assignment], name: str
) -> None:
    """`Work(parity, explain=Claims, …)` against the reference's annotations; a `Tensor` needs no mention."""
    assignment = assignment_named(name)
    asked = {f: return_annotation(getattr(assignment.reference, f)) for f in assignment.functions}
    asked = {function: form for function, form in asked.items() if form is not Tensor}
    with assignment.importing():
        assert _forms(assignment.public_tests) == asked


def _forms(public_tests: Path) -> dict[str, Any]:
    """The forms in the one call of `Work` in a file of public tests."""
    tree = ast.parse(public_tests.read_text("utf-8"))
    names: dict[str, Any] = {}
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom) and statement.module != "acceptance":
            exec(ast.unparse(statement), names)
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Work"
    ]
    assert len(calls) == 1
    return {str(word.arg): eval(ast.unparse(word.value), names) for word in calls[0].keywords}


def test_it_needs_torch_and_numpy_only() -> None:
    tree = ast.walk(ast.parse(MODULE.read_text("utf-8")))
    names = {alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names}
    tree = ast.walk(ast.parse(MODULE.read_text("utf-8")))
    names |= {str(node.module) for node in tree if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} - sys.stdlib_module_names == {"torch", "numpy"}


def test_it_works_with_no_engine_in_reach(tmp_path: Path) -> None:
    (tmp_path / "acceptance.py").write_bytes(MODULE.read_bytes())
    code = "import sys, acceptance; acceptance.assert_close([1], [1.0], 'one'); print('autograder' in sys.modules)"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environment)
    assert said.stdout == "False\n", said.stderr
