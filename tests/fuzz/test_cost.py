"""What reading and judging a reply costs the grader is bounded by the budgets, whatever the reply is.

The budgets are made a hundred times smaller and replies many times larger than they. Cost is counted in calls of
functions and in bytes, not in seconds: the same on every machine.
"""

from __future__ import annotations

import sys
import tracemalloc
from contextlib import suppress
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks import conform as conforming
from autograder.checks.compare import compare_values
from autograder.checks.conform import Unacceptable, conform
from autograder.checks.session import weights
from autograder.inside import wire
from autograder.inside.messages import Returned, decode_reply, encode
from autograder.inside.wire import Array, Budget, Decoder, Malformed

from .test_conform import RIGHT

VALUES, NUMBERS = 500, 5000
CALLS_A_VALUE = 40  # measured: at most 26
BYTES = 2 << 20  # measured: at most .3 MB
BODY = b"\1" * (1 << 21)
SIZES = [0, 1, 2, 3, 9, 50, VALUES - 1, VALUES + 1, 5 * VALUES, NUMBERS + 1, 10 * NUMBERS, 1 << 40]
TAKEN_APART = [list[list[list[float]]], list[list[object]], dict[str, list[list[int]]], list[float], list]
annotations = st.one_of(st.sampled_from(TAKEN_APART), st.sampled_from(list(RIGHT)))


@st.composite
def arrays(draw: st.DrawFn) -> Array:
    kind = draw(st.sampled_from(["tensor", "ndarray", "bytes"]))
    dtype = draw(st.sampled_from(["uint8", "bool", "float32", "complex128", "float16"]))
    return Array(kind, dtype, tuple(draw(st.lists(st.sampled_from(SIZES), max_size=5))))


@st.composite
def many(draw: st.DrawFn, inner: st.SearchStrategy[Any], sizes: tuple[int, ...] = (1, 2, 20)) -> Any:
    """A container of the same thing many times."""
    item, size = draw(inner), draw(st.sampled_from(sizes))
    match draw(st.integers(0, 4)):
        case 0:
            return wire.Pairs([(i, item) for i in range(size)])
        case 1:
            return wire.Pairs([(item, None)] * size)
        case 2:
            return wire.Record("Claims", tuple(f"f{i}" for i in range(size)), [item] * size)
        case 3 if isinstance(item, Array):
            return wire.Module("Scale", {f"w{i}": item for i in range(size)})
        case _:
            return wire.Items(draw(st.sampled_from(["list", "tuple", "set"])), [item] * size)


plain = st.sampled_from([None, 0, 1.5, "x", True])
long = many(st.one_of(plain, arrays()), (VALUES // 2, 2 * VALUES))
values = st.one_of(arrays(), long, many(long), many(many(arrays())), many(many(many(plain))))


class Calls:
    """How many functions are called in a `with`, those written in C included."""

    def __enter__(self) -> Calls:
        self.count = 0
        sys.setprofile(self._count)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _count(self, frame: FrameType, event: str, argument: object) -> None:
        self.count += event in ("call", "c_call")


@pytest.fixture(scope="module", autouse=True)
def small_budgets() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire, "VALUES", VALUES)
        patch.setattr(wire, "NUMBERS", NUMBERS)
        patch.setattr(conforming, "ITEMS", VALUES)
        yield


@given(values, annotations)
@settings(max_examples=settings.default.max_examples)  # type: ignore[union-attr]
def test_any_reply_is_read_and_judged_within_the_budgets(node: Any, annotation: Any) -> None:
    reply = decode_reply(encode(Returned(node)))
    assert isinstance(reply, Returned)
    right = RIGHT.get(annotation, 1.0)
    tracemalloc.start()
    try:
        with Calls() as calls, suppress(Malformed, Unacceptable):
            decoder = Decoder(memoryview(BODY), lambda h: h, weights(None), budget=Budget(NUMBERS))
            compare_values(conform(decoder.value(reply.value), annotation), right, 1e-6, 1e-5)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert calls.count <= CALLS_A_VALUE * VALUES
    assert peak <= BYTES


@pytest.mark.parametrize(
    "node",
    [
        "a" * 99,
        wire.Items("list", ["a" * 33] * 3),
        wire.Pairs([("a" * 99, None)]),
        wire.Record("Claims", ("a" * 99,), [None]),
        wire.Record("a" * 99, ("b",), [None]),
        wire.Module("Scale", {"a" * 99: Array("tensor", "bool", ())}),
        wire.Handle(1, "a" * 99),
    ],
    ids=lambda node: type(node).__name__,
)
def test_text_is_counted_wherever_it_stands(node: wire.Node) -> None:
    """Up to four bytes a character, in names as well: they are kept as arrays are."""
    decoder = Decoder(memoryview(b"\1"), lambda handle: handle, weights(None), budget=Budget(40))
    with pytest.raises(wire.TooLarge):
        decoder.value(node)
