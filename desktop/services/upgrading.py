"""Bringing an older office up to date (E5)."""

import logging
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import N_, _
from desktop.services.trouble import telling_trouble

_NO_RIGHT = "42501"  # what PostgreSQL says to a user who may not
_NOT_THE_OWNER = N_(
    "{database} has to be brought up to date first, which this database user may not do. Whoever "
    "looks after the server opens it once as the user whom it belongs to: zhongxiao check."
)
_log = logging.getLogger(__name__)


def version_of(engine: Engine) -> str:
    """Which revision the tables of an office are of."""
    with engine.connect() as connection:
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


def upgrade(engine: Engine) -> None:
    """Bring an older database up to date, after a backup that was checked (E5)."""
    from alembic.util import CommandError

    from desktop.models.migrations import run
    from desktop.services.backup import back_up

    before = version_of(engine)
    if engine.dialect.name == "sqlite":
        path = Path(engine.url.database or "")
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        back_up(engine, path.with_name(f"{path.stem}-{before}-{stamp}.backup.db"))
    try:
        with telling_trouble(engine):
            run.upgrade(engine)
    except (SQLAlchemyError, CommandError) as error:
        _log.warning("the upgrade from %s failed: %s", before, str(error).partition("\n")[0])
        if isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", "") == _NO_RIGHT:
            raise DatabaseTrouble(_(_NOT_THE_OWNER).format(database=engine.url.database)) from error
        words = _(
            "{database} can't be brought up to date: it isn't as version {version} left it. "
            "Nothing was changed. Restore the newest good backup."
        )
        told = words.format(database=engine.url.database, version=before)
        raise DatabaseTrouble(told) from error
