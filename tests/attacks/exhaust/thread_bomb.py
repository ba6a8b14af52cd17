"""Starts threads that wait, as many as there may be.

Elsewhere: the limit on processes is the user's: with it gone, nobody starts one.
"""

# %% solution="value"
import threading

from toolbox import reached, tell, won

SAYS = "attribute"


def loot():
    reached()
    end = threading.Event()
    threading.stack_size(64 << 10)
    started = 0
    try:
        for _ in range(2000):
            threading.Thread(target=end.wait, daemon=True).start()
            started += 1
    except BaseException as error:
        end.set()
        raise RuntimeError(f"after {started} threads: {error}") from None
    return won(f"{started} threads")


def attribute(prompt, x):
    return tell(loot)
