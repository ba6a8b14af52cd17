"""The process that grades one submission on Gradescope, seen from the one that waits for it.

It holds torch, the hidden checks and a zygote, and may be ended at any moment: what it has judged by then was told after
each check.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Union

import msgspec

from ..course import Variant
from ..grading.pool import MAYBE_OURS
from ..record import Record, encoded
from ..sandbox.spawned import spawning

_spawn = multiprocessing.get_context(
    "spawn"
)  # a fork would carry nothing that is needed, and the waiting one's files


class Order(msgspec.Struct, frozen=True):
    """What to grade: a student's files, and how their models are drawn. No key is part of it."""

    course: str
    assignment: str
    student: str
    files: tuple[bytes, ...]  # paths: not every name is a text
    variant: Variant
    sandbox: str


class SoFar(msgspec.Struct, frozen=True, tag="so_far"):
    """The record after one more check."""

    record: Record


class Final(msgspec.Struct, frozen=True, tag="final"):
    """The record when all is done."""

    record: Record


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """Why nothing could be graded; for the TA."""

    why: str


Told = Union[SoFar, Final, Failed]


def judged(order: Order, until: float) -> Iterator[Told]:
    """What the grading process tells, until it is done, dies or `until` comes (of `time.monotonic`); it is ended then. The
    last is `Final` or `Failed`."""
    ours, theirs = _spawn.Pipe(duplex=False)
    process = _spawn.Process(target=_work, args=(theirs, msgspec.msgpack.encode(order)), daemon=True)
    with spawning():
        process.start()
    theirs.close()
    try:
        while ours.poll(max(0.0, until - time.monotonic())):
            told = msgspec.msgpack.decode(ours.recv_bytes(), type=Told)
            yield told
            if not isinstance(told, SoFar):
                return
        yield Failed("the time was over")
    except EOFError:
        process.join(5)
        code = process.exitcode or 0
        how = f"signal {-code}" if code < 0 else f"exit {code}"
        memory = ": killed, as a container does where memory runs out" if code == -signal.SIGKILL else ""
        yield Failed(f"the grading process ended ({how}){memory}")
    finally:
        ours.close()
        process.kill()  # its zygote, and the student's process, end with it
        process.join()


def _work(connection: Any, order: bytes) -> None:
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported
    told = msgspec.msgpack.decode(order, type=Order)
    try:
        record = _graded(told, lambda record: _tell(connection, SoFar(record)))
    except Exception as error:  # ours, and not the student's: named
        _tell(connection, Failed(f"{type(error).__name__}: {error}"))
    else:
        _tell(connection, Final(record))


def _graded(order: Order, tell: Any) -> Record:
    from ..course import open_assignment, open_course
    from ..grading.grade import Grader

    course = open_course(Path(order.course))
    files = [Path(os.fsdecode(file)) for file in order.files]
    with Grader(course, open_assignment(course, order.assignment), order.sandbox) as grader:
        record = grader.grade_files(order.student, files, order.variant, tell=tell)
        assert record is not None
        if not MAYBE_OURS.isdisjoint(
            record.limits_hit
        ):  # once more, as at home: a busy machine is not the student's fault
            again = grader.grade_files(order.student, files, order.variant)
            assert again is not None
            record = again
    return record


def _tell(connection: Any, told: Told) -> None:
    connection.send_bytes(encoded(told, msgspec.msgpack.encode))


def _end_with_the_run() -> None:
    run = multiprocessing.parent_process()
    assert run is not None
    multiprocessing.connection.wait([run.sentinel])
    os._exit(1)
