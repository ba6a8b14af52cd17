"""What the grader asks a student's process, what comes back, and the frames that carry both over a socket.

A frame is `<header length: u32> <body length: u64> <header> <body>`. The student's end reads and writes it blocking,
below; the grader's end reads it in pieces, with a deadline and caps (`sandbox.process`).
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Sequence
from typing import Union

import msgspec

from .refusal import Refusal
from .wire import Malformed, Node

FRAME = struct.Struct("<IQ")
HEADER_CAP = 4 << 20  # a header holds names, shapes and plain numbers: 300,000 floats in a list
BODY_CAP = 128 << 20


class Load(msgspec.Struct, tag="load", frozen=True):
    """Run a submission: its statements as (place, first line, source). What came with it in an archive, by path: the
    sources of other modules, and other files, which are put where it runs."""

    name: str
    chunks: list[tuple[str, int, str]]
    modules: dict[str, str]
    files: dict[str, bytes]
    seed: int


class More(msgspec.Struct, tag="more", frozen=True):
    """Go on with a submission that is being loaded: its next statements."""

    chunks: list[tuple[str, int, str]]


class Call(msgspec.Struct, tag="call", frozen=True):
    """Call a function of the submission, or with `target` a method of the object behind that handle.

    `echo` asks for the arguments as they are after the call. With `by`, names of tensors among the arguments, what is asked
    for is not the value but its `gradients` by these.
    """

    function: str
    args: list[Node]
    kwargs: dict[str, Node]
    seed: int
    target: int | None = None
    echo: bool = False
    by: list[str] = []
    cotangents: Node = None


class Get(msgspec.Struct, tag="get", frozen=True):
    """Read an attribute of the object behind a handle."""

    target: int
    attribute: str


class Keep(msgspec.Struct, tag="keep", frozen=True):
    """Keep a value, so that several calls get the same object."""

    value: Node


class Put(msgspec.Struct, tag="put", frozen=True):
    """Put a value into the kept object behind a handle: it stays the same object."""

    target: int
    value: Node


class Forget(msgspec.Struct, tag="forget", frozen=True):
    """Let go of every handle."""


class Place(msgspec.Struct, frozen=True):
    """A line of the submission: which file or cell, and the line in it."""

    where: str
    line: int


class Trouble(msgspec.Struct, tag="trouble", tag_field="reply", frozen=True):
    """An exception in student code, with the nearest built-in class that its own is derived from (`kind`). `text` may hold
    anything: only the TA reads it."""

    type: str
    text: str
    place: Place | None = None
    name: str | None = None  # of a NameError, ModuleNotFoundError
    refused: Refusal | None = None
    kind: str = ""
    args: list[Node] = []  # of a call that was asked for them, as `Returned` has them


class Loaded(msgspec.Struct, tag="loaded", tag_field="reply", frozen=True):
    """The names of the functions and classes there are now, and what went wrong statement by statement."""

    functions: list[str]
    troubles: list[Trouble]


class Returned(msgspec.Struct, tag="returned", tag_field="reply", frozen=True):
    value: Node
    args: list[Node] = []


class Missing(msgspec.Struct, tag="missing", tag_field="reply", frozen=True):
    """There is no such function or attribute."""


Request = Union[Load, More, Call, Get, Keep, Put, Forget]
Reply = Union[Loaded, Returned, Trouble, Missing]

_request_decoder = msgspec.msgpack.Decoder(Request)
_reply_decoder = msgspec.msgpack.Decoder(Reply)
encode = msgspec.msgpack.Encoder().encode


def decode_request(header: bytes) -> Request:
    request: Request = _request_decoder.decode(header)
    return request


def decode_reply(header: bytes | bytearray) -> Reply:
    """The reply in a header; `Malformed` for anything else, nested too deeply included."""
    try:
        reply: Reply = _reply_decoder.decode(header)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, ValueError) as error:
        raise Malformed(f"{type(error).__name__}: {str(error)[:200]}") from None
    return reply


def send(end: socket.socket, header: bytes, body: Sequence[memoryview]) -> None:
    """Writes one frame, blocking."""
    size = sum(part.nbytes for part in body)
    if len(header) > HEADER_CAP or size > BODY_CAP:
        raise Malformed(f"a value of {len(header) + size:,} bytes is too large to hand over")
    end.sendall(FRAME.pack(len(header), size) + header)
    for part in body:
        end.sendall(part)


def receive(end: socket.socket) -> tuple[bytes, memoryview]:
    """Reads one frame, blocking; `EOFError` when the other end has gone."""
    header_size, body_size = FRAME.unpack(_exactly(end, FRAME.size))
    return bytes(_exactly(end, header_size)), _exactly(end, body_size)


def _exactly(end: socket.socket, size: int) -> memoryview:
    data = memoryview(bytearray(size))
    got = 0
    while got < size:
        n = end.recv_into(data[got:])
        if not n:
            raise EOFError("the grader has gone")
        got += n
    return data
