"""Sends a body with more bytes than its arrays use, to be taken for the next array's.

Elsewhere: offsets that the student names decide which bytes are compared.
"""

# %% solution="value"
import struct

from toolbox import returned

SAYS = "attribute: 4 of 4 values are off"


def attribute(prompt, x):
    unchanged = struct.pack("<4d", *x.tolist())
    echoed = [prompt, ["array", "tensor", "float64", [4]]]
    value = ["array", "tensor", "float64", [4]]
    returned(value, b"\0" * 32 + unchanged + b"\x7f" * 4096, echoed)
    return x
