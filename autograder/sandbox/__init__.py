"""Where student code runs, seen from the grader's side: a zygote per worker, a process per submission, its limits."""

from .limits import Breach, Limits, SandboxUnavailable
from .process import Allowance, StudentProcess
from .zygote import Zygote

__all__ = ["Allowance", "Breach", "Limits", "SandboxUnavailable", "StudentProcess", "Zygote"]
