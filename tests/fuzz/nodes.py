"""What a hostile process may send: replies that are almost right, the bytes of their arrays, and frames.

Everything is built from plain lists and dicts, as msgpack holds it, so that any part of it can be wrong.
"""

from __future__ import annotations

import copy
import math
from typing import Any

import msgspec
import numpy as np
from hypothesis import strategies as st

from autograder.inside.messages import FRAME
from autograder.inside.wire import DTYPES

SECRET = (
    "hidden input 0.4711"  # stands for what a student's function has seen, and must not read in a message
)
NUMBER = 98765432123

COUNTS = [
    0,
    1,
    2,
    3,
    255,
    1 << 16,
    1 << 31,
    1 << 32,
    1 << 40,
    1 << 62,
    (1 << 63) - 1,
    1 << 63,
    (1 << 64) - 1,
    -1,
]
ODD_DTYPES = [
    "bfloat16",
    "object",
    "O",
    "<f8",
    ">f8",
    "float32\0",
    "float128",
    "str",
    "U8",
    "f4,f4",
    "void",
    "",
    SECRET,
]
ODD: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    7,
    NUMBER,
    -(2**63),
    2**64 - 1,
    0.5,
    math.nan,
    math.inf,
    -0.0,
    1e308,
]
ODD += [
    "",
    "x",
    SECRET,
    "\0",
    "é\U0001f600",
    "list",
    "float32",
    b"",
    b"\xff",
    [],
    {},
    [[]],
    [None],
    {"a": 1},
    [1, 2],
]
ODD += [
    ["items"],
    ["array"],
    ["items", "list", 3],
    ["array", "tensor", "float32", [2, -1]],
    ["nonesuch", 1],
    SECRET * 20,
]

scalars = st.one_of(
    st.sampled_from(
        [None, True, False, 0, 1, -1, 2**63 - 1, 2**64 - 1, NUMBER, 0.25, math.nan, -math.inf, SECRET]
    ),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(),
    st.text(max_size=6),
)
keys = st.one_of(
    st.text(max_size=3), st.sampled_from(["a", "b", "unit", SECRET, 1, True, None, 0.5, math.nan])
)
handles = st.builds(
    lambda number, name: ["handle", number, name], st.sampled_from(COUNTS[:-1]), st.text(max_size=5)
)


@st.composite
def arrays(draw: st.DrawFn, kinds: tuple[str, ...] = ("tensor", "ndarray", "bytes")) -> list[Any]:
    """An array: mostly a small one of a type that may cross."""
    dtype = draw(st.sampled_from(sorted(DTYPES)))
    shape = draw(st.lists(st.integers(0, 4), max_size=3))
    if draw(st.integers(0, 9)) == 0:
        dtype = draw(st.sampled_from(ODD_DTYPES))
    if draw(st.integers(0, 9)) == 0:
        shape = draw(st.lists(st.sampled_from(COUNTS), max_size=4)) + shape
    return ["array", draw(st.sampled_from(kinds)), dtype, shape]


def containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inner, max_size=4)
    names = st.sampled_from(["a", "b", "unit", "effect", "names", "", SECRET])
    fields = st.lists(st.tuples(names, inner), max_size=4)
    modules = st.builds(
        lambda name, tensors, config, handle, hooks: ["module", name, tensors, config, handle, hooks, False],
        st.sampled_from(["Scale", SECRET]),
        st.dictionaries(st.sampled_from(["factor", "weight", SECRET, ""]), arrays(("tensor",)), max_size=2),
        st.one_of(st.none(), st.just(["pairs", [["size", 3]]])),
        st.one_of(st.none(), st.sampled_from(COUNTS[:-1])),
        st.sampled_from(COUNTS[:5]),
    )
    return st.one_of(
        st.builds(
            lambda kind, items: ["items", kind, items], st.sampled_from(["list", "tuple", "set"]), some
        ),
        st.builds(
            lambda pairs: ["pairs", pairs], st.lists(st.tuples(st.one_of(keys, inner), inner), max_size=3)
        ),
        st.builds(
            lambda kind, pairs: ["record", kind, [name for name, _ in pairs], [value for _, value in pairs]],
            st.sampled_from(["Claim", SECRET]),
            fields,
        ),
        modules,
    )


nodes = st.recursive(st.one_of(scalars, arrays(), handles), containers, max_leaves=8)


@st.composite
def replies(draw: st.DrawFn) -> Any:
    """A reply, mostly of a value, with odd parts in up to three places."""
    place = {
        "where": draw(st.sampled_from(["parity.py", "cell 1", SECRET])),
        "line": draw(st.sampled_from(COUNTS[:12])),
    }
    trouble = {
        "reply": "trouble",
        "type": draw(
            st.sampled_from(["ValueError", "MemoryError", "NotImplementedError", "NameError", SECRET, ""])
        ),
        "text": draw(st.sampled_from(["", SECRET, "not written yet", "can't allocate memory", "x" * 5000])),
        "place": draw(st.sampled_from([None, place])),
        "name": draw(st.sampled_from([None, "w", SECRET])),
    }
    value = {"reply": "returned", "value": draw(nodes), "args": draw(st.lists(nodes, max_size=2))}
    loaded = {"reply": "loaded", "functions": ["double", SECRET], "troubles": [trouble]}
    found = draw(st.sampled_from([value, value, value, value, trouble, loaded, {"reply": "missing"}]))
    found = copy.deepcopy(found)
    for _ in range(draw(st.sampled_from([0, 0, 0, 0, 0, 1, 1, 3]))):
        found = spoiled(draw, found)
    return found


def spoiled(draw: st.DrawFn, value: Any) -> Any:
    """The value with one part of it, at any depth, replaced, left out or doubled."""
    places = (
        list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    )
    if not places or draw(st.integers(0, 5)) == 0:
        return copy.deepcopy(draw(st.sampled_from(ODD)))
    place = draw(st.sampled_from(places))
    match draw(st.integers(0, 9)):
        case 0:
            del value[place]
        case 1 if isinstance(value, list):
            value.append(copy.deepcopy(value[place]))
        case _:
            value[place] = spoiled(draw, value[place])
    return value


@st.composite
def messages(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """The header and the body of a reply: well formed or damaged, with about as many bytes as its arrays claim."""
    reply = draw(replies())
    header = msgspec.msgpack.encode(reply)
    if draw(st.integers(0, 4)) == 0:
        header = draw(damaged(header))
    size = min(claimed(reply), 4096)
    length = draw(st.sampled_from([size, size, size, size, 0, size + 1, max(0, size - 1)]))
    body = draw(st.sampled_from([b"\0", b"\1", b"\0\1", b"\xff", b"\0\0\xc0\x7f"])) * (length + 1)
    return header, body[:length] if draw(st.booleans()) else draw(st.binary(min_size=length, max_size=length))


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """The bytes with a few overwritten, cut out, put in or nested a thousandfold."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        piece = draw(
            st.one_of(
                st.binary(max_size=3),
                st.sampled_from(
                    [b"\xdd\xff\xff\xff\xff", b"\xdf\x7f\xff\xff\xff", b"\xc6\xff\xff\xff\xff", b"\xc1"]
                ),
                st.sampled_from(
                    [b"\x93\xa5items\xa4list\x91" * 3000, b"\x91" * 5000, b"\xa3\xff\xfe\xfd", b"\xc7\4\0ab"]
                ),
            )
        )
        data[at : at + draw(st.integers(0, 4))] = piece
    return bytes(data)


def claimed(value: Any) -> int:
    """How many bytes the arrays of a reply claim, as far as they claim a number at all."""
    if isinstance(value, dict):
        return sum(map(claimed, value.values()))
    if not isinstance(value, list | tuple):
        return 0
    if len(value) == 4 and value[0] == "array" and str(value[2]) in DTYPES and isinstance(value[3], list):
        axes = [axis for axis in value[3] if isinstance(axis, int)]
        return max(0, math.prod(axes)) * np.dtype(value[2]).itemsize
    return sum(map(claimed, value))


def framed(header: bytes, body: bytes) -> bytes:
    return FRAME.pack(len(header), len(body)) + header + body
