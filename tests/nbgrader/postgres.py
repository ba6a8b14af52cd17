"""A PostgreSQL server of the tests' own, from the system's packages: in a temporary folder, reached by a socket in it alone."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

PLACES = ["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin"]
PASSWORD = "ein Paßwort: 50% @home/#1"  # as people choose them


class Server:
    """A running server with one role, `grader`, that needs its password; `url` is of one of its databases."""

    def __init__(self) -> None:
        self._programs = _programs()
        # pytest's folders have names that are too long for a socket, and parents that are root's
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._user = _somebody() if os.getuid() == 0 else None
        if self._user is not None:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        password = self.folder / "password"
        password.write_text(PASSWORD)
        password.chmod(0o644)
        self._run(
            "initdb", "--no-sync", "--auth=scram-sha-256", "--username=grader", f"--pwfile={password}", "--encoding=UTF8",
            "--locale=C.UTF-8",
        )  # fmt: skip
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync=off -c max_connections=50"
        self._run("pg_ctl", "start", "-w", "-l", str(self.folder / "log"), "-o", options)

    def url(self, database: str, driver: str = "postgresql+psycopg", password: str = PASSWORD) -> str:
        from sqlalchemy import URL

        where = {"host": str(self.folder)}
        url = URL.create(driver, "grader", password, database=database, query=where)
        return url.render_as_string(hide_password=False)

    def database(self, template: str = "template1") -> str:
        """A new database, as another is; its URL."""
        from sqlalchemy import create_engine, make_url, text

        name = f"d{secrets.token_hex(6)}"
        if "://" in template:
            template = make_url(template).database or ""
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        engine.dispose()
        return self.url(name)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-m", "immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), "-D", str(self.folder / "data"), *arguments]
        own = (
            {}
            if self._user is None
            else {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        )
        done = subprocess.run(
            command, cwd=self.folder, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False, timeout=120, **own,
        ) if program == "initdb" else subprocess.run(
            command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            check=False, timeout=120, **own,
        )  # fmt: skip  # the server would keep a pipe open
        if done.returncode != 0:
            log = self.folder / "log"
            told = done.stdout or (log.read_text("utf-8", "replace")[-2000:] if log.exists() else "")
            raise RuntimeError(f"{program}: {told}")


def _programs() -> Path:
    found = [
        folder
        for place in PLACES
        for folder in sorted(Path("/").glob(place[1:]))
        if (folder / "initdb").exists()
    ]
    if found:
        return found[-1]
    if (there := shutil.which("initdb")) is not None:
        return Path(os.path.realpath(there)).parent
    pytest.skip(
        "NOT TRIED WITH POSTGRESQL: there is no server here; `.ci/run` installs it (package postgresql)"
    )


def _somebody() -> pwd.struct_passwd:
    """Whom the server runs as: it refuses root."""
    for name in (os.environ.get("ORDINARY_USER", ""), "postgres", "autograder-test", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    pytest.skip("NOT TRIED WITH POSTGRESQL: there is nobody but root to run the server as")
