"""Whatever a student's process returns takes the form that was asked for, or is refused in words that hold none of it."""

from __future__ import annotations

import math
import typing
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Optional

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import event, given
from hypothesis import strategies as st

from autograder.checks.compare import compare_values
from autograder.checks.conform import Unacceptable, conform
from autograder.checks.remote import Remote, Weights
from autograder.checks.session import weights
from autograder.inside.messages import Returned, decode_reply, encode
from autograder.inside.wire import NUMBERS, Budget, Decoder, Encoder, Malformed

from .nodes import NUMBER, SECRET, nodes

Watched = Callable[[], AbstractContextManager[None]]


class Claims(NamedTuple):
    unit: int
    effect: float
    names: list[str]


@dataclass
class Strict:
    """A course's own class that does not take everything."""

    weight: torch.Tensor
    share: float = 0.5

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"{self.share} is no share")


# What a function may say that it returns, each with something right.
RIGHT: dict[Any, Any] = {
    torch.Tensor: torch.tensor([[1.0, math.inf], [0.5, math.nan]]),
    np.ndarray: np.array([[1, 2], [3, 4]], np.uint8),
    float: 0.25,
    int: 7,
    bool: True,
    str: "causal",
    list: [1, [2.0, "a"], torch.ones(2)],
    dict: {"a": 1, 2: [torch.ones(2)]},
    tuple: (1, None, "a"),
    object: object(),
    Any: {"a": [1, (torch.ones(2), None)]},
    None: None,
    Claims: Claims(3, 0.5, ["a"]),
    Strict: Strict(torch.ones(2), 0.25),
    torch.nn.Module: torch.nn.Linear(2, 1),
    list[float]: [1.0, 2.5],
    list[torch.Tensor]: [torch.ones(2), torch.zeros(0)],
    list[list[int]]: [[1], [], [2, 3]],
    set[int]: {1, 2},
    Sequence[str]: ["a", "b"],
    tuple[int, ...]: (1, 2, 3),
    tuple[torch.nn.Linear, list[float]]: (torch.nn.Linear(2, 1), [0.5]),
    dict[str, float]: {"a": 1.0, "b": 0.0},
    dict[int, torch.Tensor]: {1: torch.ones(2)},
    Mapping[str, Claims]: {"a": Claims(1, 1.0, [])},
    dict[str, Any]: {"a": [torch.ones(2)], "b": None},
    Optional[int]: 3,
    int | str: "a",
    list[Claims | None]: [None, Claims(1, 2.0, ["a"])],
    Literal["sum", "mean", 1]: "mean",
    typing.Tuple: (1, "a"),  # noqa: UP006
    typing.List: [1],  # noqa: UP006
    typing.Dict: {"a": 1},  # noqa: UP006
    typing.Annotated[float, "a share"]: 0.5,
}


def sent(value: Any) -> tuple[Any, bytes]:
    """A value as it leaves a student's process: the reply's plain parts, and its arrays' bytes."""
    encoder = Encoder(keep=lambda thing: 1, handle_modules=True)
    header = encode(Returned(encoder.node(value)))
    return msgspec.msgpack.decode(header), b"".join(encoder.body)


def received(header: bytes, body: bytes) -> Any:
    """The value of a reply as the grader has it; raises `Malformed`."""
    reply = decode_reply(header)
    if not isinstance(reply, Returned):
        raise Malformed("no value")
    find, budget = (lambda handle: Remote(handle, None)), Budget(NUMBERS)
    return Decoder(memoryview(body), find, weights(None), budget=budget).value(reply.value)


def returned(value: Any, annotation: Any) -> Any:
    reply, body = sent(value)
    return conform(received(encode(reply), body), annotation)


# Behind the bytes of the right arrays, for others: zeros, ones that are true, and NaN as float32.
FILLERS = [b"", b"\0" * 4096, b"\1" * 4096, b"\0\0\xc0\x7f" * 1024]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Any, bytes, bytes]:
    """What a function says that it returns, and what comes: something right with an odd part, or just anything."""
    annotation = draw(st.sampled_from(list(RIGHT)))
    other = draw(st.sampled_from(list(RIGHT)))
    reply, body = sent(RIGHT[annotation if draw(st.integers(0, 3)) else other])
    for _ in range(draw(st.sampled_from([0, 1, 1, 2]))):
        reply["value"] = altered(draw, reply["value"])
    return annotation, msgspec.msgpack.encode(reply), body + draw(st.sampled_from(FILLERS))


def altered(draw: st.DrawFn, node: Any) -> Any:
    """A value with one value in it, at any depth, replaced, left out or doubled."""
    at = {"items": 2, "pairs": 1, "record": 3}.get(node[0]) if isinstance(node, list) else None
    inner = node[at] if at is not None else []
    if not inner or draw(st.integers(0, 3)) == 0:
        return draw(nodes)
    at = draw(st.integers(0, len(inner) - 1))
    match draw(st.integers(0, 5)):
        case 0:
            del inner[at]
        case 1:
            inner.append(inner[at])
        case _ if node[0] == "pairs":
            inner[at] = [altered(draw, part) if draw(st.booleans()) else part for part in inner[at]]
        case _:
            inner[at] = altered(draw, inner[at])
    return node


@given(cases())
def test_any_value_has_the_form_asked_for_or_is_refused(
    watched: Watched, case: tuple[Any, bytes, bytes]
) -> None:
    annotation, header, body = case
    expected = returned(RIGHT[annotation], annotation)
    with watched():
        try:
            raw = received(header, body)
        except Malformed:
            event("malformed")
            return
        as_it_came = compare_values(raw, RIGHT[annotation], 0.0, 0.0)  # an argument's echo, say
        try:
            value = conform(raw, annotation)
        except Unacceptable as problem:
            event("refused")
            assert_safe(str(problem))
            return
        found = compare_values(value, expected, atol=1e-6, rtol=1e-5)
    event("conforms")
    assert has_form(value, annotation)
    for comparison in (as_it_came, found):
        assert_safe(comparison.message or "the same")
        assert (comparison.message is None) == (0 <= comparison.ratio <= 1)


def assert_safe(message: str) -> None:
    """It says something, and nothing that was in the value."""
    assert message.strip()
    assert message.isprintable()
    assert len(message) < 300
    assert SECRET not in message
    assert str(NUMBER) not in message.replace(",", "")


@pytest.mark.parametrize("annotation", RIGHT, ids=str)
def test_what_is_right_has_its_form_and_equals_itself(annotation: Any) -> None:
    value = returned(RIGHT[annotation], annotation)
    assert has_form(value, annotation)
    if annotation is not object:
        assert compare_values(value, returned(RIGHT[annotation], annotation), 0.0, 0.0).message is None


def has_form(value: Any, annotation: Any) -> bool:
    """Whether a value is what a check may rely on where a function says that it returns `annotation`."""
    origin, of = typing.get_origin(annotation) or annotation, typing.get_args(annotation)
    if origin in (Any, None):
        return True
    if origin is Literal:
        return value in of
    if origin is typing.Annotated:
        return has_form(value, of[0])
    if origin in (typing.Union, type(int | str)):
        return any(value is None if kind is type(None) else has_form(value, kind) for kind in of)
    if origin in (torch.Tensor, np.ndarray):
        dtype = str(value.dtype).removeprefix("torch.")
        return isinstance(value, origin) and dtype in ("float64", "int64", "complex128")
    if origin in (float, int, bool, str, Claims, Strict):
        fields = typing.get_type_hints(origin) if origin in (Claims, Strict) else {}
        return type(value) is origin and all(has_form(getattr(value, n), kind) for n, kind in fields.items())
    if issubclass(origin, torch.nn.Module):
        return isinstance(value, Weights)
    if origin is object:
        return isinstance(value, Remote)
    if origin is tuple and of and of[-1] is not ...:
        return isinstance(value, tuple) and len(value) == len(of) and all(map(has_form, value, of))
    if issubclass(origin, Mapping):
        key, item = of or (Any, Any)
        return isinstance(value, dict) and all(
            has_form(k, key) and has_form(v, item) for k, v in value.items()
        )
    kind = tuple if origin is tuple else list
    return isinstance(value, kind) and all(has_form(item, of[0] if of else Any) for item in value)
