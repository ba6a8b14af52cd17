"""The sandbox holds for an ordinary user as it does for root: the same tests, run as one.

Root drops its rights and becomes nobody's user; an ordinary user needs namespaces to do as much. So a run of the tests
by root runs those of the sandbox once more as the user that ORDINARY_USER names (`nobody` unless it is set).
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

FILES = ["tests/test_isolation.py"]


@pytest.fixture
def ours() -> Iterator[Path]:
    """A folder that the user can be given: the parents of pytest's own are root's, and there are more with workers."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.skipif(os.getuid() != 0, reason="already an ordinary user: all tests were run as one")
def test_the_sandbox_holds_for_an_ordinary_user(root: Path, ours: Path) -> None:
    name = os.environ.get("ORDINARY_USER", "nobody")
    user = pwd.getpwnam(name)
    packages = sysconfig.get_path("purelib")
    python = next((p for p in candidates() if works_for(user, p, packages)), None)
    if python is None:
        pytest.skip(f"{name} can reach neither {sys.executable} nor another Python with the same packages")
    copy = ours / "kit"
    for folder in ("autograder", "tests", "examples", "student_template"):
        shutil.copytree(root / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "class"))
    shutil.copy(root / "pyproject.toml", copy)
    home = ours / "home"
    home.mkdir()
    for path in (ours, copy, home, *copy.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid)
    command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={home}/tmp", *FILES]
    done = as_user(user, command, cwd=copy, PYTHONPATH=f"{packages}:{copy}", HOME=str(home), timeout=900)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-4000:]
    assert " passed" in done.stdout


def candidates() -> list[str]:
    minor = f"python{sys.version_info.major}.{sys.version_info.minor}"
    found = [os.path.realpath(sys.executable), shutil.which(minor, path="/usr/local/bin:/usr/bin")]
    return [path for path in found if path]


def works_for(user: pwd.struct_passwd, python: str, packages: str) -> bool:
    try:
        done = as_user(user, [python, "-c", "import torch, msgspec"], cwd=Path("/"), PYTHONPATH=packages)
    except OSError:
        return False
    return done.returncode == 0


def as_user(
    user: pwd.struct_passwd, command: list[str], cwd: Path, timeout: float = 120, **environment: str
) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1", "LANG": "C.UTF-8", **environment}
    return subprocess.run(
        command, cwd=cwd, env=clean, user=user.pw_uid, group=user.pw_gid, extra_groups=[], text=True,
        capture_output=True, timeout=timeout, check=False,
    )  # fmt: skip
