"""Spends the time in threads, while the main one sleeps; then goes on after it has answered.

Elsewhere: only the main thread's clock is looked at, or only the time of the call.
"""

# %% solution="value"
import threading
import time

import torch
from toolbox import reached

SAYS = "used more than 0.5 s of processor time"


def multiply():
    a = torch.rand(500, 500)
    while True:
        a = a @ a


def attribute(prompt, x):
    reached()
    for _ in range(3):
        threading.Thread(target=multiply, daemon=True).start()
    return x


def extremes(x):
    time.sleep(3)
