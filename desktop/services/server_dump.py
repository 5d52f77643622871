"""A dump of a server's office by the server's own tools, where they are (E5).

Before an upgrade an office is backed up as it is then. Our own backup needs tables of today's
version; ``pg_dump`` copies whatever stands there.
"""

import logging
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _
from desktop.basics.os_reason import os_reason
from desktop.basics.through import write_through
from desktop.services.halves import half_place

_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "C:/Program Files/PostgreSQL/*/bin",
)
_MAJOR = re.compile(r"(\d+)")
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_log = logging.getLogger(__name__)


def dump_server(connection: Connection, folder: Path, version: str) -> Path | None:
    """Dump an office as it stands, and read the dump through; None where there is no tool for it.

    Raises DatabaseTrouble when a tool is there and doesn't do it, such as on a full disk.
    """
    tools = _tools(connection)
    if tools is None:
        _log.warning("no pg_dump for this server here: the upgrade goes on without a backup")
        return None
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    target = folder / f"office-{version}-{stamp}.dump"
    half = half_place(target)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        url = connection.engine.url
        where = (f"--dbname={_address(url)}", "--no-password", "--lock-wait-timeout=20s")
        _run(tools / "pg_dump", "--format=custom", f"--file={half}", *where, env=_secrets(url))
        # It unpacks every row: a dump that was cut off says so.
        _run(tools / "pg_restore", f"--file={os.devnull}", str(half), env={})
        write_through(half)
        half.replace(target)
    except OSError as error:
        raise DatabaseTrouble(_refused(os_reason(error))) from error
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)
    return target


def _tools(connection: Connection) -> Path | None:
    """The folder of tools that are no older than the server."""
    server = int(str(connection.exec_driver_sql("SHOW server_version_num").scalar())) // 10_000
    return next((one for one in _folders() if _major(one) >= server), None)


def _folders() -> Iterator[Path]:
    found = shutil.which("pg_dump")
    if found is not None:
        yield Path(found).resolve().parent
        yield Path(found).parent
    for place in _PLACES:
        root = Path(Path(place).anchor)
        yield from sorted(root.glob(str(Path(place).relative_to(root))), reverse=True)


def _major(folder: Path) -> int:
    """Of which version the tools of a folder are; 0 where they can't be run, or one is missing."""
    versions = []
    for name in ("pg_dump", "pg_restore"):
        try:
            command = [str(folder / name), "--version"]
            said = subprocess.run(
                command, check=True, capture_output=True, text=True, creationflags=_NO_WINDOW
            )
        except (OSError, subprocess.CalledProcessError):
            return 0
        found = _MAJOR.search(said.stdout)
        versions.append(int(found[1]) if found else 0)
    return min(versions)


def _address(url: URL) -> str:
    """The server's address without the password, which others would see among the processes."""
    plain = URL.create("postgresql", url.username, None, url.host, url.port, url.database)
    return plain.set(query=url.query).render_as_string()


def _secrets(url: URL) -> Mapping[str, str]:
    return {"PGPASSWORD": str(url.password)} if url.password else {}


def _run(program: Path, *arguments: str, env: Mapping[str, str]) -> None:
    done = subprocess.run(
        [str(program), *arguments],
        check=False,
        capture_output=True,
        env={**os.environ, **env},
        creationflags=_NO_WINDOW,
    )
    if done.returncode:
        raise DatabaseTrouble(_refused(done.stderr.decode(errors="replace").strip()))


def _refused(reason: str) -> str:
    words = _("Before the upgrade no backup could be made ({reason}), so nothing was changed.")
    return words.format(reason=reason)
