"""A PostgreSQL server of one test's own, which it may stop and start."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from tests.postgres import launch


@contextmanager
def own_server() -> Iterator[tuple[str, Callable[..., None]]]:
    """Its database's URL, and how to call ``pg_ctl`` on it; by a Unix socket."""
    # A short path: that of a socket has about a hundred letters.
    folder = Path(tempfile.mkdtemp(prefix="zhongxiao-postgres-"))
    address, call = launch(folder)
    try:
        yield f"postgresql+psycopg://postgres@/postgres{address}", partial(call, "pg_ctl")
    finally:
        with suppress(subprocess.CalledProcessError):
            call("pg_ctl", "--mode=immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
