"""What a process has used, as the kernel counts it. Nothing that the process says goes into it."""

from __future__ import annotations

import contextlib
import os

_TICKS = os.sysconf("SC_CLK_TCK")


class Clock:
    """The clock of the process `pid`; what it read last stays once the process is gone.

    `cpu_s`: user and system time of all its threads; `threads`: how many there are; `waited_s`: how long its main
    thread was ready to run and had no processor.
    """

    def __init__(self, pid: int) -> None:
        self.cpu_s = 0.0
        self.waited_s = 0.0
        self.threads = 1
        # Kept open and read from the start each time: opening them would be most of a small call's cost.
        self._stat = os.open(f"/proc/{pid}/stat", os.O_RDONLY | os.O_CLOEXEC)
        try:
            self._schedstat = os.open(f"/proc/{pid}/schedstat", os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:  # a kernel without scheduler statistics: nothing counts as starved
            self._schedstat = -1

    @property
    def knows_waiting(self) -> bool:
        return self._schedstat >= 0

    def read(self) -> tuple[float, float]:
        """CPU seconds and seconds waited."""
        with contextlib.suppress(OSError):
            fields = os.pread(self._stat, 1024, 0).rpartition(b")")[2].split()
            self.cpu_s, self.threads = (int(fields[11]) + int(fields[12])) / _TICKS, int(fields[17])
            if self._schedstat >= 0:
                self.waited_s = int(os.pread(self._schedstat, 128, 0).split()[1]) / 1e9
        return self.cpu_s, self.waited_s

    def close(self) -> None:
        """Lets go of the files; what was read last can still be asked for."""
        for descriptor in (self._stat, self._schedstat):
            if descriptor >= 0:
                os.close(descriptor)
