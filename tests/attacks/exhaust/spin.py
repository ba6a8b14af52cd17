"""Loops for ever, deaf to every signal that may be ignored.

Elsewhere: a timeout by an alarm or an exception is caught, and the queue stands still.
"""

# %% solution="value"
import signal

from toolbox import reached

SAYS = "attribute used more than 0.5 s of processor time"
WITNESS = True


def attribute(prompt, x):
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    reached()
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
