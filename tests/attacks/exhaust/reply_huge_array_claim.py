"""Claims a msgpack array of 2^32 - 1 items in a header of a few bytes.

Elsewhere: a decoder that believes the count allocates 32 GiB of pointers.
"""

# %% solution="value"
from toolbox import reply

SAYS = "cannot be read"


def attribute(prompt, x):
    reply(b"\x82\xa5reply\xa8returned\xa5value\xdd\xff\xff\xff\xff")
    return x


def extremes(x):
    reply(b"\xdf\xff\xff\xff\xff")
    return x


def table(x):
    reply(b"\x82\xa5reply\xa8returned\xa5value\xdb\xff\xff\xff\xff")
    return x
