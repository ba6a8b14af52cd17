"""What this machine offers for grading, and what the course draws by."""

from __future__ import annotations

import os
import platform
import stat
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from .course import CourseError, NoSecret, draw_of, open_course
from .course.secret import tracked
from .grading.environment import environment
from .sandbox import TIERS, SandboxUnavailable, Tier, Zygote, unused_user, why_not


def examine(course: Path | None = None) -> Table:
    """A table: versions, cores, what each sandbox says, which one grades here, and the draw of the course at `course`,
    or around the working folder, if there is one."""
    table = Table(show_header=False, title="autograder doctor", title_justify="left")
    table.add_row("system", f"{platform.system()} {platform.release()} {platform.machine()}")
    table.add_row("cores", str(len(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else "")
    for name, version in environment().items():
        table.add_row(name, version)
    problems = {tier: why_not(tier) for tier in TIERS}
    for tier, problem in problems.items():
        table.add_row(tier, "yes" if problem is None else escape(f"no: {problem}"))
    best = next((tier for tier, problem in problems.items() if problem is None), None)
    table.add_row("kept apart by", best or "[bold red]nothing[/]: only --sandbox=none would grade here")
    table.add_row("to do better", _advice(best))
    if best is not None:
        table.add_row("student code runs as", _user(best))
        table.add_row("a worker's start", _start(best))
    if (draw := _draw(course)) is not None:
        table.add_row("the course's secret", draw)
    return table


def _draw(root: Path | None) -> str | None:
    """The secret that the course draws by, or what is wrong with it; None where there is no course."""
    try:
        course = open_course(root)
    except CourseError as problem:
        return None if root is None else escape(str(problem))
    try:
        draw = draw_of(course)
    except NoSecret:
        return "none yet: autograder secret makes it"
    except CourseError as problem:
        return escape(str(problem))
    if draw.secret is None:
        return 'not used: course.toml says draw = "fixed", which is public'
    told = f"{escape(str(course.secret_file))}, fingerprint {draw.fingerprint}"
    if tracked(course.secret_file):
        told += ". [bold red]git has it[/], and so has everybody who has the repository: make another"
    elif course.secret_file.stat().st_mode & stat.S_IRWXG:
        told += ". Its group reads it too"
    return told


def _advice(best: Tier | None) -> str:
    if best is TIERS[0]:
        return "nothing: this is the best there is"
    if best is Tier.BWRAP:
        return "allow bubblewrap's processes user namespaces of their own (Ubuntu 24.04 refuses them by AppArmor)"
    if best is Tier.BARE:
        return (
            "install the system's bubblewrap, and allow user namespaces (a container refuses them by default)"
        )
    if best is Tier.MOUNTS:
        return "a Linux kernel from 5.13 with Landlock switched on"
    return "a Linux kernel from 5.13 with Landlock switched on; a virtual machine will do"


def _user(tier: Tier) -> str:
    if os.getuid() != 0:
        return "you, inside that sandbox"
    user = unused_user(tier)
    if user is not None:
        return f"user {user}, who is nobody else"
    return "root without its capabilities: no other user can reach this Python, so grade as an ordinary user"


def _start(tier: Tier) -> str:
    try:
        with Zygote(["torch"], {}, tier) as zygote:
            return f"{zygote.start_cpu_s:.1f} CPU-s, once for each worker"
    except SandboxUnavailable as error:
        return escape(f"torch does not start there: {error}")
