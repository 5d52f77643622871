"""Running the migrations without an ini file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from desktop.models.kept_sums import keep_sums, put_keeping_away
from desktop.models.search_index import make_search_index, put_away

if TYPE_CHECKING:
    from alembic.config import Config

PLACE = Path(__file__).parent
_NEWEST = "head"
Step = Callable[[Connection], object]
_PATIENCE_S = 20


def upgrade(
    engine: Engine, to: str = _NEWEST, *, first: Step | None = None, then: Step | None = None
) -> None:
    """Bring a database to the newest revision, or one before it, in one transaction.

    ``first`` is called before anything is changed, ``then`` at the end. Of two programs that
    upgrade at once one does it, the other waits and finds it done. On a server whoever reads is
    waited for, but not for long: who holds a table would else keep everybody from it.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(PLACE))
    with _changing(engine) as connection:
        if to == _NEWEST and _is_newest(connection, config):
            return
        if first is not None:
            first(connection)
        config.attributes["connection"] = connection
        # No table that the index is of, or that a kept sum follows from, could be made anew
        # while they stand.
        put_away(connection)
        put_keeping_away(connection)
        command.upgrade(config, to)
        if to == _NEWEST:
            make_search_index(connection)
            keep_sums(connection)
        if then is not None:
            then(connection)


def _is_newest(connection: Connection, config: "Config") -> bool:
    """Whether another program was quicker."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    stands = MigrationContext.configure(connection).get_current_revision()
    return stands == ScriptDirectory.from_config(config).get_current_head()


@contextmanager
def _changing(engine: Engine) -> Iterator[Connection]:
    """One transaction in which a table may be made anew that others refer to.

    SQLite would take it as every row of it being deleted: there references are held at the end.
    """
    with engine.execution_options(change=True, patient=True).connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_PATIENCE_S}s'")
                yield connection
            return
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if lost is not None:
                    error = ValueError(f"{lost[0]} refers to {lost[2]}, where nothing is")
                    raise IntegrityError("PRAGMA foreign_key_check", None, error)
        finally:
            driver.execute("PRAGMA foreign_keys = ON")
