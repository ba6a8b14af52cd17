"""Makes empty files, folders within folders, and links, as many as it can.

Elsewhere: a disk that is not full takes no file any more, and `rm -r` does not come to the bottom.
"""

# %% solution="value"
import os

from toolbox import reached, tell, won

SAYS = "attribute"


def loot():
    reached()
    made = 0
    try:
        for _ in range(1200):
            os.mkdir("d")
            os.chdir("d")
            made += 1
        for i in range(6000):
            os.symlink("nowhere", f"link-{i}")
            made += 1
    except OSError as error:
        raise OSError(f"after {made}: {error.strerror}") from None
    return won(f"{made} files")


def attribute(prompt, x):
    return tell(loot)
