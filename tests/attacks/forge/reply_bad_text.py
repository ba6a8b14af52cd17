"""Sends text that is no UTF-8, extension types and timestamps.

Elsewhere: decoding fails outside of any guard, in the report rather than in the check.
"""

# %% solution="value"
from toolbox import reply

SAYS = "cannot be read"


def attribute(prompt, x):
    reply(b"\x83\xa5reply\xa8returned\xa5value\xa4\xff\xfe\xfd\xfc\xa4args\x90")
    return x


def extremes(x):
    reply(b"\x82\xa5reply\xa8returned\xa5value\xd6\xff\x00\x00\x00\x00")
    return x


def table(x):
    reply(b"\x82\xa5reply\xa8returned\xa5value\xc7\x04\x63\xde\xad\xbe\xef")
    return x
