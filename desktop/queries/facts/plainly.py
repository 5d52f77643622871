"""Questions about columns, asked without what a session does for records."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ClauseElement,
    Connection,
    CursorResult,
    Dialect,
    Integer,
    Select,
    String,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import NullType

from desktop.queries.facts.driver import told_rows

_AS_THEY_ARE = (String, Integer, NullType, ARRAY)  # what a driver gives and takes as it is

# A statement's text for a driver, the facts that it holds itself, and in which order they go.
_Said = tuple[str, Mapping[str, Any], Sequence[str] | None]


def plain_rows(session: Session, query: Select[*tuple[Any, ...]]) -> CursorResult[Any]:
    """The rows of a question about columns alone; what waits in the session is written first.

    A session looks for records in what it is asked, which costs more than a short question does.
    """
    session._autoflush()  # what a session itself calls: not within a flush, as `flush` would
    return session.connection().execute(query)


class Prepared:
    """A statement of words and whole numbers that every change asks: its text is made once.

    To look it up, and each of its types anew, costs as much as to ask it.
    """

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._said: dict[str, _Said] = {}

    def rows(self, session: Session, given: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        """The rows that it tells; what waits in the session is written first."""
        session._autoflush()
        return self.ask(session.connection(), given)

    def ask(self, connection: Connection, given: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        """The rows that it tells, whatever a session holds."""
        dialect = connection.dialect
        said = self._said.get(dialect.name)
        if said is None:
            said = self._said[dialect.name] = self._say(dialect)
        text, usual, order = said
        facts = {**usual, **given}
        asked = facts if order is None else tuple([facts[name] for name in order])
        return told_rows(connection, text, asked)

    def _say(self, dialect: Dialect) -> _Said:
        said = self._statement.compile(dialect=dialect)
        assert isinstance(said, SQLCompiler)
        kinds = [one.type for one in said.binds.values()]
        kinds += [one.type for one in said._result_columns]
        assert all(isinstance(kind, _AS_THEY_ARE) for kind in kinds), kinds
        return str(said), said.params, said.positiontup
