"""Knocks at the doors of the kernel that have led to root before: bpf, perf, keys, userfaultfd, modules, quotas.

Elsewhere: the list of last year's exploits.
"""

# %% solution="value"
import ctypes

from toolbox import each, number, reached, syscall, tell, won

BUFFER = ctypes.create_string_buffer(256)
CALLS = {
    "bpf": (number(321, 280), 0, BUFFER, 128),
    "perf_event_open": (number(298, 241), ctypes.create_string_buffer(b"\x01\0\0\0\x80", 128), 0, -1, -1, 0),
    "userfaultfd": (number(323, 282), 1),
    "keyctl": (number(250, 219), 0, -3, 1, 0, 0),
    "add_key": (number(248, 217), b"user", b"attack", b"x", 1, -3),
    "request_key": (number(249, 218), b"user", b"attack", b"x", -3),
    "kcmp": (number(312, 272), 1, 1, 0, 0, 0),
    "quotactl": (number(179, 60), 0x80000100, 0, 0, BUFFER),
    "acct": (number(163, 89), None),
    "swapon": (number(167, 224), b"/nowhere", 0),
    "init_module": (number(175, 105), BUFFER, 0, b""),
    "personality": (number(135, 92), 0x0400000),
    "fanotify_init": (number(300, 262), 0, 0),
    "syslog": (number(103, 116), 3, BUFFER, 200),
    "modify_ldt": (number(154, -1), 0, BUFFER, 16),
    "iopl": (number(172, -1), 3),
    "move_pages": (number(279, 239), 1, 0, 0, 0, 0, 0),
    "mq_open": (number(240, 180), b"attack", 0o102, 0o600, 0),
    "set_mempolicy": (number(238, 237), 0, 0, 0),
    "lookup_dcookie": (number(212, 18), 1, BUFFER, 200),
}


def knock(name):
    return won(syscall(*CALLS[name]))


def loot():
    reached()
    return each(knock, CALLS)


def attribute(prompt, x):
    return tell(loot)
