"""Puts itself behind everybody else on one processor, and keeps that busy, to look like a victim of the machine.

Elsewhere: a check that ran out of time on a busy machine is run again, without end.
"""

# %% solution="value"
import os
import threading

import torch
from toolbox import reached

SAYS = "attribute used more than 0.5 s of processor time"


def keep_busy():
    a = torch.rand(300, 300)
    while True:
        a = a @ a


def attribute(prompt, x):
    for _ in range(8):
        threading.Thread(target=keep_busy, daemon=True).start()
    reached()
    try:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        os.nice(19)
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    except OSError:
        pass
    while True:
        pass
