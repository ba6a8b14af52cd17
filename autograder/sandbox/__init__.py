"""Where student code runs, seen from the grader's side: a zygote per worker, a process per submission, and its
limits."""

from .host import choose, why_not
from .limits import Breach, Limits, SandboxUnavailable
from .process import Allowance, StudentProcess
from .tiers import TIERS, Tier, readable, unused_user
from .zygote import Zygote

__all__ = [
    "TIERS",
    "Allowance",
    "Breach",
    "Limits",
    "SandboxUnavailable",
    "StudentProcess",
    "Tier",
    "Zygote",
    "choose",
    "readable",
    "unused_user",
    "why_not",
]
