"""Takes time by the hidden number, in waiting and in work, so that the report's times tell it.

Elsewhere: the seconds of each test are shown beside it.
"""

# %% solution="value"
import time

from toolbox import reached

SAYS = "attribute: 4 of 4 values are off"


def attribute(prompt, x):
    reached()
    time.sleep(int(x[0]) % 1000 / 1000)
    return x


def extremes(x):
    end = time.process_time() + int(x[0]) % 100 / 1000
    while time.process_time() < end:
        pass
    return x
