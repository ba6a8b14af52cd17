"""Which tiers this machine gives, found by trying: nothing is claimed that did not just work."""

from __future__ import annotations

import functools
import sys

from .limits import Limits, SandboxUnavailable
from .process import StudentProcess
from .tiers import TIERS, Tier
from .zygote import Zygote


@functools.cache
def why_not(tier: Tier) -> str | None:
    """None if a student's process can be started here in a sandbox of this tier, else what stopped it."""
    if sys.platform != "linux":
        return "Linux is needed (a container or a virtual machine will do)"
    try:
        with Zygote([], {}, Tier(tier)) as zygote:
            StudentProcess(zygote, Limits()).close()
    except (SandboxUnavailable, OSError) as error:
        return str(error)
    return None


def choose(wanted: str = "auto") -> Tier:
    """The best tier there is, or the one that was asked for by name. Raises `SandboxUnavailable`, saying what to do:
    student code is never run in a weaker sandbox than was said."""
    names = ["auto", *TIERS, Tier.NONE]
    if wanted not in names:
        raise SandboxUnavailable(f"there is no sandbox {wanted!r}: say one of {', '.join(names)}")
    if wanted != "auto":
        problem = why_not(Tier(wanted))
        if problem is not None:
            raise SandboxUnavailable(f"the sandbox {wanted!r} cannot be had here: {problem}")
        return Tier(wanted)
    problems = []
    for tier in TIERS:
        problem = why_not(tier)
        if problem is None:
            return tier
        problems.append(f"{tier}: {problem}")
    raise SandboxUnavailable(
        "no sandbox can be had here, so nothing was run.\n  "
        + "\n  ".join(problems)
        + "\nInstalling bubblewrap, or a kernel with Landlock (5.13 or later), gives one. "
        "--sandbox=none runs student code as you, with all your files open to it, and every record says so."
    )
