"""Ends the process with status zero in the middle of a check, after a line that looks like a summary.

Elsewhere: `pytest` never comes to report the failure, and the exit status is zero.
"""

# %% solution="value"
import os

from toolbox import reached

SAYS = "ended the Python process"


def attribute(*arguments):
    reached()
    os.write(1, b"===== 5 passed in 0.01s =====\n")
    os._exit(0)


extremes = table = train = watch = attribute
