"""Values on the wire: what may cross between the grader and a student's process, and how it is written.

A message is a msgpack header, checked against the types below, followed by the raw bytes of its arrays in the order
in which the header names them. Nothing is ever unpickled, and no class, name or size that the other side sends is
believed: a header that is not of these types, an array whose bytes do not add up, a value nested too deeply are all
`Malformed`.

What is not a value stays where it is and crosses as a `Handle`; a module crosses as its named tensors.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from typing import Any, Literal, Union

import msgspec
import numpy as np

from . import bridges

DEPTH = 32  # containers within containers; honest values need five
VALUES = (
    1 << 19
)  # of every kind in one reply, at any depth: an array of 200,000 numbers may come as nested lists
NUMBERS = (
    1 << 22
)  # in all arrays of one reply, an empty axis counted as one; honest replies have up to 213,000
KEY = 8  # values in a tuple that is a key
ONE_HASH = 64  # keys of a dict: numbers have up to 40 of one hash, tuples any number, and each is compared with all of its hash
WRAPPER = "_original_component."  # TransformerLens wraps each part of a module, and its name with it
BFLOAT16 = "bfloat16"  # numpy has no such type: it travels widened to float32, which loses nothing
DTYPES = frozenset(
    ["bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64"]
    + ["float16", "float32", "float64", "complex64", "complex128"]
)


class Malformed(Exception):
    """What arrived is not a message of this protocol."""


class TooLarge(Malformed):
    """What arrived is more than any answer is. The message is the same for every such value: students may read it."""

    def __init__(self) -> None:
        super().__init__("it is larger than any answer here")


class Budget:
    """How much may be unpacked of what a student's process sends: of one reply, and of all replies to a check.

    Counted before anything is made of it. A number takes eight bytes once it is compared, whatever it came as.
    """

    def __init__(self, numbers_in_all: int) -> None:
        self._in_all = numbers_in_all
        self.next_reply()

    def next_reply(self) -> None:
        self._values, self._numbers = VALUES, NUMBERS

    def take(self, values: int = 0, numbers: int = 0) -> None:
        """Raises `TooLarge` once there is nothing left."""
        self._values -= values
        self._numbers -= numbers
        self._in_all -= numbers
        if min(self._values, self._numbers, self._in_all) < 0:
            raise TooLarge


def characters(value: Any) -> int:
    """As how many numbers of eight bytes the text counts that stands in a node, or is one: one odd character, and each of a
    text takes four."""
    match value:
        case str():
            texts: Iterable[str] = (value,)
        case Record():
            texts = (value.type, *value.names)
        case Module():
            texts = (value.type, *value.tensors)
        case Handle():
            texts = (value.type,)
        case _:
            return 0
    return sum(map(len, texts)) // 2


class Array(msgspec.Struct, tag="array", array_like=True, frozen=True, tag_field="node"):
    """A tensor, an ndarray or a bytes object; its bytes are the next ones of the body."""

    kind: Literal["tensor", "ndarray", "bytes"]
    dtype: str
    shape: tuple[int, ...]


class Items(msgspec.Struct, tag="items", array_like=True, frozen=True, tag_field="node"):
    kind: Literal["list", "tuple", "set"]
    items: list[Node]


class Pairs(msgspec.Struct, tag="pairs", array_like=True, frozen=True, tag_field="node"):
    """A dict, as pairs of key and value."""

    pairs: list[tuple[Node, Node]]


class Record(msgspec.Struct, tag="record", array_like=True, frozen=True, tag_field="node"):
    """A named tuple or a dataclass: the name of its type, and its fields."""

    type: str
    names: tuple[str, ...]
    values: list[Node]


class Module(msgspec.Struct, tag="module", array_like=True, frozen=True, tag_field="node"):
    """A torch module: parameters and buffers by name. `config` builds it on the student's side, `handle` finds it."""

    type: str
    tensors: dict[str, Array]
    config: Pairs | None = None
    handle: int | None = None
    hooks: int = 0
    training: bool = False


class Handle(msgspec.Struct, tag="handle", array_like=True, frozen=True, tag_field="node"):
    """Something that is not a value: it stays in the student's process, and this is its number there."""

    id: int
    type: str


Node = Union[None, bool, int, float, str, Array, Items, Pairs, Record, Module, Handle]


class Fields(msgspec.Struct, frozen=True):
    """A decoded `Record`, where its class is unknown or not to be trusted."""

    type: str
    values: dict[str, Any]


class Reference:
    """A value of the grader's that stands for an object in the student's process; it crosses as its handle."""

    handle: Handle


class Encoder:
    """Turns values into nodes and gathers the bytes of their arrays.

    `keep(object)` is called for what is not a value and returns its handle's number; it raises where nothing can be
    kept. `config(module)` gives the constructor's arguments of a module, or None. `rebuilt(value)` raises for a module, a
    named tuple or a dataclass that cannot be built at the other end.
    """

    def __init__(
        self,
        keep: Callable[[object], int],
        config: Callable[[Any], Mapping[str, Any] | None] = lambda module: None,
        handle_modules: bool = False,
        rebuilt: Callable[[Any], None] = lambda value: None,
    ) -> None:
        self.body: list[memoryview] = []
        self._keep = keep
        self._config = config
        self._rebuilt = rebuilt
        self._handle_modules = handle_modules

    def node(self, value: Any, depth: int = 0) -> Node:
        if depth > DEPTH:
            raise Malformed(f"a value nested more than {DEPTH} deep")
        if value is None or type(value) in (bool, float, str):
            return value  # type: ignore[no-any-return]
        if type(value) is int:
            return value if -(2**63) <= value < 2**63 else Handle(self._keep(value), "int")
        if isinstance(value, Reference):
            return value.handle
        if isinstance(value, bytes):
            return self._ndarray(np.frombuffer(value, np.uint8), "bytes", depth)
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(value, torch.Tensor):
            return self._tensor(value, torch)
        if torch is not None and isinstance(value, torch.nn.Module):
            return self._module(value, depth)
        if isinstance(value, np.ndarray | np.generic):
            return self._ndarray(np.asarray(value), "ndarray", depth)
        return self._container(value, depth)

    def _container(self, value: Any, depth: int) -> Node:
        below = depth + 1
        names = getattr(type(value), "_fields", None)
        if isinstance(value, tuple) and isinstance(names, tuple):
            self._rebuilt(value)
            return Record(type(value).__name__, names, [self.node(item, below) for item in value])
        if is_dataclass(value) and not isinstance(value, type):
            self._rebuilt(value)
            names = tuple(field.name for field in dataclass_fields(value))
            return Record(type(value).__name__, names, [self.node(getattr(value, n), below) for n in names])
        if isinstance(value, list | tuple):
            kind: Literal["list", "tuple"] = "tuple" if isinstance(value, tuple) else "list"
            return Items(kind, [self.node(item, below) for item in value])
        if isinstance(value, set | frozenset):
            return Items("set", [self.node(item, below) for item in value])
        if isinstance(value, Mapping):
            return Pairs([(self.node(k, below), self.node(v, below)) for k, v in value.items()])
        if isinstance(value, int | float | str):  # subclasses: enums, named constants
            base = next(b for b in (int, float, str) if isinstance(value, b))
            return self.node(base(value), below)
        return Handle(self._keep(value), type(value).__name__)

    def _tensor(self, value: Any, torch: Any) -> Node:
        tensor = value.detach()
        if tensor.layout is not torch.strided:
            tensor = tensor.to_dense()
        if tensor.dtype is torch.bfloat16:
            tensor = tensor.float()
        tensor = tensor.cpu().resolve_conj().resolve_neg()
        return self._ndarray(tensor.numpy(), "tensor", 0)

    def _ndarray(self, array: np.ndarray, kind: Literal["tensor", "ndarray", "bytes"], depth: int) -> Node:
        if array.dtype.name not in DTYPES:
            return self.node(array.tolist(), depth + 1)
        native = array.dtype.newbyteorder("=")
        array = np.ascontiguousarray(array, native).reshape(
            array.shape
        )  # ascontiguousarray makes a 0-d array 1-d
        self.body.append(memoryview(array.reshape(-1).view(np.uint8).data))
        return Array(kind, array.dtype.name, array.shape)

    def _module(self, module: Any, depth: int) -> Module:
        self._rebuilt(module)
        tensors = {name: self._tensor(tensor, sys.modules["torch"]) for name, tensor in state(module).items()}
        config = self._config(module)
        pairs = None if config is None else self.node(dict(config), depth + 1)
        assert pairs is None or isinstance(pairs, Pairs)
        handle = self._keep(module) if self._handle_modules else None
        return Module(type(module).__name__, tensors, pairs, handle, hooks(module), bool(module.training))  # type: ignore[arg-type]


class Decoder:
    """Turns nodes back into values, taking array bytes from `body` in order. One decoder reads one message.

    `find(handle)` and `build(module, tensors, config)` and `record(record, values)` say what becomes of what is not
    a plain value. What a student's process sends is unpacked within a `budget`.
    """

    def __init__(
        self,
        body: memoryview,
        find: Callable[[Handle], Any],
        build: Callable[[Module, dict[str, Any], Any], Any],
        record: Callable[[Record, dict[str, Any]], Any] = lambda r, values: Fields(r.type, values),
        budget: Budget | None = None,
    ) -> None:
        self._budget = budget
        self._body = body
        self._used = 0
        self._find = find
        self._build = build
        self._record = record

    def value(self, node: Node, depth: int = 0) -> Any:
        if depth > DEPTH:
            raise Malformed(f"a value nested more than {DEPTH} deep")
        if self._budget is not None:
            self._budget.take(values=1, numbers=characters(node))
        below = depth + 1
        match node:
            case Array():
                return self._array(node)
            case Items(kind, items):
                values = [self.value(item, below) for item in items]
                if kind == "set":
                    return frozenset(values) if all(_scalar(v) for v in values) else values
                return tuple(values) if kind == "tuple" else values
            case Pairs(pairs):
                return self._dict(pairs, below)
            case Record():
                if len(node.names) != len(node.values):
                    raise Malformed("a record with other than one value for each name")
                return self._record(
                    node, dict(zip(node.names, self._values(node.values, below), strict=True))
                )
            case Module():
                if any(array.kind != "tensor" for array in node.tensors.values()):
                    raise Malformed("a module of other things than tensors")
                if self._budget is not None:
                    self._budget.take(values=len(node.tensors))
                tensors = {name: self._array(array) for name, array in node.tensors.items()}
                config = None if node.config is None else self.value(node.config, below)
                return self._build(node, tensors, config)
            case Handle():
                return self._find(node)
            case _:
                return node

    def finish(self) -> None:
        """Raises unless every byte of the body has been used."""
        if self._used != len(self._body):
            raise Malformed("bytes left over after the last array")

    def _values(self, nodes: list[Node], depth: int) -> Iterator[Any]:
        return (self.value(node, depth) for node in nodes)

    def _dict(self, pairs: list[tuple[Node, Node]], depth: int) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        of_hash = Counter[int]()
        for k, v in pairs:
            key = _key(self.value(k, depth))
            of_hash[hash(key)] += 1
            if of_hash[hash(key)] > ONE_HASH:
                raise TooLarge
            made[key] = self.value(v, depth)
        return made

    def _array(self, node: Array) -> Any:
        if node.dtype not in DTYPES or len(node.shape) > DEPTH or any(n < 0 for n in node.shape):
            raise Malformed(f"an array of {node.dtype!r:.40} and shape of {len(node.shape)} axes")
        dtype = np.dtype(node.dtype)
        if self._budget is not None:  # an array of no bytes too: it can have a billion rows
            self._budget.take(numbers=math.prod(max(n, 1) for n in node.shape))
        size = math.prod(node.shape) * dtype.itemsize
        if size > len(self._body) - self._used:
            raise Malformed("an array with more elements than bytes")
        raw = self._body[self._used : self._used + size]
        self._used += size
        if node.dtype == "bool" and size and np.frombuffer(raw, np.uint8).max() > 1:
            raise Malformed("truth values that are neither")
        if node.kind == "bytes":
            return bytes(raw)
        array = np.frombuffer(bytearray(raw), dtype=dtype)  # a bytearray: torch wants memory it may write to
        try:
            array = array.reshape(node.shape)
        except ValueError as error:
            raise Malformed(f"an array of impossible shape: {error}") from None
        if node.kind == "ndarray":
            return array
        torch = sys.modules["torch"]
        try:
            return torch.from_numpy(array)
        except (TypeError, ValueError, RuntimeError) as error:
            raise Malformed(f"an array that torch cannot hold: {error}") from None


def state(module: Any, weights_only: bool = False) -> dict[str, Any]:
    """The tensors of a module by name: parameters, and buffers, with `weights_only` those that a checkpoint holds.

    Read from the module itself: `state_dict` may be overridden to tell a story. A TransformerLens bridge and the module
    inside it have the same names, those of the module without its wrappers.
    """
    inside = module.original_model if bridges.is_bridge(module) else module
    parts = list(_parts(inside))
    tensors = {}
    for kind in ("_parameters", "_buffers"):
        seen = set[int]()
        for where, part in parts:
            passing = part._non_persistent_buffers_set if weights_only and kind == "_buffers" else ()
            for name, tensor in getattr(part, kind).items():
                if tensor is not None and id(tensor) not in seen and name not in passing:
                    seen.add(id(tensor))
                    tensors[f"{where}{name}".replace(WRAPPER, "")] = tensor
    return tensors


def overwrite(kept: Any, value: Any) -> None:
    """Puts a value into an object of its type and shape: a tensor, an array, a list, a dict, or of a module the tensors by
    name."""
    if isinstance(kept, list | np.ndarray):
        kept[:] = value
    elif isinstance(kept, dict):
        kept.clear()
        kept.update(value)
    else:
        import torch

        with torch.no_grad():
            if isinstance(kept, torch.Tensor):
                kept.copy_(value)
            else:
                for name, tensor in state(kept).items():
                    tensor.copy_(value[name])


def _parts(module: Any) -> Iterator[tuple[str, Any]]:
    """A module and all the modules in it, each once: its name with a dot at the end, and the module.

    In the order of `named_modules`, which may be overridden, and which takes ten times as long on a bridge: its
    generators are as deep as the module.
    """
    seen = set[int]()
    waiting = [("", module)]
    while waiting:
        where, part = waiting.pop()
        if id(part) not in seen:
            seen.add(id(part))
            yield where, part
            within = part._modules.items()
            waiting.extend((f"{where}{name}.", m) for name, m in reversed(list(within)) if m is not None)


def hooks(module: Any) -> int:
    """How many forward and backward hooks hang on a module and all its parts, the library's own not counted."""
    return sum(_own_hooks(vars(part)) for _, part in _parts(module))


def _own_hooks(part: Mapping[str, Any]) -> int:
    """Of one part, by its attributes: to ask the module itself for one that it lacks takes longer than all the rest."""
    there = len(part["_forward_hooks"]) + len(part["_forward_pre_hooks"])
    return there + len(part["_backward_hooks"]) + len(part["_backward_pre_hooks"]) - bridges.own_hooks(part)


def _key(value: Any) -> Any:
    """The key of a dict: plain, or a tuple of plain ones; one number in an array is a number."""
    if isinstance(value, tuple) and len(value) <= KEY:
        return tuple(_key(part) for part in value)
    if hasattr(value, "item") and math.prod(value.shape) == 1:
        value = value.item()
    if not _scalar(value):
        raise Malformed("a dict with keys that are neither numbers nor text")
    return value


def _scalar(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | float | str | bytes)
