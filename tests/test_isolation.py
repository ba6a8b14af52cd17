"""The parts of the sandbox: tables, filter, folder, and what an honest student reads who meets one of them."""

from __future__ import annotations

import os
import platform
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import FIXED, open_assignment, open_course
from autograder.grading.grade import Grader
from autograder.inside import kernel, seccomp
from autograder.record import Record
from autograder.sandbox import SandboxUnavailable, Tier, choose, folder, why_not

from .conftest import tiers

ALLOWED = 0x7FFF0000


@pytest.fixture(scope="module", params=tiers(Tier.BARE)[:-1])
def sandboxed(
    request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Grader]:
    """The small course with all the libraries preloaded, and time for them."""
    problem = why_not(request.param)
    if problem is not None:
        pytest.skip(f"no {request.param} here: {problem}")
    copy = Path(shutil.copytree(root / "tests/tiny_course", tmp_path_factory.mktemp("sandbox") / "course"))
    settings = copy / "assignments/tiny/assignment.toml"
    text = settings.read_text().replace('"numpy"]', '"numpy", "scipy.stats", "matplotlib.pyplot"]')
    settings.write_text(
        text.replace("cpu_s = 1\n", "cpu_s = 20\n").replace("total_cpu_s = 4", "total_cpu_s = 60")
    )
    course = open_course(copy)
    with Grader(course, open_assignment(course, "tiny"), request.param) as grader:
        yield grader


def said(grader: Grader, tmp_path: Path, body: str) -> str:
    """The message on `double`, whose body this is."""
    file = tmp_path / "ada.py"
    file.write_text("import torch\ndef double(x):\n" + "".join(f"    {line}\n" for line in body.splitlines()))
    record = grader.grade_files("ada", [file], FIXED)
    assert isinstance(record, Record)
    assert record.status == "graded"
    assert record.sandbox == grader.tier
    (check,) = [c for task in record.tasks for c in task.checks if c.title.startswith("Doubling")]
    return check.message if check.state != "passed" else "passed"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("import subprocess; subprocess.run(['true'])", "tried to start another process"),
        ("import os; os.fork()", "tried to start another process"),
        ("import multiprocessing; multiprocessing.Pool(2)", "tried to start another process"),
        (
            "from torch.utils.data import DataLoader\nfor _ in DataLoader(x, num_workers=1): pass",
            "tried to start another process",
        ),
        ("import urllib.request; urllib.request.urlopen('http://127.0.0.1:1')", "tried to use the network"),
        ("import socket; socket.getaddrinfo('localhost', 80)", "tried to use the network"),
        ("open('/etc/hostname')", "raised|outside of its own folder"),
        ("open('/dev/null', 'w').write('x'); open('mine', 'w').write('x'); return 2 * x", "passed"),
        ("import shutil; open('a', 'w'); shutil.copy('a', 'b'); return 2 * x", "passed"),
        ("import tempfile; tempfile.TemporaryFile().write(b'x'); return 2 * x", "passed"),
        ("import numpy; numpy.ones(1 << 28)", "used more than 256 MB of memory"),
        ("torch.ones(1 << 27)", "used more than 256 MB of memory"),
        ("[open('/dev/null') for _ in range(100)]", "had more than 64 files open"),
        (
            "__import__('resource').setrlimit(__import__('resource').RLIMIT_STACK, (2**20, 2**20))",
            "tried to set limits of its own process, which cannot be done in grading",
        ),
        ("for i in range(9): open(f'{i}', 'wb').write(bytes(10 << 20))", "wrote more than 64 MB of files"),
        (
            "import threading, time\n"
            "for _ in range(100): threading.Thread(target=time.sleep, args=(1,), daemon=True).start()",
            "started more than 64 threads",
        ),
    ],
)
def test_what_is_refused_says_so(sandboxed: Grader, tmp_path: Path, body: str, says: str) -> None:
    message = said(sandboxed, tmp_path, body)
    assert any(part in message for part in says.split("|")), message


def test_libraries_work_inside_the_sandbox(sandboxed: Grader, tmp_path: Path) -> None:
    body = """
import io, threading
import numpy as np
import scipy.stats, scipy.linalg, scipy.optimize
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.plot(np.arange(3)); axes.set_title("a title"); figure.savefig("figure.png")
figure.savefig(io.BytesIO(), format="svg")
layer = torch.nn.Linear(3, 1)
step = torch.optim.Adam(layer.parameters())
layer(torch.ones(2, 3)).sum().backward(); step.step()
torch.save(layer.state_dict(), "weights.pt"); torch.load("weights.pt")
scipy.stats.pearsonr([1, 2, 3.5], [2, 1, 4]); scipy.linalg.svd(np.ones((3, 3)))
scipy.optimize.minimize(lambda v: (v**2).sum(), np.ones(2))
for _ in torch.utils.data.DataLoader(x, batch_size=2, shuffle=True): pass
threads = [threading.Thread(target=np.ones, args=(10,)) for _ in range(20)]
for t in threads: t.start()
for t in threads: t.join()
return 2 * x
"""
    assert said(sandboxed, tmp_path, body.strip()) == "passed"


def test_every_call_of_the_policy_is_in_the_table() -> None:
    known = set(kernel.numbers("x86_64"))
    assert set(seccomp.rules(1)) <= known
    assert set(kernel.numbers("aarch64")) <= known


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_ends_in_a_verdict_on_every_path(machine: str) -> None:
    code = list(struct.iter_unpack("=HBBI", seccomp.program(machine, 7)))
    assert len(code) < 4096
    reached, waiting = set(), [0]
    while waiting:
        at = waiting.pop()
        if at in reached:
            continue
        reached.add(at)
        operation, if_true, if_false, value = code[at]  # an index past the end fails the test
        if operation == 0x06:
            assert value == ALLOWED or value >> 16 in (0x5, 0x8000)
        elif operation & 0x07 == 0x05:
            waiting += [at + 1 + if_true, at + 1 + if_false]
        else:
            waiting.append(at + 1)
    assert reached == set(range(len(code)))


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize(
    ("call", "arguments", "allowed"),
    [
        ("mmap", (0, 4096, 3, 0x22), True),
        ("mmap", (0, 4096, 3, 0x21), False),
        ("mmap", (0, 4096, 3, 0x23 | 0x100), False),
        ("clone", (0x10000 | 0x100,), True),
        ("clone", (0x11,), False),
        ("clone", (0x10000 | 0x20000,), False),
        ("kill", (7, 15), True),
        ("kill", (7, 9), False),
        ("kill", (1, 9), False),
        ("kill", (2**32 - 1, 9), False),
        ("socket", (1, 1), False),
        ("socketpair", (1, 1 | 0x80000), True),
        ("socketpair", (1, 2), False),
        ("openat", (0, 0, os.O_RDONLY | os.O_TRUNC), False),
        ("openat", (0, 0, os.O_WRONLY | os.O_TRUNC), True),
        ("fcntl", (3, 8, 1), False),
        ("fcntl", (3, 1), True),
        ("prlimit64", (0, 7), True),
        ("prlimit64", (99, 7), False),
        ("prlimit64", (0, 7, 0, 1 << 20), True),  # read, and not set
        ("prlimit64", (0, 7, 1 << 20), False),
        ("prlimit64", (0, 7, 1 << 32), False),
        ("setrlimit", (0, 1 << 20), False),
        ("tgkill", (7, 8, 15), True),
        ("tgkill", (7, 8, 9), False),
        ("timer_create", (1, 1 << 20), False),
        ("ptrace", (), False),
        ("prctl", (1, 0), False),
        ("prctl", (15, 0), True),
        ("close_range", (3, 4), True),
    ],
)
def test_the_filter_decides(machine: str, call: str, arguments: tuple[int, ...], allowed: bool) -> None:
    """The filter, run as the kernel would run it, on either machine's numbers."""
    data = struct.pack("=IIQ", kernel.numbers(machine)[call], kernel.AUDIT[machine], 0)
    data += struct.pack("=6Q", *arguments, *[0] * (6 - len(arguments)))
    assert (run(seccomp.program(machine, 7), data) == ALLOWED) == allowed


def test_calls_of_another_kind_of_machine_are_refused() -> None:
    numbers = kernel.numbers("x86_64")
    for audit, number in ((0x40000003, 4), (kernel.AUDIT["x86_64"], numbers["kill"] | 0x40000000)):
        data = struct.pack("=IIQ6Q", number, audit, 0, *[0] * 6)
        assert run(seccomp.program("x86_64", 7), data) != ALLOWED


def run(program: bytes, data: bytes) -> int:
    """Classic BPF, as far as the filter uses it."""
    code = list(struct.iter_unpack("=HBBI", program))
    at = accumulator = 0
    while True:
        operation, if_true, if_false, value = code[at]
        at += 1
        match operation:
            case 0x20:
                (accumulator,) = struct.unpack_from("=I", data, value)
            case 0x54:
                accumulator &= value
            case 0x06:
                return int(value)
            case 0x15:
                at += if_true if accumulator == value else if_false
            case 0x35:
                at += if_true if accumulator >= value else if_false
            case 0x45:
                at += if_true if accumulator & value else if_false
            case _:
                raise AssertionError(operation)


def test_a_machine_without_a_column_is_named() -> None:
    with pytest.raises(OSError, match="riscv64"):
        kernel.numbers("riscv64")
    assert platform.machine() in kernel.AUDIT


def test_no_sandbox_is_a_person_s_own_choice() -> None:
    assert choose("none") is Tier.NONE
    with pytest.raises(SandboxUnavailable, match="auto"):
        choose("docker")


WITHOUT_LANDLOCK = """
import ctypes, errno, sys
from autograder.inside import kernel, seccomp
numbers = kernel.numbers()
calls = [numbers[name] for name in numbers if name.startswith("landlock")]
no = 0x00050000 | errno.ENOSYS
code = [seccomp._op(0x20, 0)]  # the number of the call
for call in calls:
    code += [seccomp._op(0x15, call, 0, 1), seccomp._op(0x06, no)]
whole = b"".join([*code, seccomp._op(0x06, seccomp.ALLOW)])
held = ctypes.create_string_buffer(whole, len(whole))
kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
kernel.syscall("seccomp", 1, 0, bytes(seccomp._Program(len(whole) // 8, ctypes.addressof(held))))
from autograder.sandbox import choose
print(choose())
"""


def test_a_kernel_without_landlock_keeps_apart_by_mounts() -> None:
    """As gVisor has none. Its calls are answered as a kernel answers calls that it does not know."""
    if (problem := why_not(Tier.MOUNTS)) is not None:
        pytest.skip(f"no {Tier.MOUNTS} here: {problem}")
    done = subprocess.run([sys.executable, "-c", WITHOUT_LANDLOCK], capture_output=True, text=True)
    assert done.stdout.strip() == Tier.MOUNTS, done.stderr


def test_a_machine_that_gives_no_sandbox_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.sandbox.host.why_not", lambda tier: "not today")
    with pytest.raises(SandboxUnavailable, match="--sandbox=none"):
        choose()


def test_a_course_that_student_code_could_read_is_refused(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.grading.grade.readable", lambda: [str(tiny.parent)])
    course = open_course(tiny)
    with pytest.raises(SandboxUnavailable, match="move it"):
        Grader(course, open_assignment(course, "tiny"))


def test_a_folder_is_measured_and_removed_whatever_is_in_it(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    deep = mine
    mine.mkdir()
    here = os.open(tmp_path, os.O_RDONLY)
    try:
        for _ in range(1500):  # deeper than the interpreter's stack and than a path may be long
            os.chdir(deep)
            deep = Path("d" * 10)
            deep.mkdir()
    finally:
        os.fchdir(here)
        os.close(here)
    (mine / "closed").mkdir(mode=0o300)
    (mine / "loop").symlink_to(mine)
    assert folder.exceeds(mine, 1 << 30, 1000)
    folder.remove(mine)
    assert not mine.exists()
    folder.remove(mine)


def test_what_a_killed_grader_left_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    living = folder.hold()
    killed = folder.hold()
    (killed.path / "1").mkdir()
    os.close(killed.lock)  # as the kernel does for a process that ends
    made = folder.hold()
    assert sorted(tmp_path.iterdir()) == sorted([living.path, made.path])
    for each in (living, made):
        each.give_up()
    assert list(tmp_path.iterdir()) == []


def test_no_folder_of_anybody_elses_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A TA may well keep results in `/tmp/autograder-results`."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "autograder-results").mkdir()
    folder.hold().give_up()
    assert [path.name for path in tmp_path.iterdir()] == ["autograder-results"]


def test_a_folder_within_its_bounds(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_bytes(bytes(1 << 20))
    assert not folder.exceeds(tmp_path, 2 << 20, 10)
    assert folder.exceeds(tmp_path, 1 << 19, 10)
