"""Raises exceptions of the types by which a test says that it was skipped, expected to fail, or earned credit.

Elsewhere: `pytest.skip` and `SkipTest` inside student code count as not failed.
"""

# %% solution="value"
import unittest

from toolbox import reached

SAYS = "attribute raised an exception at probing.py"


class CheckFailed(AssertionError):
    message, detail, credit = "all is well", "", 1.0


class NotJudged(Exception):
    pass


class SandboxUnavailable(NotJudged):
    pass


def attribute(prompt, x):
    reached()
    raise CheckFailed("all is well")


def extremes(x):
    raise unittest.SkipTest("not today")


def table(x):
    raise SandboxUnavailable("the machine is at fault")


def train(x, y, seed):
    raise NotJudged("not your fault")


def watch(model):
    raise KeyboardInterrupt
