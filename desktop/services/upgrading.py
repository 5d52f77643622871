"""Bringing an older office up to date (E5)."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import N_, _
from desktop.models.protections import NEWS
from desktop.services.least_rights import give_rights_again
from desktop.services.presence import others_on_server
from desktop.services.server_dump import dump_server
from desktop.services.trouble import MAY_NOT, telling_trouble

_NOT_THE_OWNER = N_(
    "{database} has to be brought up to date first, which this database user may not do. Whoever "
    "looks after the server opens it once as the user whom it belongs to: zhongxiao check."
)
_IN_THE_WAY = ("55P03", "40P01")  # waited too long for somebody, or each for the other
_log = logging.getLogger(__name__)


def version_of(engine: Engine) -> str:
    """Which revision the tables of an office are of."""
    with engine.connect() as connection:
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


def upgrade(engine: Engine, dumps: Path | None = None) -> Path | None:
    """Bring an older database up to date, after a backup that was checked (E5).

    A file's lies beside it, and is returned; a server's lies in ``dumps``, if it is named and the
    tools for it are here.
    """
    from alembic.util import CommandError

    from desktop.models.migrations import run
    from desktop.services.backup_file import back_up_file

    before, backup = version_of(engine), None
    if engine.dialect.name == "sqlite":
        path = Path(engine.url.database or "")
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        backup = path.with_name(f"{path.stem}-{before}-{stamp}.backup.db")
        back_up_file(path, backup)

    def dump(connection: Connection) -> None:
        if dumps is not None and connection.dialect.name == "postgresql":
            dump_server(connection, dumps, before)

    try:
        with telling_trouble(engine), _telling_why_not(engine):
            run.upgrade(engine, first=dump, then=_round_off)
    except (SQLAlchemyError, CommandError) as error:
        _log.warning("the upgrade from %s failed: %s", before, str(error).partition("\n")[0])
        words = _(
            "{database} can't be brought up to date: it isn't as version {version} left it. "
            "Nothing was changed. Restore the newest good backup."
        )
        told = words.format(database=engine.url.database, version=before)
        raise DatabaseTrouble(told) from error
    return backup


def _round_off(connection: Connection) -> None:
    """On a server: whoever works there may use the new tables too, and their windows are told."""
    if connection.dialect.name == "postgresql":
        give_rights_again(connection)
        told = f"SELECT pg_notify('{NEWS}', (coalesce(max(id), 0) + 1)::text) FROM audit"  # noqa: S608
        connection.exec_driver_sql(told)


@contextmanager
def _telling_why_not(engine: Engine) -> Iterator[None]:
    """Tell a user who may not do it, and who is at work meanwhile."""
    try:
        yield
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", "")
        if state == MAY_NOT:
            raise DatabaseTrouble(_(_NOT_THE_OWNER).format(database=engine.url.database)) from error
        if state not in _IN_THE_WAY:
            raise
        with engine.connect() as connection:
            others = others_on_server(connection)
        words = _(
            "{database} has to be brought up to date, but somebody is just at work in it "
            "({others}). Nothing was changed: close the program there, then try again."
        )
        told = words.format(database=engine.url.database, others="、".join(others) or "?")
        raise DatabaseTrouble(told) from error
