"""The versions that a verdict may depend on."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version


def environment() -> dict[str, str]:
    """The versions that a verdict may depend on."""
    found = {"python": platform.python_version()}
    for package in ("autograder", "torch", "numpy", "scipy", "transformer-lens"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
