"""The systems that a course already has: their exports come into the roster, scores and feedback go into their own files."""

from .rosters import Brought, bring_in

__all__ = ["Brought", "bring_in"]
