"""What every test may ask for: fresh databases of both kinds and the shared example data."""

import gc
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from desktop.basics.i18n import DEFAULT_LANGUAGE, choose_language
from desktop.basics.office_clock import at_office
from desktop.queries.facts import clock
from desktop.services import passwords
from tests.postgres import Server, server_programs

# A window under test opens nowhere, also on a developer's own screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Every PC of an office is set to its time; so are the processes that a test starts.
os.environ["TZ"] = "CST-8"
if hasattr(time, "tzset"):
    time.tzset()

# What tests write goes into memory where there is room: a database of PostgreSQL is made in 30 ms
# there, on a slow disk in up to a second. Processes that a test starts follow.
_MEMORY = Path("/dev/shm")
_ROOM = 2 << 30
if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ["TMPDIR"] = str(_MEMORY)
    tempfile.tempdir = None

# How long one example takes says nothing on a busy machine.
hypothesis.settings.register_profile("office", deadline=None)
hypothesis.settings.load_profile("office")

# Their tests count for the coverage: dev.py says of which rooms. Tracing doubles a test's time, and
# what a window or a paper happens to run on its way is not what tests it, unless a story says by
# ``traced`` that it is the test of what it goes through; nor is a test that comes once on each
# database traced on the second, nor one that is marked ``untraced``.
COUNTED = ("basics", "models", "planning", "queries", "scenarios", "services", "cli")
_BUILD = """
import sys
from pathlib import Path
from desktop.offices import open_training
open_training(Path(sys.argv[1]))[0].engine.dispose()
"""
SHARED = Path(__file__).resolve().parents[2] / "shared"


# A statement is compiled once for all tests: each has an engine of its own, but all engines of one
# kind speak the same dialect.
_COMPILED: LRUCache[Any, Any] = LRUCache(5000)
for _dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
    _dialect.__eq__ = lambda self, other: type(self) is type(other)
    _dialect.__hash__ = lambda self: hash(type(self))


@event.listens_for(Engine, "engine_connect")
def compile_once(connection: Connection) -> None:
    """Let this connection use what was compiled for others."""
    connection.execution_options(compiled_cache=_COMPILED)


@event.listens_for(Engine, "connect")
def wait_for_no_disk(connection: object, _record: object) -> None:
    """Nothing that a test writes must outlive a crash (the program itself waits for the disk)."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF")


def pytest_collection_finish() -> None:
    """What is loaded by now stays, and a test's own garbage is small: both make collecting rare."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def is_second_time(item: pytest.Item) -> bool:
    """Whether this test comes on PostgreSQL after it came on SQLite."""
    return "postgresql" in item.name.partition("[")[2]


def counts(item: pytest.Item) -> bool:
    """Whether what this test goes over counts for the coverage."""
    room = item.path.relative_to(Path(__file__).parent).parts[0]
    if item.get_closest_marker("untraced") is not None or is_second_time(item):
        return False
    return room in COUNTED or item.get_closest_marker("traced") is not None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What counts goes first: code that ran before it was traced isn't traced afterwards."""
    items.sort(key=lambda item: not counts(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Trace what counts only."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    controller = getattr(plugin, "cov_controller", None)
    if controller is None or counts(item):
        return (yield)
    controller.pause()
    try:
        return (yield)
    finally:
        controller.resume()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One real PostgreSQL server for the session (under xdist: for each worker)."""
    if server_programs() is None:
        pytest.skip("there is no PostgreSQL package for this platform")
    server = Server.start()
    yield server
    server.stop()


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty PostgreSQL database of this test's own."""
    server: Server = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield url


@pytest.fixture(scope="session")
def training_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the training office, built once for all workers: copy it before it changes.

    It is built by a process of its own, so that no test is traced for it.
    """
    shared_by_workers = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared_by_workers = shared_by_workers.parent
    folder = shared_by_workers / "training-built"
    done = folder / "done"
    try:
        folder.mkdir()
    except FileExistsError:  # another worker builds it
        while not done.exists():
            time.sleep(0.1)
    else:
        command = [sys.executable, "-c", _BUILD, str(folder)]
        built = subprocess.run(
            command, check=False, capture_output=True, text=True, encoding="utf-8"
        )
        said = folder / "said"
        said.write_text(built.stderr if built.returncode else "", encoding="utf-8")
        said.rename(done)
    if said := done.read_text(encoding="utf-8"):
        raise RuntimeError(said)
    return folder


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of an SQLite database of this test's own, not made yet."""
    return f"sqlite:///{(tmp_path / 'office.db').as_posix()}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database, once of each kind."""
    url: str = request.getfixturevalue(
        "sqlite_url" if request.param == "sqlite" else "postgres_url"
    )
    return url


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of example data that lies beside a checkout; tests that need it skip without."""
    if not (SHARED / "data").is_dir():
        pytest.skip("there is no folder of shared example data beside this checkout")
    return SHARED


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the data and settings of the person who runs it."""
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))


@pytest.fixture(autouse=True)
def orders_are_typed_in_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """An order that is typed at 16:00 or later is due a day later (D2): here it never is."""
    morning = at_office(datetime.now().astimezone()).replace(hour=10, minute=0)
    monkeypatch.setattr(clock, "moment_now", lambda: morning)


@pytest.fixture(autouse=True)
def passwords_are_cheap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password costs half a second of work, on purpose: here only where the cost is tested."""
    if "full_cost" not in request.keywords:
        monkeypatch.setattr(passwords, "COST", {"iterations": 1, "lanes": 1, "memory_cost": 8})


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """Whatever language a test chose, the next one begins with the program's own."""
    yield
    choose_language(DEFAULT_LANGUAGE)
