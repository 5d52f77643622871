"""Opening, making and upgrading the office's database (SQLite or PostgreSQL)."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    OperationalError,
)
from sqlalchemy.sql.compiler import InsertmanyvaluesSentinelOpts

from desktop.basics.errors import DatabaseTrouble, ServerAway
from desktop.basics.i18n import _
from desktop.basics.this_pc import this_pc
from desktop.models import MovedOffice
from desktop.models.protections import APPLICATION_ID
from desktop.services.at_the_door import what_keeps_out
from desktop.services.in_line import begin_postgresql, begin_sqlite
from desktop.services.making import make_office
from desktop.services.presence import alone, announce, lock_place, real_place
from desktop.services.replacing import (
    SIDES,
    beside,
    finish_replacing,
    half_place,
    throw_away,
    throw_away_halves,
)
from desktop.services.standing import NewerOffice, OfficeMoved
from desktop.services.trouble import telling_trouble, trouble_words
from desktop.services.upgrading import upgrade, version_of
from desktop.services.versions import HEAD, is_known, is_trial

_WAIT_MS = 15_000
_CACHE_KB = 4_096  # of each connection: of a long list the pages that every key looks at
_STATEMENTS = 1_000  # that the driver keeps prepared; an office's work knows some hundreds
# A server that went without a word is missed within half a minute, not after the system's hours.
_ALIVE = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
# What was said to be saved stands on the disk, and triggers are told as they were made, also where
# a server is set up otherwise.
_AS_WE_NEED = (
    "SELECT set_config(name, CASE setting WHEN 'off' THEN 'on' ELSE 'off' END, false)"
    " FROM pg_settings WHERE (name, setting) IN"
    " (('synchronous_commit', 'off'), ('quote_all_identifiers', 'on'))"
)
_SAVEPOINTS = {
    "do_savepoint": ["SAVEPOINT step"],
    "do_rollback_to_savepoint": ["ROLLBACK TO SAVEPOINT step", "RELEASE SAVEPOINT step"],
    "do_release_savepoint": ["RELEASE SAVEPOINT step"],
}

Address = URL
Result = TypeVar("Result")
Make = Callable[[Connection], None]


class TrialOffice(DatabaseTrouble):
    """An office from before the first release, which no migration knows."""


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


def connect(url: URL, *, seen: bool = True) -> Engine:
    """An engine that begins changes the way the ledger needs.

    Others see that it is open, unless whoever holds its file alone (``alone``) is not ``seen``.
    What is written never stands in an error or a log: a reporter's name might be in it (V2).
    """
    if url.get_backend_name() == "sqlite":
        how = {"timeout": _WAIT_MS / 1000, "cached_statements": _STATEMENTS}
        engine = create_engine(url, hide_parameters=True, connect_args=how, pool_use_lifo=True)
        # Rows that are written at once get rising ids, as they come: nothing else counts here.
        rising = InsertmanyvaluesSentinelOpts.ANY_AUTOINCREMENT
        engine.dialect.insertmanyvalues_implicit_sentinel = rising
        if url.database and url.database != ":memory:":
            if seen:
                announce(engine, Path(url.database), _prepare_sqlite)
            else:
                event.listen(engine, "connect", lambda made, _record: _prepare_sqlite(made))
        event.listen(engine, "begin", begin_sqlite)
    else:
        engine = create_engine(
            url,
            hide_parameters=True,
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,
            # Those that aren't needed rest, so that a server may end them (docs/scaling.md).
            pool_use_lifo=True,
            # Words are UTF-8 to us, whatever the server thinks of its users.
            connect_args={
                "application_name": _session_name(),
                "client_encoding": "UTF8",
                **_ALIVE,
            },
        )
        event.listen(engine, "connect", _prepare_postgresql)
        event.listen(engine, "begin", begin_postgresql)
        event.listen(engine, "handle_error", _hide_rows)
    event.listen(engine, "handle_error", _say_what_is_hidden)
    for step, statements in _SAVEPOINTS.items():
        setattr(engine.dialect, step, _plainly(statements))
    return engine


def _session_name() -> str:
    """What a server calls our sessions: this program, on this PC."""
    return f"zhongxiao {this_pc().encode('ascii', 'replace').decode()}"


def _plainly(statements: Sequence[str]) -> Callable[[Connection, str], None]:
    """Set or end the innermost savepoint, by the one name that all of them have.

    New names are compiled and prepared anew each time, and push out what the driver keeps prepared.
    """

    def step(connection: Connection, _name: str) -> None:
        if statements[0].startswith("ROLLBACK") and _is_undone(connection):
            return
        for statement in statements:
            connection.exec_driver_sql(statement)

    return step


def _is_undone(connection: Connection) -> bool:
    """Whether SQLite has undone all of a change itself, as where a disk is full or fails.

    Asked to undo a part, it would tell of that, and no longer of the disk.
    """
    driver = connection.connection.driver_connection
    return isinstance(driver, sqlite3.Connection) and not driver.in_transaction


def _prepare_sqlite(connection: sqlite3.Connection) -> None:
    # The driver's own BEGIN comes too late for a change; we begin ourselves.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")


def _prepare_postgresql(connection: Any, _record: object) -> None:
    connection.execute(_AS_WE_NEED)
    connection.commit()


def _hide_rows(context: ExceptionContext) -> None:
    """Leave out what the server quotes of a row: “Failing row contains (…)”, “Key (…)=(…)”."""
    said, error = context.original_exception, context.sqlalchemy_exception
    words = getattr(getattr(said, "diag", None), "message_primary", None)
    if words and error is not None:
        said.args = (words,)
        error.args = (f"({type(said).__module__}.{type(said).__name__}) {words}",)


def _say_what_is_hidden(context: ExceptionContext) -> None:
    error = context.sqlalchemy_exception
    if error is not None:
        error.add_note("[parameters stand in no report: they may name people (V2, E6)]")


def exists(url: URL) -> bool:
    """Whether an office was begun there: its tables stand, and somebody works in it.

    An empty file or database holds none, nor does one whose beginning was broken off.
    """
    if url.get_backend_name() == "sqlite" and not _has_file(url):
        return False
    return _guarded(url, _has_office)


def _has_office(engine: Engine) -> bool:
    try:
        return inspect(engine).has_table("office_profile") and not _is_blank(engine)
    finally:
        engine.dispose()


def _is_blank(engine: Engine) -> bool:
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT id FROM staff LIMIT 1").first() is None


def _has_file(url: URL) -> bool:
    path = Path(url.database or "")
    finish_replacing(path)  # a restoring that was broken off
    return path.is_file() and path.stat().st_size > 0


def make_database(url: URL) -> Engine:
    """Make an empty office database; DatabaseTrouble when something else is there already."""
    if url.get_backend_name() == "sqlite":
        if not url.database or url.database == ":memory:":
            raise DatabaseTrouble(_("An office's database is a file: name one."))
        _make_folder(real_place(Path(url.database)))
    engine = _guarded(url, _make_tables)
    _log_mode(engine, "WAL")
    return engine


@contextmanager
def made_whole(url: URL, make: Make = make_office) -> Iterator[Engine]:
    """A new office, filled within the block: whole when the block ends, or not there at all.

    ``make`` makes its tables.

    An SQLite file is made beside its place and moved there. On a server the first change makes
    the tables, and they go with it: all is filled in one change (``Office.batch``). Raises
    DatabaseTrouble when something else is there already, or it can't be put in its place.
    """
    if url.get_backend_name() != "sqlite" or not url.database:
        with _made_by_its_first_change(url, make) as engine:
            yield engine
        return
    target = real_place(Path(url.database))
    if _has_file(url):
        make_database(url).dispose()  # refuses whatever is more than a broken-off beginning
    half = half_place(target)
    _make_folder(target)
    throw_away_halves(target.parent, target.name)
    try:
        # Nobody else reads it yet, and a log would need as much room again.
        engine = _guarded(url.set(database=str(half)), lambda half: _make_tables(half, make))
        yield engine
        _log_mode(engine, "WAL")
        engine.dispose()
        lock_place(half).unlink(missing_ok=True)
        with alone(target):
            _need_nobody_in(target)
            _put_in_place(half, target)
    finally:
        throw_away(half)
        with suppress(OSError):
            lock_place(half).unlink(missing_ok=True)


def _make_folder(target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        words = _("The folder {folder} cannot be made: {reason}. Name another place.")
        reason = error.strerror or str(error)
        raise DatabaseTrouble(words.format(folder=target.parent, reason=reason)) from error


def _put_in_place(half: Path, target: Path) -> None:
    """Give a new office its name; nothing of worth is in its place."""
    try:
        for side in SIDES:
            beside(target, side).unlink(missing_ok=True)
        half.replace(target)
    except OSError as error:
        words = _(
            "{database} cannot be put in its place: {reason}. Close what has it open, look at the "
            "folder's rights, and begin once more; nothing is left of it."
        )
        reason = error.strerror or str(error)
        raise DatabaseTrouble(words.format(database=target, reason=reason)) from error


@contextmanager
def _made_by_its_first_change(url: URL, make: Make) -> Iterator[Engine]:
    """A server's empty database, in which whatever changes first makes the tables."""
    engine = _guarded(url, _with_room)
    began = False

    def begin(connection: Connection) -> None:
        nonlocal began
        if not connection.get_execution_options().get("change"):
            return
        if not inspect(connection).get_table_names():
            make(connection)
        elif not began:
            raise _something_else(url.database)  # somebody else began an office there meanwhile
        began = True

    if not inspect(engine).get_table_names():
        event.listen(engine, "begin", begin)
    try:
        yield engine
    finally:
        engine.dispose()


def _need_nobody_in(target: Path) -> None:
    """Refuse to lay a new office over one that somebody else began or filled meanwhile."""
    if not target.is_file() or not target.stat().st_size:
        return
    with closing(sqlite3.connect(target)) as connection, suppress(sqlite3.OperationalError):
        if connection.execute("SELECT id FROM staff LIMIT 1").fetchone() is None:
            return  # a beginning that was broken off
    raise _something_else(str(target))


def _log_mode(engine: Engine, mode: str) -> None:
    if engine.dialect.name != "sqlite":
        return
    engine.dispose()
    with telling_trouble(engine), engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute(f"PRAGMA journal_mode = {mode}")


def _with_room(engine: Engine) -> Engine:
    """A database in which nothing is, or only a beginning that was broken off."""
    tables = inspect(engine).get_table_names()
    begun = "staff" in tables and version_of(engine) == HEAD and _is_blank(engine)
    if tables and not begun:
        raise _something_else(engine.url.database)
    return engine


def _something_else(database: str | None) -> DatabaseTrouble:
    words = _("{database}: there is something else in it. Name another database.")
    return DatabaseTrouble(words.format(database=database))


def _make_tables(engine: Engine, make: Make = make_office) -> Engine:
    if inspect(_with_room(engine)).get_table_names():
        return engine  # a beginning that was broken off
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    with engine.execution_options(change=True, patient=True).begin() as connection:
        make(connection)
    return engine


def open_database(url: URL, *, though_moved: bool = False, dumps: Path | None = None) -> Engine:
    """Open an office's database, upgrading an older one after a backup (E5).

    ``dumps`` is where that of a server's office is laid.

    Raises DatabaseTrouble when it is missing, newer, damaged, locked, read-only or away; as
    TrialOffice when it is from before the first release, as OfficeMoved when it was moved, as
    NewerOffice when a newer program wrote it.
    """
    if url.get_backend_name() == "sqlite" and not _has_file(url):
        raise DatabaseTrouble(
            _("{database}: there is no database. Make one, or name another.").format(
                database=url.database
            )
        )
    engine = _guarded(url, _checked)
    if version_of(engine) != HEAD:
        upgrade(engine, dumps)
    if not though_moved:
        _need_here(engine)
    return engine


def _need_here(engine: Engine) -> None:
    """Refuse an office that was moved: it goes on elsewhere, what is done here would be lost."""
    with engine.connect() as connection:
        moved = connection.execute(select(MovedOffice.place, MovedOffice.moved_at)).first()
    if moved is None:
        return
    engine.dispose()
    words = _(
        "This office was moved to {place} on {day}: open it there (a server's: by “Database "
        "connection”). What stands here is kept as it was then. To work here again after all: "
        "zhongxiao move --undo."
    )
    raise OfficeMoved(words.format(place=moved.place, day=moved.moved_at[:10]))


def _checked(engine: Engine) -> Engine:
    tables = inspect(engine).get_table_names()
    if "office_profile" not in tables or "alembic_version" not in tables:
        raise DatabaseTrouble(
            _("{database} is not an office's database. Name another.").format(
                database=engine.url.database
            )
        )
    if is_trial(tables):
        words = _(
            "{database} is from a trial of this program before its first release, and can't be "
            "brought up to date. Move it away and begin the office anew, or name another database."
        )
        raise TrialOffice(words.format(database=engine.url.database))
    version = version_of(engine)
    if not is_known(version):
        raise NewerOffice(version, _updates_folder(engine))
    with engine.execution_options(change=True, patient=True).begin():
        pass  # shows at once whether it can be written
    return engine


def _updates_folder(engine: Engine) -> str:
    """Where an office that this program doesn't know says that newer ones lie."""
    with suppress(DatabaseError), engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT updates_folder FROM office_profile").scalar()
        return str(found or "")
    return ""


def _guarded(url: URL, work: Callable[[Engine], Result]) -> Result:
    """Do something with a database; what the driver says becomes words for a person."""
    engine = connect(url)
    try:
        if url.get_backend_name() != "sqlite":
            return work(engine)
        with telling_trouble(engine):
            return work(engine)
    except DatabaseError as error:
        engine.dispose()
        raise _trouble(url, error) from error
    except DatabaseTrouble:
        engine.dispose()
        raise


def _trouble(url: URL, error: DatabaseError) -> DatabaseTrouble:
    """What is said of a database that can't even be opened."""
    if url.get_backend_name() == "postgresql" and isinstance(error, OperationalError):
        found = what_keeps_out(url, error.orig)
        words = _("{told} “Database connection” tests it, and takes another.")
        told = words.format(told=found.told)
        kind = ServerAway if found.passing else DatabaseTrouble
        return kind(told, found.details)
    words = _("{database} cannot be used: {reason}")
    told = words.format(database=url.database, reason=str(error.orig).strip())
    return DatabaseTrouble(trouble_words(url, error) or told)
