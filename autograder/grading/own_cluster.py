"""A Dask cluster of this machine for one run: every port of it asks for the run's own certificate.

Whoever reaches a scheduler or a worker can run code there, and a port of this machine is within reach of all its users.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from distributed import Client, Nanny, Scheduler, SpecCluster, Worker
from distributed.security import Security

from ..course import CourseError
from ..sandbox.spawned import spawning


class _NoPages:
    """Dask's HTTP server talks to everybody, and starts without a dashboard too."""

    def start_http_server(self, *_: object, **__: object) -> None: ...


class _Scheduler(_NoPages, Scheduler):  # type: ignore[misc]
    pass


class _Worker(_NoPages, Worker):  # type: ignore[misc]
    pass


@contextlib.contextmanager
def own_cluster(size: int) -> Iterator[Any]:
    """A client of a cluster of `size` workers, which ends with it. The certificate and its key are in memory only.

    Raises `CourseError` without the package that makes certificates.
    """
    try:
        security = Security.temporary()
    except ImportError:
        raise CourseError(
            "a cluster of this run's own needs the package cryptography: pip install 'autograder[cluster]'"
        ) from None
    here = {"host": "127.0.0.1", "protocol": "tls://", "security": security}
    worker = {"worker_class": _Worker, "nthreads": 1, "memory_limit": 0, "silence_logs": 40, **here}
    with (
        spawning(),
        SpecCluster(
            scheduler={"cls": _Scheduler, "options": {"port": 0, "dashboard": False, **here}},
            workers={number: {"cls": Nanny, "options": worker} for number in range(size)},
            security=security,
            silence_logs=40,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client
