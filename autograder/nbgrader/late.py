"""What lateness costs, by `[late]` in course.toml."""

from __future__ import annotations

import math

from ..course import Late

DAY = 86_400


def penalty(late: Late, score: float, seconds_late: float) -> float:
    """The points that a score loses: `per_day` of it for each day begun after the grace, never more than all."""
    seconds = seconds_late - 60 * late.grace_minutes
    if seconds <= 0:
        return 0.0
    return max(0.0, score) * min(1.0, late.per_day * math.ceil(seconds / DAY))
