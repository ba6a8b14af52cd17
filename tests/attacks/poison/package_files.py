"""Opens the files of packages and of the engine for writing, replaces them, and plants others beside them.

Elsewhere: the next student's `import numpy` runs this one's code.
"""

# %% solution="value"
import os
import sys

import known
from toolbox import each, reached, tell, won

WITNESS = True


def write(path):
    os.close(os.open(path, os.O_WRONLY | os.O_APPEND))  # to have it open is enough
    return won("opened for writing")


def plant(folder):
    os.close(os.open(os.path.join(folder, f"{known.MARK}.txt"), os.O_WRONLY | os.O_CREAT))
    return won("planted")


def replace(path):
    os.link(path, f"{path}.{known.MARK}")
    return won("linked")


def loot():
    reached()
    engine = sys.modules["inside"].__path__[0]
    files = [
        known.SITE + "/numpy/__init__.py",
        known.PACKAGE + "/grade.py",
        engine + "/wire.py",
        sys.executable,
    ]
    files += [os.__file__, known.SITE + "/torch/lib/libtorch_cpu.so"]
    folders = [known.SITE, known.SITE + "/numpy", known.PACKAGE, engine, os.path.dirname(os.__file__)]
    return " | ".join([each(write, files), each(plant, folders), each(replace, files)])


def attribute(prompt, x):
    return tell(loot)
