"""Changes stand in a line: how each begins, and how long one waits for another.

An engine's execution option ``change`` makes of a transaction a change. ``patient`` ones are those
of whole offices, which take their time and wait for others however long.
"""

from sqlalchemy import Connection

from desktop.models.protections import CHANGE_LOCK

# A PC that fell asleep within a change must not hold up all the others: they are told after a
# while, and the server ends a change in which nothing is asked for long.
_WAIT_S, _STILL_S = 30, 120
_IN_LINE = f"SELECT pg_advisory_xact_lock({CHANGE_LOCK})"
_WITH_LIMITS = (
    "SELECT set_config('lock_timeout', '{wait}s', true),"
    " set_config('idle_in_transaction_session_timeout', '{still}s', true),"
    f" pg_advisory_xact_lock({CHANGE_LOCK})"
)
_TRY = f"SELECT pg_try_advisory_xact_lock({CHANGE_LOCK})"


def begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; SQLite's own patience tells whoever waits long."""
    changing = connection.get_execution_options().get("change")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if changing else "BEGIN")


def begin_postgresql(connection: Connection) -> None:
    """Have a change wait for its turn."""
    options = connection.get_execution_options()
    if options.get("change"):
        limits = _WITH_LIMITS.format(wait=_WAIT_S, still=_STILL_S)
        connection.exec_driver_sql(_IN_LINE if options.get("patient") else limits)


def is_its_turn(connection: Connection) -> bool:
    """Whether a change could begin on a server just now."""
    free = connection.exec_driver_sql(_TRY).scalar()
    connection.rollback()
    return bool(free)
