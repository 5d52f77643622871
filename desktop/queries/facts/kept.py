"""What is dear to read and the same for everybody, kept until something is written."""

from collections.abc import Callable
from datetime import date
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Pool, func, select
from sqlalchemy.orm import Session

from desktop.models import Audit

Found = TypeVar("Found")


class Kept(Generic[Found]):
    """What ``read`` finds on a day, for each database; read anew once something was written."""

    def __init__(self, read: Callable[[Session, date], Found]) -> None:
        self._read = read
        self._known: WeakKeyDictionary[Pool, tuple[tuple[date, int | None], Found]]
        self._known = WeakKeyDictionary()

    def of(self, session: Session, today: date) -> Found:
        """What was found, or is now."""
        # Reading and changing have engines of their own, which share their connections.
        pool, written = session.get_bind().engine.pool, session.scalar(select(func.max(Audit.id)))
        known = self._known.get(pool)
        if known is None or known[0] != (today, written):
            known = ((today, written), self._read(session, today))
            self._known[pool] = known
        return known[1]
