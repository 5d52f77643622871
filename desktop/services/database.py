"""Opening, making and upgrading the office's database (SQLite or PostgreSQL)."""

import re
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _
from desktop.models import Base
from desktop.models.protections import CHANGE_LOCK, protections

HEAD = "0011"  # the newest migration; a test holds it against models/migrations
APPLICATION_ID = 0x5A58_4F46  # "ZXOF": marks an SQLite file as ours
_WAIT_MS = 15_000

Address = URL
Result = TypeVar("Result")


def read_url(text_: str) -> URL:
    """The URL of a database, also from a plain file path; DatabaseTrouble otherwise."""
    try:
        url = make_url(text_) if "://" in text_ else URL.create("sqlite", database=text_)
    except (ArgumentError, ValueError) as error:
        raise DatabaseTrouble(_("“{url}” names no database.").format(url=text_)) from error
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise DatabaseTrouble(
            _("“{url}”: only SQLite files and PostgreSQL servers can be used.").format(
                url=url.render_as_string()
            )
        )
    return url


def connect(url: URL) -> Engine:
    """An engine that begins changes the way the ledger needs."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": _WAIT_MS / 1000})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(url, isolation_level="READ COMMITTED", pool_pre_ping=True)
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own BEGIN comes too late for a change; we begin ourselves.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: Connection) -> None:
    changing = connection.get_execution_options().get("change")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if changing else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("change"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({CHANGE_LOCK})")


def exists(url: URL) -> bool:
    """Whether an office's tables are there (an empty file or database has none)."""
    if url.get_backend_name() == "sqlite" and not _has_file(url):
        return False
    return _guarded(url, lambda engine: inspect(engine).has_table("office_profile"))


def _has_file(url: URL) -> bool:
    path = Path(url.database or "")
    return path.is_file() and path.stat().st_size > 0


def make_database(url: URL) -> Engine:
    """Make an empty office database; DatabaseTrouble when something else is there already."""
    if url.get_backend_name() == "sqlite":
        if not url.database or url.database == ":memory:":
            raise DatabaseTrouble(_("An office's database is a file: name one."))
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    return _guarded(url, _make_tables)


def _make_tables(engine: Engine) -> Engine:
    if inspect(engine).get_table_names():
        raise DatabaseTrouble(
            _("{database}: there is something else in it. Name another database.").format(
                database=engine.url.database
            )
        )
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA journal_mode = WAL")
            raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    with engine.execution_options(change=True).begin() as connection:
        Base.metadata.create_all(connection)
        for statement in protections(engine.dialect.name):
            connection.execution_options(no_parameters=True).exec_driver_sql(statement)
        connection.exec_driver_sql(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
            " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
        connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{HEAD}')")  # noqa: S608
    return engine


def open_database(url: URL) -> Engine:
    """Open an office's database, upgrading an older one after a backup (E5).

    Raises DatabaseTrouble when it is missing, newer, damaged, locked, read-only or away.
    """
    if url.get_backend_name() == "sqlite" and not _has_file(url):
        raise DatabaseTrouble(
            _("{database}: there is no database. Make one, or name another.").format(
                database=url.database
            )
        )
    engine = _guarded(url, _checked)
    if _version(engine) != HEAD:
        upgrade(engine)
    return engine


def _checked(engine: Engine) -> Engine:
    tables = inspect(engine).get_table_names()
    if "office_profile" not in tables or "alembic_version" not in tables:
        raise DatabaseTrouble(
            _("{database} is not an office's database. Name another.").format(
                database=engine.url.database
            )
        )
    version = _version(engine)
    if (version != HEAD and not re.fullmatch(r"\d{4}", version)) or version > HEAD:
        raise DatabaseTrouble(
            _(
                "This database was last opened by a newer program (version {version}). "
                "Install the newer program here too; nothing was changed."
            ).format(version=version)
        )
    with engine.execution_options(change=True).begin():
        pass  # shows at once whether it can be written
    return engine


def _version(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


def upgrade(engine: Engine) -> None:
    """Bring an older database up to date, after a backup that was checked (E5)."""
    from desktop.models.migrations import run
    from desktop.services.backup import back_up

    if engine.dialect.name == "sqlite":
        path = Path(engine.url.database or "")
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        back_up(engine, path.with_name(f"{path.stem}-{_version(engine)}-{stamp}.backup.db"))
    run.upgrade(engine)


def _guarded(url: URL, work: Callable[[Engine], Result]) -> Result:
    """Do something with a database; what the driver says becomes words for a person."""
    engine = connect(url)
    try:
        return work(engine)
    except DatabaseError as error:
        engine.dispose()
        raise DatabaseTrouble(_trouble(url, error)) from error


def _trouble(url: URL, error: DatabaseError) -> str:
    said = str(error.orig).strip()
    place = url.database or ""
    words = {
        "locked": _("{database} is in use by another program. Close that program and try again."),
        "readonly": _("{database} cannot be written. Check the file's and the folder's rights."),
        "unable to open": _("{database} cannot be opened. Check the path and its rights."),
        "not a database": _("{database} is not a database, or it is encrypted. Name another file."),
        "malformed": _("{database} is damaged. Keep it, and restore the newest backup."),
    }
    for sign, message in words.items():
        if sign in said:
            return message.format(database=place)
    if isinstance(error, OperationalError) and url.get_backend_name() == "postgresql":
        return _(
            "The database server does not answer as asked: {reason} "
            "Check its address, name and password."
        ).format(reason=said)
    return _("{database} cannot be used: {reason}").format(database=place, reason=said)
