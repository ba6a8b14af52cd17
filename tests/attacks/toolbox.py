"""What an attacker brings along: handed in beside each attack, as a module of the student's own.

Evidence goes to standard output, which the TA reads and the tests with it: `reached` just before the decisive step,
and what an attempt got. Everything that is tried is bounded by itself too, and aims at decoys of the tests only.
"""

import contextlib
import ctypes
import os
import platform
import socket
import stat
import struct
import sys

import known

FRAME = struct.Struct("<IQ")
_X86, _ARM = platform.machine() == "x86_64", platform.machine() == "aarch64"
_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def reached():
    """The attack has come to its decisive step."""
    with contextlib.suppress(OSError):
        os.write(1, b"reached\n")


def tell(attempt):
    """Makes an attempt and writes down what came of it; that is also the answer that is handed in."""
    try:
        text = str(attempt())
    except BaseException as error:
        text = f"{type(error).__name__}: {error}"
    with contextlib.suppress(OSError):
        os.write(1, f"loot: {text}\n".encode(errors="replace")[:1500])
    return text


def won(what):
    """What an attempt returns that got past a wall."""
    return f"won: {what}"


def syscall(number, *arguments):
    """A system call by its number; raises `OSError`."""
    words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = _libc.syscall(ctypes.c_long(number), *words)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def number(x86, arm):
    """The number of a system call on this machine."""
    if _X86 or _ARM:
        return x86 if _X86 else arm
    raise OSError(f"no number for {platform.machine()}")


def victims():
    """The processes an attacker would reach for: the grader, its zygote, its neighbour, another student's."""
    return [known.NEIGHBOUR, known.SIBLING, known.ZYGOTE, known.GRADER]


def each(attempt, targets):
    """What an attempt gets of each target, in one text."""
    found = []
    for target in targets:
        name = getattr(target, "__name__", target)
        try:
            found.append(f"{name}: {attempt(target)}")
        except BaseException as error:
            found.append(f"{name}: {type(error).__name__}")
    return "; ".join(found)


def run(way):
    """For `each`: the target is itself the way."""
    return way()


# ---- the channel to the grader


def channel():
    """The socket on which the grader listens, found among the open descriptors."""
    for descriptor in range(3, 64):
        with contextlib.suppress(OSError):
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                return socket.socket(fileno=os.dup(descriptor))
    raise OSError("no socket is open")


def swallow(replies=1):
    """Has the engine's own next replies lost, so that what was written by hand stands in their place."""
    messages = sys.modules["inside.messages"]
    honest, left = messages.send, [replies]

    def send(*arguments):
        left[0] -= 1
        if left[0] <= 0:
            messages.send = honest

    messages.send = send


def raw(data):
    """Writes bytes to the grader in place of the reply."""
    end = channel()
    reached()
    swallow()
    end.sendall(data)


def reply(message, body=b"", header_size=None, body_size=None):
    """Writes a frame in place of the reply, honest about its sizes or not."""
    import msgspec

    header = message if isinstance(message, bytes) else msgspec.msgpack.encode(message)
    sizes = len(header) if header_size is None else header_size, len(body) if body_size is None else body_size
    raw(FRAME.pack(*sizes) + header + body)


def returned(value, body=b"", arguments=()):
    """Writes a frame that says: the function returned this node."""
    reply({"reply": "returned", "value": value, "args": list(arguments)}, body)
