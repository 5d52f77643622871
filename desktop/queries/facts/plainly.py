"""Questions about columns, asked without what a session does for records."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, Select
from sqlalchemy.orm import Session


def plain_rows(
    session: Session, query: Select[*tuple[Any, ...]], given: Mapping[str, Any] | None = None
) -> CursorResult[Any]:
    """The rows of a question about columns alone; what waits in the session is written first.

    A session looks for records in what it is asked, which costs more than a short question does.
    """
    session._autoflush()  # what a session itself calls: not within a flush, as `flush` would
    return session.connection().execute(query, given)
