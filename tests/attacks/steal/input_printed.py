"""Prints the hidden inputs, to both outputs and past Python's own.

Elsewhere: what a student prints comes back in the feedback.
"""

# %% solution="value"
import os
import sys
import warnings

from toolbox import reached

SAYS = "attribute: 4 of 4 values are off"
WITNESS = True


def attribute(prompt, x):
    reached()
    print(prompt, x.tolist())
    print(prompt, x.tolist(), file=sys.stderr)
    warnings.warn(f"{prompt} {x.tolist()}", stacklevel=1)
    os.write(1, f"{prompt} {x.tolist()}".encode())
    return x
