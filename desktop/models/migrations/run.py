"""Running the migrations without an ini file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

PLACE = Path(__file__).parent


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring a database to the newest revision, or one before it, in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(PLACE))
    with (
        engine.execution_options(change=True).connect() as connection,
        _references_at_the_end(connection),
        connection.begin(),
    ):
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        _need_references(connection)


@contextmanager
def _references_at_the_end(connection: Connection) -> Iterator[None]:
    """SQLite rebuilds a table by dropping it, which rows that refer to it would forbid."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def _need_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if lost is not None:
            raise IntegrityError(f"a row of {lost[0]} refers to none", None, Exception())
