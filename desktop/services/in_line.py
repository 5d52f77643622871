"""Changes stand in a line: how each begins, and how long one waits for another.

An engine's execution option ``change`` makes of a transaction a change. ``patient`` ones are those
of whole offices, which take their time and wait for others however long.
"""

from sqlalchemy import Connection, Engine
from sqlalchemy.engine.base import OptionEngine, RootTransaction

from desktop.models.protections import CHANGE_LOCK
from desktop.queries.facts.driver import told_rows
from desktop.services.in_place import look

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


class _InLine(Connection):
    """A connection that begins as ``take_place`` says.

    SQLAlchemy has an event for it; but as soon as an engine has any listener, every statement
    asks for those of its own, which is a third of what a short one costs. An engine has no public
    way to be given its kind of connection.
    """

    def begin(self) -> RootTransaction:
        begun = super().begin()
        try:
            take_place(self)
        except BaseException:
            begun.rollback()
            raise
        return begun


class _WithOptions(OptionEngine):
    _connection_cls = _InLine


_WithOptions._option_cls = _WithOptions


def put_in_line(engine: Engine) -> None:
    """Have all that an engine begins stand in the line of changes, or read beside it."""
    engine._connection_cls, engine._option_cls = _InLine, _WithOptions


def take_place(connection: Connection) -> None:
    """Begin what was told to begin: a change waits for its turn, a reading for nobody."""
    options = connection.get_execution_options()
    if connection.dialect.name == "sqlite":
        look(connection)
        # SQLite's own patience tells whoever waits long.
        told_rows(connection, "BEGIN IMMEDIATE" if options.get("change") else "BEGIN")
    elif options.get("change"):
        limits = _WITH_LIMITS.format(wait=_WAIT_S, still=_STILL_S)
        connection.exec_driver_sql(_IN_LINE if options.get("patient") else limits)


def is_its_turn(connection: Connection) -> bool:
    """Whether a change could begin on a server just now."""
    free = connection.exec_driver_sql(_TRY).scalar()
    connection.rollback()
    return bool(free)
