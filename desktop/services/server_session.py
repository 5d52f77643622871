"""How each connection to a server is made ready: its settings, and that it leads to the same one.

A name may lead to two servers (an old one that was switched on again, a copy beside it), or to a
database that was put in the place of another: what is saved in one would be missing in the other.
So an engine keeps to the server and database that it came to first. Between both a pooler may
stand, which gives each transaction whatever session is free.
"""

from typing import Any

from sqlalchemy import Engine, event

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _

# What was said to be saved stands on the disk, and triggers are told as they were made, also where
# a server is set up otherwise.
_AS_WE_NEED = (
    "SELECT set_config(name, CASE setting WHEN 'off' THEN 'on' ELSE 'off' END, false)"
    " FROM pg_settings WHERE (name, setting) IN"
    " (('synchronous_commit', 'off'), ('quote_all_identifiers', 'on'))"
)
_WHO_ANSWERS = (
    "SELECT pg_backend_pid(), oid, has_function_privilege('pg_control_system()', 'EXECUTE')"
    " FROM pg_database WHERE datname = current_database()"
)
_WHICH = "SELECT system_identifier FROM pg_control_system()"
Which = tuple[int, int | None]


def make_ready(engine: Engine) -> None:
    """Have each connection of an engine made ready, and refuse one to another server.

    What it came to first is forgotten with the engine, not with its connections.
    """
    first: list[Which] = []

    def ready(driver: Any, _record: object) -> None:
        driver.execute(_AS_WE_NEED)
        pid, database, may_ask = driver.execute(_WHO_ANSWERS).fetchone()
        which = (database, driver.execute(_WHICH).fetchone()[0] if may_ask else None)
        driver.commit()
        if is_pooled(driver, pid):
            driver.prepare_threshold = None  # prepared statements belong to one session
        if not first:
            first.append(which)
        elif first[0] != which:
            raise _another(engine)

    event.listen(engine, "connect", ready)


def is_pooled(driver: Any, pid: int) -> bool:
    """Whether a pooler stands between: the session that answers isn't the one that let us in."""
    known: int = driver.pgconn.backend_pid
    return bool(known != pid)


def hears_nothing(driver: Any) -> bool:
    """Whether news can't come by a connection: through a pooler, or from a copy of a server."""
    pid, copy = driver.execute("SELECT pg_backend_pid(), pg_is_in_recovery()").fetchone()
    return bool(copy) or is_pooled(driver, pid)


def _another(engine: Engine) -> DatabaseTrouble:
    words = _(
        "Another server or database answers under the name {host} {database} than the one that was "
        "opened here. Nothing was saved, and what you typed is kept. If it was moved on purpose, "
        "close the program and open it again; else ask whoever looks after the server whether two "
        "are on."
    )
    url = engine.url
    return DatabaseTrouble(words.format(host=url.host or "", database=url.database))
