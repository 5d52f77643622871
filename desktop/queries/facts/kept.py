"""What is dear to read and the same for everybody, kept until something is written."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Pool, func, select
from sqlalchemy.orm import Session

from desktop.models import Audit

Found = TypeVar("Found")


class Kept(Generic[Found]):
    """What ``read`` finds on a day, for each database; read anew once something was written.

    What the actions of ``beside`` write isn't in it, and leaves it as it is.
    """

    def __init__(
        self, read: Callable[[Session, date], Found], beside: Collection[str] = ()
    ) -> None:
        self._read = read
        self._beside = tuple(beside)
        self._known: WeakKeyDictionary[Pool, tuple[date, int, Found]] = WeakKeyDictionary()

    def of(self, session: Session, today: date) -> Found:
        """What was found, or is now."""
        # Reading and changing have engines of their own, which share their connections.
        pool, written = session.get_bind().engine.pool, session.scalar(select(func.max(Audit.id)))
        written = written or 0
        known = self._known.get(pool)
        if known is not None and known[0] == today and self._holds(session, known[1], written):
            found = known[2]
        else:
            found = self._read(session, today)
        self._known[pool] = (today, written, found)
        return found

    def _holds(self, session: Session, known: int, written: int) -> bool:
        """Whether nothing that it rests on was written since; a trail may be set back."""
        if known == written or not self._beside:
            return known == written
        other = select(Audit.id).where(Audit.id > known, Audit.action.not_in(self._beside)).limit(1)
        return known < written and session.scalar(other) is None
