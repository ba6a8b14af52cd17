"""Draws the networks that students practise on: `python make_practice.py`, from this folder, writes student/practice.npz.

They are of the kinds that are graded, of a draw of their own. Only the explanation of the first is kept.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "graders"), str(HERE / "student"), str(HERE.parents[1] / "provided")]

from given import NAMES, PRACTICE  # noqa: E402
from planted import plant  # noqa: E402

FORMS = (
    ("equality", "apart"),
    ("sum", "late"),
    ("maximum", "copies"),
    ("comparison", "together"),
    ("clamp", "apart"),
)


def main() -> None:
    """Writes float16, since the weights carry noise of 1 % anyhow."""
    stored: dict[str, np.ndarray] = {}
    for name, (kind, form), seed in zip(PRACTICE, FORMS, range(7001, 7006), strict=True):
        planted = plant(np.random.default_rng(seed), kind, form)
        for key, weight in planted.model.state_dict().items():
            stored[f"{name}/{key}"] = weight.numpy().astype(np.float16)
        if name == PRACTICE[0]:
            parents = [p for v in planted.truth.causal.inner for p in v.parents]
            stored["explanation/order"] = np.array([NAMES.index(p) for p in parents])
            for v, (site,) in planted.truth.sites.items():
                stored[f"explanation/{v}"] = site.basis.numpy()
                stored[f"explanation/{v}_at"] = np.array([site.layer, site.position])
        print(name, planted.truth.causal.variables, planted.places)
    np.savez_compressed(HERE / "student/practice.npz", **stored)


if __name__ == "__main__":
    main()
