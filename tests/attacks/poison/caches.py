"""Fills the caches of packages and of the user: torch hub, compiled kernels, fonts, settings of matplotlib.

Elsewhere: `~/.cache` is pickled code, and everyone's home is the same.
"""

# %% solution="value"
import os

import known
from toolbox import each, reached, tell, won

FOLDERS = (
    ".cache/torch",
    ".cache/matplotlib",
    ".config/matplotlib",
    ".local/lib/python3/site-packages",
    ".keras",
)


def plant(home):
    for name in FOLDERS:
        folder = os.path.join(home, name)
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, f"{known.MARK}.pkl"), "w") as file:
            file.write("attacked")
    return won("planted")


def kernels(folder):
    os.makedirs(os.path.join(folder, f"torchinductor_{known.MARK}"))
    return won("planted")


def loot():
    reached()
    cache = os.environ.get("TORCHINDUCTOR_CACHE_DIR", known.TEMP)
    return each(plant, [known.HOME]) + each(
        kernels, ["/tmp", known.TEMP, "/var/tmp", cache, os.path.dirname(cache)]
    )


def attribute(prompt, x):
    return tell(loot)
