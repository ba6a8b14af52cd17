"""Whatever bytes a student's process writes, in whatever pieces: the grader gets a reply, or a breach, and goes on."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from autograder.checks.session import Session
from autograder.course import FIXED
from autograder.grading.grade import Grader
from autograder.inside.messages import BODY_CAP, FRAME, HEADER_CAP, Reply, Returned
from autograder.inside.wire import Malformed
from autograder.record import Record
from autograder.sandbox import Allowance, Breach, Limits
from autograder.sandbox.process import _Incoming
from autograder.submission import read

from .nodes import COUNTS, NUMBER, SECRET, damaged, framed, messages

Watched = Callable[[], AbstractContextManager[None]]

RIGHT = (Path(__file__).parents[1] / "tiny_course/solutions/tiny.py").read_text("utf-8")
# The child's end of its socket, found as a hostile student would find it.
END = "import gc, os, socket, time\nEND = next(o for o in gc.get_objects() if isinstance(o, socket.socket))\n"
SAYS = END + (
    "def say(data, sizes, ending):\n"
    "    for size in sizes:\n"
    "        END.sendall(data[:size])\n"
    "        data = data[size:]\n"
    "    END.sendall(data)\n"
    "    if ending == 'exit': os._exit(3)\n"
    "    if ending == 'close': END.shutdown(socket.SHUT_RDWR)\n"
    "    if ending == 'hang': time.sleep(600)\n"
    "    return 1.5\n"
)


@st.composite
def frames(draw: st.DrawFn) -> bytes:
    """A frame: whole, cut short, with more behind it, or with sizes that are not its own."""
    header, body = draw(messages())
    whole = framed(header, body)
    match draw(st.integers(0, 7)):
        case 0:
            return whole[: draw(st.integers(0, len(whole)))]
        case 1:
            return whole + draw(st.binary(min_size=1, max_size=20))
        case 2:
            return whole * 2
        case 3:
            sizes = [len(header), len(body), HEADER_CAP, HEADER_CAP + 1, BODY_CAP, BODY_CAP + 1, *COUNTS[:-1]]
            claimed = draw(st.sampled_from(sizes)) % 2**32, draw(st.sampled_from(sizes))
            return FRAME.pack(*claimed) + header + body
        case 4:
            return draw(damaged(whole))
    return whole


pieces = st.lists(st.sampled_from([0, 1, 2, 3, 11, 12, 13, 100]), max_size=8)


@given(frames(), pieces)
def test_any_bytes_in_any_pieces_are_a_frame_too_large_or_not_over_yet(
    watched: Watched, data: bytes, sizes: list[int]
) -> None:
    header_size, body_size = FRAME.unpack(data[: FRAME.size]) if len(data) >= FRAME.size else (1, 1)
    whole = data[FRAME.size : FRAME.size + header_size + body_size]
    found = incoming(data, sizes, watched)
    if header_size > HEADER_CAP or body_size > BODY_CAP:
        event("too large")
        assert found is None
    elif len(data) < FRAME.size or len(whole) < header_size + body_size:
        event("not over yet")
        assert found is not None
        assert not found.complete
    else:
        event("a frame")
        assert found is not None
        assert found.complete
        assert (bytes(found.header), bytes(found.body)) == (whole[:header_size], whole[header_size:])


def incoming(data: bytes, sizes: list[int], watched: Watched) -> _Incoming | None:
    """What the grader's end has of these bytes when the other end has sent them; None if it wants no more of them."""
    ours, theirs = socket.socketpair()
    found = _Incoming()
    with ours, theirs, watched():
        ours.setblocking(False)
        for size in [*sizes, len(data)]:
            theirs.sendall(data[:size])
            data = data[size:]
            try:
                with contextlib.suppress(BlockingIOError):
                    found.read(ours)
            except Malformed:
                return None
        if not found.complete:
            theirs.close()
            with pytest.raises(EOFError):
                found.read(ours)
    return found


# ---- from a live process


@settings(max_examples=settings.default.max_examples // 8)  # type: ignore[union-attr]
@given(frames(), pieces, st.sampled_from(["answer", "exit", "close", "answer", "exit", "hang"]))
def test_any_bytes_of_a_process_are_a_reply_or_a_breach_and_the_next_call_is_answered(
    tiny_grader: Grader, data: bytes, sizes: list[int], ending: str
) -> None:
    submission = read("ada", [("tiny.py", SAYS.encode())], "tiny", {})
    bench = Session(tiny_grader.zygote, submission, Limits(cpu_s=5, wall_s=1), seed=1)
    try:
        told = ""
        try:
            reply, _ = bench.call("say", (data, sizes, ending), {}, echo=True)
            assert isinstance(reply, Reply)
            event("a reply")
        except Breach as breach:
            event(breach.kind)
            told = breach.message
        assert SECRET not in told
        assert str(NUMBER) not in told.replace(",", "")
        bench.fresh()  # what it said last may be the next reply
        bench.allowance = Allowance(20, 60)
        reply, decoder = bench.call("say", (b"", [], "answer"), {}, echo=False)
        assert isinstance(reply, Returned)
        assert decoder.value(reply.value) == 1.5
    finally:
        bench.close()


# Before these lines, which run when the submission is loaded or when a function is called, another frame is sent.
LINES = [line + "\n" for line in RIGHT.splitlines() if line.startswith(("FACTOR =", "    return"))]


@st.composite
def hostile_modules(draw: st.DrawFn) -> str:
    """A right solution that sends a frame of its own before its answer, or instead of one."""
    line = draw(st.sampled_from(LINES))
    indent = line[: len(line) - len(line.lstrip())]
    data = framed(*draw(messages()))
    ending = draw(st.sampled_from(["pass", "os._exit(0)", "raise ValueError(END)"]))
    return END + RIGHT.replace(line, f"{indent}END.sendall({data!r})\n{indent}{ending}\n{line}")


@settings(max_examples=settings.default.max_examples // 10)  # type: ignore[union-attr]
@given(hostile_modules())
def test_any_reply_ends_in_a_record(tiny_grader: Grader, source: str) -> None:
    submission = read("ada", [("tiny.py", source.encode())], "tiny", {}, tiny_grader.assignment.functions)
    record = tiny_grader.grade(submission, FIXED)
    assert record.status == "graded"
    assert record.score is not None
    assert 0 <= record.score <= record.max_score
    event(f"{record.score:g} points")
    assert msgspec.json.decode(msgspec.json.encode(record), type=Record) == record
    for check in (check for task in record.tasks for check in task.checks):
        told = f"{check.title} {check.message} {check.hint}"
        # This pytest rewrites the graders' assertions too, whose messages then have several lines.
        assert told.replace("\n", " ").isprintable()
        assert SECRET not in told
        assert str(NUMBER) not in told.replace(",", "")
