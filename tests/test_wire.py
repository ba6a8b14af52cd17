"""Values cross unchanged, and nothing else crosses."""

from __future__ import annotations

import math
from collections import namedtuple
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import torch

from autograder.checks.conform import conform
from autograder.inside.messages import Returned, decode_reply, encode
from autograder.inside.wire import (
    NUMBERS,
    Array,
    Budget,
    Decoder,
    Encoder,
    Fields,
    Handle,
    Items,
    Malformed,
    Module,
    TooLarge,
    state,
)


def across(value: Any) -> Any:
    """What the other side gets for a value."""
    kept: list[object] = []

    def keep(thing: object) -> int:
        kept.append(thing)
        return len(kept)

    encoder = Encoder(keep, handle_modules=True)
    header = encode(Returned(encoder.node(value)))
    reply = decode_reply(header)
    assert isinstance(reply, Returned)
    decoder = Decoder(
        memoryview(b"".join(encoder.body)), lambda h: h, lambda node, tensors, config: (node, tensors)
    )
    result = decoder.value(reply.value)
    decoder.finish()
    return result


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        3,
        -(2**63),
        2.5,
        "é",
        b"\x00\xff",
        [1, [2.0, "x"]],
        (1, (2,)),
        {"a": 1, 2: [None]},
        frozenset({1, 2}),
    ],
)
def test_plain_values_arrive_as_they_were(value: Any) -> None:
    assert across(value) == value
    assert type(across(value)) is type(value)


@pytest.mark.parametrize(
    "dtype",
    [torch.float64, torch.float32, torch.float16, torch.int64, torch.uint8, torch.bool, torch.complex64],
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3, 4)])
def test_tensors_keep_type_shape_and_values(dtype: torch.dtype, shape: tuple[int, ...]) -> None:
    tensor = torch.rand(shape).mul(100).to(dtype)
    got = across(tensor)
    assert got.dtype == dtype
    assert got.shape == tensor.shape
    assert torch.equal(got, tensor)


def test_tensors_cross_whatever_their_layout() -> None:
    base = torch.arange(12.0).reshape(3, 4)
    for tensor in (base.T, base[:, ::2], base.requires_grad_(), base.detach().to_sparse().clone()):
        assert torch.equal(
            across(tensor), tensor.detach().to_dense() if tensor.is_sparse else tensor.detach()
        )
    assert torch.equal(across(base.detach().bfloat16()), base.detach())


def test_an_array_that_arrives_may_be_written_to() -> None:
    got = across(torch.zeros(3))
    got += 1
    assert got.tolist() == [1, 1, 1]


def test_an_array_crosses_whatever_its_byte_order() -> None:
    for order in "<>":
        got = across(np.array([1.5, -2.0], order + "f8"))
        assert got.tolist() == [1.5, -2.0]


def test_nan_and_infinity_are_numbers_too() -> None:
    assert math.isnan(across(float("nan")))
    assert across(-math.inf) == -math.inf


def test_records_come_with_their_field_names() -> None:
    @dataclass
    class Claim:
        unit: int

    assert across(namedtuple("Pair", "a b")(1, [2])) == Fields("Pair", {"a": 1, "b": [2]})
    assert across(Claim(4)) == Fields("Claim", {"unit": 4})


def test_numpy_scalars_and_strings_cross() -> None:
    assert across(np.float64(2.5)).item() == 2.5
    assert across(np.array(["a", "b"])) == ["a", "b"]


def test_what_is_no_value_becomes_a_handle() -> None:
    assert across([object()]) == [Handle(1, "object")]
    assert across(2**70) == Handle(1, "int")


def test_a_module_crosses_as_tensors_read_from_itself_not_from_its_state_dict() -> None:
    class Liar(torch.nn.Linear):
        def state_dict(self, *args: Any, **kwargs: Any) -> Any:
            return {"weight": torch.full((1, 2), 99.0)}

        def named_parameters(self, *args: Any, **kwargs: Any) -> Any:
            return iter([("weight", torch.nn.Parameter(torch.full((1, 2), 99.0)))])

        def named_modules(self, *args: Any, **kwargs: Any) -> Any:
            return iter(())

        modules = named_modules

    layer = Liar(2, 1)
    layer.register_forward_hook(lambda *args: None)
    node, tensors = across(layer)
    assert torch.equal(tensors["weight"], layer.weight)
    assert node.hooks == 1
    assert isinstance(node, Module)


def test_a_models_tensors_have_torchs_names_in_torchs_order() -> None:
    class Tied(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.part = torch.nn.Sequential(
                torch.nn.Linear(2, 3), torch.nn.BatchNorm1d(3), torch.nn.Linear(3, 2)
            )
            self.again = self.part[0]
            self.tied = self.part[2].weight
            self.empty = None
            self.register_parameter("none", None)
            self.register_buffer("mask", torch.ones(2), persistent=False)

    tied, plain = Tied(), torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.BatchNorm1d(3)).eval()
    normed = torch.nn.utils.parametrizations.weight_norm(torch.nn.Linear(3, 2))
    traced = torch.jit.trace(plain, torch.ones(2, 2))
    for model in (tied, plain, normed, traced, torch.jit.script(plain), torch.nn.DataParallel(plain)):
        expected = [*model.named_parameters(), *model.named_buffers()]
        found = state(model)
        assert list(found) == [name for name, _ in expected]
        assert all(torch.equal(found[name], tensor) for name, tensor in expected)
    named_again = {"again.weight", "again.bias", "part.2.weight"}
    assert set(state(tied, weights_only=True)) == {*tied.state_dict()} - named_again


def test_keys_that_have_one_hash_are_no_answer_and_any_number_of_others_is() -> None:
    """Each key is compared with all of its hash; of numbers a few dozen have the same."""
    powers = [2.0 ** (61 * i) for i in range(-17, 17)]
    assert len({hash(number) for number in powers}) == 1
    plain: dict[Any, int] = dict.fromkeys([*powers, *range(10_000), *map(str, range(10_000))], 0)
    pairs = {(i, j): 0 for i in range(100) for j in range(100)}
    assert (across(plain), across(pairs)) == (plain, pairs)
    with pytest.raises(TooLarge):
        across({(a, b): 0 for a in powers for b in powers})


def test_a_value_that_holds_itself_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(Malformed):
        across(loop)


def decoded(node: Any, body: bytes = b"") -> Any:
    return Decoder(memoryview(body), lambda h: h, lambda n, t, c: t).value(node)


@pytest.mark.parametrize(
    "node",
    [
        Array("tensor", "float32", (2**40,)),
        Array("tensor", "float32", (-1,)),
        Array("tensor", "object", (1,)),
        Array("ndarray", "float32", (1,) * 60),
        Array("tensor", "float32", (0, 2**62, 2**62)),
        Array("tensor", "float32", (2,)),
        Array("tensor", "bool", (4,)),  # bytes that are neither true nor false
        Array("ndarray", "bool", (1,)),
    ],
    ids=str,
)
def test_an_array_whose_bytes_do_not_add_up_is_malformed(node: Array) -> None:
    with pytest.raises(Malformed):
        decoded(node, b"1234")


def test_one_piece_of_the_body_serves_one_array_only() -> None:
    with pytest.raises(Malformed):
        decoded(Items("list", [Array("tensor", "float32", (1,)), Array("tensor", "float32", (1,))]), b"1234")


def test_deep_nesting_is_malformed_and_no_crash() -> None:
    node: Any = None
    for _ in range(100):
        node = Items("list", [node])
    with pytest.raises(Malformed):
        decoded(node)
    header = b"\x82\xa5reply\xa8returned\xa5value" + b"\x93\xa5items\xa4list\x91" * 100_000 + b"\xc0"
    with pytest.raises(Malformed):
        decode_reply(header)


def test_a_large_array_may_come_as_nested_lists() -> None:
    """As 4,000 sequences of 24 tokens and a mask of them do, in a check of many draws."""
    rows = Items("list", [Items("list", [1] * 24) for _ in range(8_000)])
    decoder = Decoder(memoryview(b""), lambda h: h, lambda n, t, c: t, budget=Budget(NUMBERS))
    assert conform(decoder.value(rows), torch.Tensor).shape == (8_000, 24)
