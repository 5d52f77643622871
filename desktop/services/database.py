"""Opening, making and upgrading the office's database (SQLite or PostgreSQL)."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, event, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import (
    DatabaseError,
    OperationalError,
)

from desktop.basics.errors import DatabaseTrouble, ServerAway
from desktop.basics.i18n import _
from desktop.basics.os_reason import os_reason
from desktop.models import MovedOffice
from desktop.models.protections import APPLICATION_ID
from desktop.services.at_the_door import what_keeps_out
from desktop.services.engine import connect
from desktop.services.halves import (
    SIDES,
    beside,
    half_place,
    known_as,
    throw_away,
    throw_away_halves,
)
from desktop.services.in_line import take_place
from desktop.services.making import make_office
from desktop.services.presence import alone, lock_place, real_place
from desktop.services.replacing import finish_replacing
from desktop.services.server_fit import too_old
from desktop.services.standing import NewerOffice, OfficeMoved
from desktop.services.trouble import telling_trouble, trouble_words
from desktop.services.upgrading import upgrade, version_of
from desktop.services.versions import HEAD, is_known, is_trial

Address = URL
Result = TypeVar("Result")
Make = Callable[[Connection], None]


class TrialOffice(DatabaseTrouble):
    """An office from before the first release, which no migration knows."""


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
    _write_ahead(engine)
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
        _write_ahead(engine)
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
        reason = os_reason(error)
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
        reason = os_reason(error)
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
        take_place(connection)  # this is heard before it waited for its turn
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


def _write_ahead(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return
    engine.dispose()
    with telling_trouble(engine), engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA journal_mode = WAL")


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


def open_database(
    url: URL,
    *,
    though_moved: bool = False,
    dumps: Path | None = None,
    tell: Callable[[str], None] | None = None,
) -> Engine:
    """Open an office's database, upgrading an older one after a backup (E5).

    ``dumps`` is where that of a server's office is laid; ``tell`` is told, in words, that an office
    was upgraded, and where it lies as it was before.

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
        backup = upgrade(engine, dumps)
        if tell is not None:
            tell(_upgraded_words(backup))
    if not though_moved:
        _need_here(engine)
    return engine


def _upgraded_words(backup: Path | None) -> str:
    if backup is None:
        return _("This office was brought up to date for the new version; all is there as before.")
    words = _(
        "This office was brought up to date for the new version; all is there as before. How it "
        "was until then lies in {file}."
    )
    return words.format(file=backup)


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
    _need_new_enough(engine)
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
    if engine.dialect.name == "sqlite":
        with engine.execution_options(change=True, patient=True).begin():
            pass  # shows at once whether it can be written
    return engine


def _need_new_enough(engine: Engine) -> None:
    """Refuse a server that lacks what the program needs, also where an office stands in it."""
    if engine.dialect.name == "sqlite":
        return
    with engine.connect() as connection:
        found = too_old(connection)
    if found is not None:
        raise DatabaseTrouble(found.told)


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
        if getattr(error.orig, "sqlstate", None) and (words := trouble_words(url, error)):
            return DatabaseTrouble(words)
        found = what_keeps_out(url, error.orig)
        words = _("{told} “Database connection” tests it, and takes another.")
        told = words.format(told=found.told)
        kind = ServerAway if found.passing else DatabaseTrouble
        return kind(told, found.details)
    words = _("{database} cannot be used: {reason}")
    told = words.format(database=known_as(url.database), reason=str(error.orig).strip())
    return DatabaseTrouble(trouble_words(url, error) or told)
