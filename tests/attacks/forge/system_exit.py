"""Raises SystemExit(0), which `except Exception` does not catch.

Elsewhere: a runner without a guard ends there, with status zero.
"""

# %% solution="value"
import sys

from toolbox import reached

SAYS = "attribute raised SystemExit"


def attribute(prompt, x):
    reached()
    sys.exit(0)
