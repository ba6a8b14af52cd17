"""Any reply of a student's process is a value of this protocol, or `Malformed`; an array is its own bytes and no more."""

from __future__ import annotations

import struct
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from hypothesis import event, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from autograder.checks.remote import Weights
from autograder.checks.session import weights
from autograder.inside.messages import Loaded, Missing, Returned, Trouble, decode_reply, encode
from autograder.inside.wire import DTYPES, NUMBERS, Budget, Decoder, Encoder, Fields, Handle, Malformed

from .nodes import messages

Watched = Callable[[], AbstractContextManager[None]]
AROUND = b"\xaa" * 64


@given(st.binary(max_size=300))
def test_any_bytes_are_a_reply_or_malformed(data: bytes) -> None:
    with suppress(Malformed):
        assert isinstance(decode_reply(data), Returned | Trouble | Loaded | Missing)


@given(messages())
def test_any_reply_is_values_or_malformed(watched: Watched, message: tuple[bytes, bytes]) -> None:
    header, body = message
    whole = AROUND + body + AROUND  # as if the next thing in memory were another student's
    with watched():
        try:
            reply = decode_reply(header)
        except Malformed:
            event("malformed header")
            return
    assert isinstance(reply, Returned | Trouble | Loaded | Missing)
    if not isinstance(reply, Returned):
        event("no value")
        return
    view = memoryview(whole)[len(AROUND) : len(AROUND) + len(body)]
    decoder = Decoder(view, lambda handle: handle, weights(None), budget=Budget(NUMBERS))
    with watched():
        try:
            values = [decoder.value(node) for node in (reply.value, *reply.args)]
        except Malformed:
            event("malformed value")
            return
    event("values")
    found = [array for value in values for array in arrays_in(value)]
    assert all(raw_bytes(array) in body for array in found)
    assert sum(len(raw_bytes(array)) for array in found) <= len(body)
    for array in found:  # each has its own memory: a check may write to it
        if isinstance(array, torch.Tensor):
            assert array.untyped_storage().nbytes() == array.numel() * array.element_size()
            array.zero_()
        elif isinstance(array, np.ndarray):
            array[...] = 0
    assert whole == AROUND + body + AROUND


def arrays_in(value: Any) -> Iterator[Any]:
    """Every array, tensor and bytes object within a decoded value."""
    if isinstance(value, np.ndarray | torch.Tensor | bytes):
        yield value
    elif isinstance(value, list | tuple | frozenset):
        for item in value:
            yield from arrays_in(item)
    elif isinstance(value, dict):
        yield from arrays_in([*value.keys(), *value.values()])
    elif isinstance(value, Fields):
        yield from arrays_in(value.values)
    elif isinstance(value, Weights):
        yield from arrays_in(value.tensors)


def raw_bytes(array: Any) -> bytes:
    """The values of an array as they stand in memory, in row-major order, whatever its layout."""
    if isinstance(array, bytes):
        return array
    if isinstance(array, torch.Tensor):
        array = array.detach()
        array = (
            (array.float() if array.dtype is torch.bfloat16 else array).resolve_conj().resolve_neg().numpy()
        )
    return bytes(array.astype(array.dtype.newbyteorder("=")).tobytes())


# ---- values that do cross


@st.composite
def ndarrays(draw: st.DrawFn) -> np.ndarray[Any, Any]:
    """An array of any type that may cross, of zero to four axes, contiguous or not, of either byte order."""
    dtype = np.dtype(draw(st.sampled_from(sorted(DTYPES)))).newbyteorder(draw(st.sampled_from("<>")))
    array = draw(
        st_numpy.arrays(dtype, st_numpy.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
    )
    match draw(st.integers(0, 4)):
        case 0:
            array = array.T
        case 1 if array.ndim:
            array = array[:: draw(st.sampled_from([-1, 2, -2]))]
        case 2:
            array = np.broadcast_to(array, (2, *array.shape))
        case 3:
            array = np.asfortranarray(array)
            array.flags.writeable = False
    return array


@st.composite
def tensors(draw: st.DrawFn) -> torch.Tensor:
    """A tensor of any type that torch shares with the wire, or bfloat16: leaf, view, conjugate or negated."""
    array = draw(ndarrays())
    tensor = torch.from_numpy(np.array(array, array.dtype.newbyteorder("=")))
    if tensor.is_floating_point() and draw(st.booleans()):
        tensor = tensor.to(torch.bfloat16)
    if tensor.is_complex():
        tensor = draw(st.sampled_from([tensor, tensor.conj(), tensor.imag, tensor.conj().imag]))
    if (tensor.is_floating_point() or tensor.is_complex()) and draw(st.booleans()):
        tensor = tensor.clone().requires_grad_()
    return tensor.mT if tensor.ndim >= 2 and draw(st.booleans()) else tensor


Pair = namedtuple("Pair", "first second")


@dataclass
class Claim:
    unit: Any
    effect: Any


plain = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.text(max_size=5),
    st.binary(max_size=5),
)
values = st.recursive(
    st.one_of(plain, ndarrays(), tensors()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(plain, inner, max_size=3),
        st.frozensets(plain, max_size=3),
        st.builds(Pair, inner, inner),
        st.builds(Claim, inner, inner),
    ),
    max_leaves=6,
)


@given(values)
def test_any_value_crosses_unchanged(value: Any) -> None:
    encoder = Encoder(keep=lambda thing: 1)
    reply = decode_reply(encode(Returned(encoder.node(value))))
    assert isinstance(reply, Returned)
    body = b"".join(encoder.body)
    decoder = Decoder(memoryview(body), lambda handle: handle, weights(None))
    got = decoder.value(reply.value)
    decoder.finish()
    assert as_text(got) == as_text(value)


def as_text(value: Any) -> Any:
    """A value as something to compare: bit by bit, with its types, where a record is its name and fields."""
    if isinstance(value, torch.Tensor):
        dtype = torch.float32 if value.dtype is torch.bfloat16 else value.dtype
        return ("tensor", dtype, tuple(value.shape), raw_bytes(value))
    if isinstance(value, np.ndarray):
        return ("ndarray", value.dtype.name, value.shape, raw_bytes(value))
    if isinstance(value, float):
        return ("float", struct.pack("<d", value))
    if isinstance(value, Fields):
        return ("record", value.type, [(name, as_text(item)) for name, item in value.values.items()])
    if isinstance(value, Pair):
        return ("record", "Pair", [(name, as_text(item)) for name, item in value._asdict().items()])
    if isinstance(value, Claim):
        return ("record", "Claim", [("unit", as_text(value.unit)), ("effect", as_text(value.effect))])
    if isinstance(value, list | tuple):
        return (type(value).__name__, [as_text(item) for item in value])
    if isinstance(value, frozenset):
        return ("set", sorted((as_text(item) for item in value), key=repr))
    if isinstance(value, dict):
        return ("dict", [(as_text(key), as_text(item)) for key, item in value.items()])
    return (type(value).__name__, value)


@given(st.one_of(st.integers(min_value=2**63), st.integers(max_value=-(2**63) - 1)))
def test_an_integer_over_64_bits_stays_where_it_is(value: int) -> None:
    assert Encoder(keep=lambda thing: 1).node([value]).items == [Handle(1, "int")]  # type: ignore[union-attr]
