"""A student's process serves calls within its limits, and whatever it does the grader goes on."""

from __future__ import annotations

import os
import select
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.inside import messages
from autograder.inside.wire import Decoder
from autograder.sandbox import (
    Allowance,
    Breach,
    Limits,
    SandboxUnavailable,
    StudentProcess,
    Tier,
    Zygote,
    choose,
    why_not,
)

from .conftest import tiers

LIMITS = Limits(cpu_s=1, wall_s=60, memory_mb=200, output_mb=1, total_cpu_s=5)
SOURCE = """
import os, random, sys, time
import numpy as np
import torch

def numbers(): return [random.random(), np.random.rand(), torch.rand(1).item()]
def spin():
    while True: pass
def spin_through_signals():
    import signal
    for n in (signal.SIGXCPU, signal.SIGTERM): signal.signal(n, signal.SIG_IGN)
    while True: pass
def wait(): time.sleep(1000)
def stop(): os.kill(os.getpid(), 19)
def leave(): os._exit(0)
def leave_politely(): sys.exit(3)
def crash():
    import ctypes; ctypes.string_at(0)
def real_time(): os.kill(os.getpid(), 40)
def flood():
    while True: print("x" * 10_000)
def hoard(): return bytearray(400 << 20)
def hoard_in_torch(): return torch.ones(100 << 20)
def huge_reply(): return torch.zeros(200 << 20, dtype=torch.uint8)
def say(): print("hello"); return 1
def say_and_leave(): os.write(1, b"hello\\n"); os._exit(0)
def close_everything(): os.closerange(0, 64); return 1
def surroundings(): return {"files": os.listdir("."), "fds": [n for n in range(64) if is_open(n)], "env": dict(os.environ), "path": sys.path}
def is_open(n):
    try: os.fstat(n)
    except OSError: return False
    return True
def modules(): return sorted(sys.modules)
def train():
    layer = torch.nn.Linear(3, 1); step = torch.optim.Adam(layer.parameters())
    layer(torch.ones(2, 3)).sum().backward(); step.step()
    return layer.weight
def thread():
    import threading
    done = []
    t = threading.Thread(target=lambda: done.append(1)); t.start(); t.join()
    return done
"""


@pytest.fixture(scope="module", params=tiers(Tier.NONE))
def zygote(request: pytest.FixtureRequest) -> Iterator[Zygote]:
    """One of each tier; what does not depend on the sandbox holds in every tier and without one."""
    problem = why_not(request.param)
    if problem is not None:
        pytest.skip(f"no {request.param} here: {problem}")
    with Zygote(["torch", "numpy"], {}, request.param) as started:
        yield started


@pytest.fixture
def ask(zygote: Zygote) -> Iterator[Callable[..., Any]]:
    """Calls a function of `SOURCE` in a process of its own."""
    process = StudentProcess(zygote, LIMITS)
    process.ask(messages.Load("work", [("work.py", 1, SOURCE)], {}, {}, 7), [], allowance())

    def ask(function: str, seed: int = 7) -> Any:
        wall_s = (
            2 if function in ("wait", "stop") else LIMITS.wall_s
        )  # what spins may have to wait for a processor
        ask.process = process  # type: ignore[attr-defined]
        reply, body = process.ask(messages.Call(function, [], {}, seed), [], allowance(wall_s))
        if isinstance(reply, messages.Returned):
            return Decoder(body, lambda h: h, lambda n, t, c: t).value(reply.value)
        return reply

    yield ask
    process.close()


def allowance(wall_s: float = LIMITS.wall_s) -> Allowance:
    return Allowance(LIMITS.cpu_s, wall_s)


def test_every_call_starts_from_its_seed(ask: Callable[..., Any]) -> None:
    first = ask("numbers", seed=1)
    assert ask("numbers", seed=1) == first
    assert all(a != b for a, b in zip(ask("numbers", seed=2), first, strict=True))


def test_training_and_threads_work(ask: Callable[..., Any]) -> None:
    assert ask("train").shape == (1, 3)
    assert ask("thread") == [1]


@pytest.mark.parametrize(
    ("function", "kind", "says"),
    [
        ("spin", "cpu", "used more than 1 s of processor time"),
        ("spin_through_signals", "cpu", "used more than 1 s of processor time"),
        ("wait", "wall", "took longer than 60 s"),
        ("leave", "crash", "ended the Python process"),
        ("crash", "crash", "SIGSEGV"),
        ("flood", "output", "printed more than 1 MB"),
        ("close_everything", "crash", "connection|process"),
    ],
)
def test_a_breach_ends_the_process_with_its_own_message(
    ask: Callable[..., Any], function: str, kind: str, says: str
) -> None:
    with pytest.raises(Breach, match=says) as breach:
        ask(function)
    assert breach.value.kind == kind
    assert not breach.value.starved
    assert not Path(f"/proc/{ask.process._child.pid}").exists()  # type: ignore[attr-defined]


def test_a_process_that_stops_itself_stops_no_one_else(ask: Callable[..., Any], zygote: Zygote) -> None:
    if zygote.tier.namespaces:
        assert ask("stop") is None  # the first process of a namespace gets no signal that it does not handle
        assert ask("real_time") is None
    else:
        with pytest.raises(Breach, match="took longer than 60 s"):
            ask("stop")


def test_any_signal_can_end_a_process(ask: Callable[..., Any], zygote: Zygote) -> None:
    if not zygote.tier.namespaces:
        with pytest.raises(Breach, match="signal 40"):
            ask("real_time")


def test_memory_ends_where_the_limit_says(ask: Callable[..., Any]) -> None:
    assert ask("hoard").type == "MemoryError"
    assert "can't allocate memory" in ask("hoard_in_torch").text


def test_a_reply_that_is_too_large_is_refused(ask: Callable[..., Any]) -> None:
    assert isinstance(ask("huge_reply"), messages.Trouble)


def test_exit_is_an_exception_of_the_students(ask: Callable[..., Any]) -> None:
    assert ask("leave_politely").type == "SystemExit"
    assert ask("say") == 1


def test_what_is_printed_is_kept_for_the_ta(ask: Callable[..., Any]) -> None:
    ask("say")
    assert bytes(ask.process.output) == b"hello\n"  # type: ignore[attr-defined]


def test_last_words_are_kept(ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where they came after the grader's last look at what is printed."""
    ended = StudentProcess._ended

    def late(process: StudentProcess) -> Breach:
        monkeypatch.undo()
        return ended(process)

    monkeypatch.setattr(StudentProcess, "_ended", late)
    monkeypatch.setattr(StudentProcess, "_drain", lambda process: None)
    with pytest.raises(Breach, match="ended the Python process"):
        ask("say_and_leave")
    assert bytes(ask.process.output) == b"hello\n"  # type: ignore[attr-defined]


def test_a_process_sees_an_empty_folder_a_clean_environment_and_no_engine(
    ask: Callable[..., Any], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ask("surroundings")
    assert found["files"] == []
    assert len(found["fds"]) == 4  # the standard three, and its socket
    assert not [name for name in found["env"] if name.startswith(("PYTEST", "VIRTUAL_ENV"))]
    assert not [value for value in found["env"].values() if value.startswith(str(root))]
    assert not [entry for entry in found["path"] if Path(entry).resolve() == root]
    assert not [name for name in ask("modules") if name.startswith("autograder")]


def test_nothing_is_left_of_a_process(zygote: Zygote) -> None:
    process = StudentProcess(zygote, LIMITS)
    scratch, descriptors = process._child.scratch, len(os.listdir("/proc/self/fd"))
    assert scratch.is_dir()
    process.close()
    assert not scratch.exists()
    assert len(os.listdir("/proc/self/fd")) == descriptors - 5


def test_where_memory_runs_out_the_kernel_takes_the_students_process_first(zygote: Zygote) -> None:
    process = StudentProcess(zygote, LIMITS)
    ours, theirs = (Path(f"/proc/{pid}/oom_score_adj").read_text() for pid in ("self", process._child.pid))
    process.close()
    assert int(theirs) == 1000
    assert int(ours) < 1000


def test_a_reply_that_no_protocol_knows_is_a_breach(zygote: Zygote) -> None:
    forger = "import os, sys\nfor fd in range(3, 20):\n    try: os.write(fd, b'\\x05\\0\\0\\0' + b'\\0' * 8 + b'\\xc1\\xc1\\xc1\\xc1\\xc1')\n    except OSError: pass\n"
    process = StudentProcess(zygote, LIMITS)
    with pytest.raises(Breach, match="cannot be read") as breach:
        process.ask(messages.Load("work", [("work.py", 1, forger)], {}, {}, 7), [], allowance())
    assert breach.value.kind == "reply"


def test_a_zygote_whose_imports_fail_says_which() -> None:
    with pytest.raises(SandboxUnavailable, match="no_such_module"):
        Zygote(["no_such_module"], {}, choose())


def test_a_zygote_that_was_killed_is_the_machines_fault() -> None:
    own = Zygote([], {}, choose())
    assert own._process is not None
    own._process.kill()
    select.select([own._control], [], [], 10)  # until it is gone: it may fork once more before
    with pytest.raises(SandboxUnavailable):
        StudentProcess(own, LIMITS)
    own.close()
