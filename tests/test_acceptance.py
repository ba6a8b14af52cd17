"""What counts as the same answer: style never fails, a wrong value never passes as style."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import pytest
import torch

from autograder.checks.compare import compare_values
from autograder.checks.conform import Unacceptable, answer, conform
from autograder.checks.failure import CheckFailed
from autograder.checks.remote import Remote, Weights
from autograder.inside.wire import Fields, Handle, Module


class Claims(NamedTuple):
    unit: int
    rest: list[int]


@dataclass
class Score:
    value: float


@dataclass
class Share:
    value: float

    def __post_init__(self) -> None:
        if not 0 <= self.value <= 1:
            raise ValueError(f"{self.value} is no share")


MODEL = Weights({}, Module("TinyMLP", {}, handle=1), None)


@pytest.mark.parametrize(
    "value",
    [
        torch.tensor([[1.0, 2.0]]),
        torch.tensor([[1.0, 2.0]], requires_grad=True),
        torch.tensor([[1.0, 2.0]], dtype=torch.float64),
        np.array([[1.0, 2.0]], dtype=np.float16),
        [[1.0, 2.0]],
        ([1, 2],),
        [torch.tensor([1.0, 2.0])],
        [[torch.tensor(1.0), np.float32(2.0)]],
    ],
    ids=lambda v: f"{type(v).__name__}",
)
def test_a_tensor_an_array_and_nested_lists_are_the_same_value(value: Any) -> None:
    got = conform(value, torch.Tensor)
    assert compare_values(got, torch.tensor([[1.0, 2.0]]), 1e-6, 1e-5).message is None


@pytest.mark.parametrize(
    ("value", "annotation", "expected"),
    [
        (torch.tensor(3), int, 3),
        (np.int32(3), int, 3),
        (3.0, int, 3),
        (np.array([2.5]), float, 2.5),
        (1, float, 1.0),
        ({1, 3, 2}, list[int], [1, 2, 3]),
        (frozenset({2, 1}), list[int], [1, 2]),
        (np.array([1, 2]), list[int], [1, 2]),
        ((1, 2.0), list[float], [1.0, 2.0]),
        ([1, [2]], tuple[int, list[int]], (1, [2])),
        ({"unit": 1, "rest": (2, 3), "more": 0}, Claims, Claims(1, [2, 3])),
        (Fields("Mine", {"rest": [2], "unit": np.int64(1)}), Claims, Claims(1, [2])),
        ((1, []), Claims, Claims(1, [])),
        (Fields("Score", {"value": 1}), Score, Score(1.0)),
        ({"a": np.float64(1)}, dict[str, float], {"a": 1.0}),
        (None, float | None, None),
        (2, float | None, 2.0),
        (True, bool, True),
        (np.bool_(False), bool, False),
        ("mean", Literal["sum", "mean"], "mean"),
    ],
)
def test_values_take_the_form_of_the_annotation(value: Any, annotation: Any, expected: Any) -> None:
    value = np.asarray(value) if isinstance(value, np.generic) else value  # as it arrives from the wire
    assert conform(value, annotation) == expected


@pytest.mark.parametrize(
    ("value", "annotation", "says"),
    [
        (None, torch.Tensor, "got None"),
        ("abc", torch.Tensor, "got a str"),
        ([[1.0], [1.0, 2.0]], torch.Tensor, "rows of different lengths"),
        (MODEL, torch.Tensor, "got a torch model"),
        (torch.ones(2), float, "got a tensor of shape [2]"),
        (2.5, int, "whole number"),
        (math.nan, int, "whole number"),
        ((1, 2, 3), tuple[int, int], "expected 2 values, got 3"),
        (None, tuple[int, int], "got None"),
        ((torch.ones(2), None), tuple[torch.Tensor, torch.Tensor], "value 2: "),
        ({"unit": 1}, Claims, "missing: rest"),
        ((1,), Claims, "2 fields"),
        (Handle(3, "Secret"), torch.Tensor, "an object of another type"),
        (torch.ones(2), torch.nn.Module, "expected a torch model"),
        ([1], dict[str, int], "expected a dict"),
        ("max", Literal["sum", "mean"], "expected one of 'sum', 'mean'"),
        ({"value": 7.0}, Share, "these fields do not make a Share"),
        (2**64 - 1, torch.Tensor, "larger than any answer"),  # as an int64 it would be -1
        (torch.zeros(2**40, 0), list[float], "more values than any answer"),  # of no bytes, but without end
        (torch.zeros(2**20, dtype=torch.uint8), list[int], "more values than any answer"),
    ],
)
def test_what_has_not_the_form_is_refused_in_words(value: Any, annotation: Any, says: str) -> None:
    with pytest.raises(Unacceptable, match=says.replace("[", r"\[")):
        conform(value, annotation)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (torch.ones(2), torch.ones(2, 1)),
        (torch.ones(1), torch.ones(3)),
        (torch.ones(()), torch.ones(3)),
        (torch.ones(0), torch.ones(3)),
        (torch.tensor([1.0, math.nan]), torch.tensor([1.0, 2.0])),
        (torch.tensor([1.0, 2.0]), torch.tensor([1.0, math.nan])),
        (torch.tensor([math.inf]), torch.tensor([-math.inf])),
        (torch.tensor([1e30]), torch.tensor([math.inf])),
        (torch.tensor([1.0, 2.001]), torch.tensor([1.0, 2.0])),
        (torch.tensor([1, 3]), torch.tensor([1, 2])),
        ([1, 2], [1, 2, 3]),
        ({"b": 1}, {"a": 1}),
        (Claims(1, [2]), Claims(1, [3])),
        ("b", "a"),
        (None, torch.ones(2)),
        ("ab", torch.ones(2)),
        ([1.0, [2.0]], torch.ones(2)),
        (None, [1, 2]),
        (3, {"a": 1}),
        ([1], {"a": 1}),
        ({"unit": 1}, Claims(1, [2])),
        (torch.ones(2), [1.0, 1.0]),
        pytest.param(torch.ones(2), MODEL, id="a tensor-a model"),
    ],
    ids=str,
)
def test_a_wrong_value_never_passes(got: Any, expected: Any) -> None:
    found = compare_values(got, expected, 1e-6, 1e-5)
    assert found.message is not None
    assert found.ratio > 1


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (torch.tensor([1.0, math.nan, math.inf]), torch.tensor([1.0, math.nan, math.inf])),
        (torch.tensor([1.0, 2.0]), torch.tensor([1, 2])),
        (torch.zeros(0, 3), torch.zeros(0, 3)),
        (torch.tensor([100.0005, 0.0]), torch.tensor([100.0, 0.0])),
        ({"a": 1.0, "more": 5}, {"a": 1.0}),
    ],
    ids=str,
)
def test_the_same_value_passes(got: Any, expected: Any) -> None:
    found = compare_values(got, expected, 1e-6, 1e-5)
    assert found.message is None
    assert found.ratio <= 1


def test_the_tolerance_is_atol_plus_rtol_of_the_largest_value() -> None:
    expected = torch.tensor([100.0, 1.0])
    assert compare_values(expected + 0.9, expected, 0.0, 0.01).message is None
    assert compare_values(expected + 1.1, expected, 0.0, 0.01).message is not None
    assert compare_values(expected + 0.5, expected, 0.0, 0.01).ratio == pytest.approx(0.5, rel=1e-3)


def test_a_message_says_shapes_and_sizes_but_no_expected_value() -> None:
    found = compare_values(torch.zeros(4), torch.tensor([0.0, 0.0, 7.123456, 0.0]), 1e-6, 1e-5)
    assert found.message == "1 of 4 values are off, by up to 100,000 times the tolerance"


def test_an_answer_of_zero_does_not_read_off_the_expected_value() -> None:
    """Values between two powers of ten of the tolerance have one message."""
    said = {compare_values(0.0, value, 1e-5, 0.0).message for value in (0.11, 0.34, 0.72, 0.99)}
    assert said == {"the value is off, by up to 100,000 times the tolerance"}
    assert (
        compare_values(0.0, 1e300, 1e-5, 0.0).message
        == "the value is off, by more than 10,000,000 times the tolerance"
    )
    assert (
        compare_values(0.0, 1.0, 0.0, 0.0).message
        == "the value is off, where nothing but the same number is right"
    )


def test_no_message_holds_what_the_student_s_process_chose() -> None:
    secret = "hidden input 0.4711"
    lies = [
        {secret: None},
        {1: secret},
        secret,
        Fields(secret, {secret: secret}),
        [secret],
        Handle(1, secret),
    ]
    for value in lies:
        for annotation in (dict[str, float], Claims, torch.Tensor, list[int], float, Literal["sum"]):
            with pytest.raises(Unacceptable) as caught:
                conform(value, annotation)
            assert secret not in str(caught.value)


def test_an_object_must_be_one_and_a_model_is_one_too() -> None:
    assert conform(MODEL, object) is MODEL
    for value in ([1.0], "a probe", 3, None):
        with pytest.raises(Unacceptable, match="expected an object"):
            conform(value, object)


def test_two_objects_are_told_apart_by_what_they_do_alone() -> None:
    one, other = Remote(Handle(1, "Probe"), None), Remote(Handle(2, "dict"), None)
    assert compare_values(one, other, 0, 0).message is None
    assert compare_values([1.0], other, 0, 0).message == "another kind of value"


def test_complex_numbers_are_an_answer_only_where_they_are_asked_for() -> None:
    answer = torch.tensor([1 + 2j, 2])
    with pytest.raises(Unacceptable, match="expected real numbers"):
        conform(answer, torch.Tensor)
    assert torch.equal(conform(answer, Annotated[torch.Tensor, complex]), answer.to(torch.complex128))


def test_complex_weights_are_refused_and_not_cut_to_their_real_part() -> None:
    linear = torch.nn.Linear(3, 2)
    tensors = {name: tensor * (1 + 1j) for name, tensor in linear.state_dict().items()}
    with pytest.raises(CheckFailed, match="holds complex numbers"):
        Weights(tensors, Module("Linear", {}, handle=1), None).into(torch.nn.Linear(3, 2))


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (float("nan"), "NaN or infinity"),
        (-float("inf"), "NaN or infinity"),
        (1e300, "numbers over 1e\\+09"),  # infinity in the model's own precision
        (-1e30, "numbers over 1e\\+09"),
    ],
)
def test_weights_that_are_no_numbers_are_refused_before_a_check_runs_them(number: float, told: str) -> None:
    """Nor are those of which a check's own sums of squares would be none."""
    tensors = {name: tensor.double() for name, tensor in torch.nn.Linear(3, 2).state_dict().items()}
    tensors["bias"][1] = number
    with pytest.raises(CheckFailed, match=f"bias holds {told}: did its training diverge"):
        Weights(tensors, Module("Linear", {}, handle=1), None).into(torch.nn.Linear(3, 2))


def _tokens_and_mask(n: int) -> tuple[torch.Tensor, torch.Tensor]:
    """As `drawn(n, seed)` gives them (or not).

    Returns (tokens [n, T], mask [n, T - 1, *rest]): both new.
    """
    raise NotImplementedError


def _unnamed(n: int) -> tuple[int, int]:
    """Calls `new_model(seed, heads)`, and tries ((0, n), (1, n)) and (a, b, c) (see the text)."""
    raise NotImplementedError


def test_the_values_of_a_tuple_have_the_names_of_its_text() -> None:
    right = answer((torch.zeros(2), torch.ones(2)), _tokens_and_mask)
    wrong = answer(([0.0, 0.0], [1.0, 2.0]), _tokens_and_mask)
    assert compare_values(wrong, right, 1e-6, 1e-5).message == (
        "mask: 1 of 2 values are off, by up to 100,000 times the tolerance"
    )
    with pytest.raises(Unacceptable, match=r"^tokens: .*got None"):
        answer((None, torch.ones(2)), _tokens_and_mask)
    with pytest.raises(Unacceptable, match="expected 2 values, tokens, mask, got 3"):
        answer((1, 2, 3), _tokens_and_mask)
    message = compare_values(answer((1, 2), _unnamed), answer((1, 3), _unnamed), 0.0, 0.0).message
    assert message == "value 2: the value is wrong"
