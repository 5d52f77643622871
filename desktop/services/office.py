"""The office: its database, who is signed in, and what day it is.

``office.transaction(action)`` is the one way to change anything. Changes stand in a line:
BEGIN IMMEDIATE on SQLite, an advisory lock on PostgreSQL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from desktop.basics.errors import ChangedElsewhere, Refused
from desktop.basics.i18n import _
from desktop.basics.rules import Rules
from desktop.models import Staff
from desktop.queries.rules import read_rules
from desktop.services import audit
from desktop.services.permissions import may, not_allowed

Reading = Session  # how those who may not know SQL name what a query is asked with


@dataclass(frozen=True)
class Person:
    """Who is signed in."""

    id: int
    code: str
    name: str
    roles: frozenset[str]

    @classmethod
    def of(cls, staff: Staff) -> "Person":
        """The person that a staff record describes."""
        roles = frozenset(role.role for role in staff.roles)
        return cls(staff.id, staff.code, staff.name, roles)


class Change(Session):
    """A session inside one transaction of one person's action."""

    action: str
    today: date
    person: Person | None

    @property
    def actor_id(self) -> int:
        """Whoever acts; refuses (``not_allowed``) when nobody is signed in."""
        if self.person is None:
            raise Refused("not_allowed", _("Sign in first."))
        return self.person.id

    def allow(self) -> None:
        """Refuse (``not_allowed``) an action that this person's roles don't include (E1)."""
        if self.person is None or not may(self.person.roles, self.action):
            raise not_allowed(self.action)

    @cached_property
    def rules(self) -> Rules:
        """The office's numbers."""
        return read_rules(self)


class Office:
    """One office's database, as one signed-in person sees it on one day."""

    def __init__(
        self, engine: Engine, person: Person | None = None, today: date | None = None
    ) -> None:
        self.engine = engine
        self.person = person
        self._today = today
        self._open: Change | None = None

    @property
    def today(self) -> date:
        """The business date."""
        return self._today or date.today()

    def on(self, day: date, person: Person | None) -> "Office":
        """The same office on a day, with this person signed in."""
        other = Office(self.engine, person, day)
        other._open = self._open
        return other

    def find_person(self, code: str) -> Person | None:
        """The active staff member with this code, or None."""
        with self.reading() as session:
            staff = session.scalar(select(Staff).where(Staff.code == code))
            return Person.of(staff) if staff and staff.active else None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads."""
        if self._open is not None:
            yield self._open
            return
        asking = {"person_id": self.person.id if self.person else None}
        with Session(self.engine, expire_on_commit=False, info=asking) as session:
            yield session
            session.rollback()

    @contextmanager
    def looking(self, action: str) -> Iterator[Change]:
        """A session like a change's that only reads, to ask whether an action would be refused."""
        if self._open is not None:
            yield self._open
            return
        with Change(self.engine, expire_on_commit=False, autoflush=False) as session:
            self._name(session, action)
            yield session
            session.rollback()

    @contextmanager
    def transaction(self, action: str) -> Iterator[Change]:
        """One change: all of it is committed, with its audit trail, or none.

        Raises ChangedElsewhere when a record was saved by somebody else meanwhile.
        """
        try:
            if self._open is not None:
                with self._step(self._open, action):
                    yield self._open
            else:
                with self._change(action) as session:
                    yield session
        except StaleDataError as error:
            raise ChangedElsewhere(
                _("Somebody else saved this meanwhile. Look at both versions and save again.")
            ) from error

    @contextmanager
    def _change(self, action: str) -> Iterator[Change]:
        writing = self.engine.execution_options(change=True)
        with Change(writing, expire_on_commit=False) as session:
            audit.watch(session)
            self._name(session, action)
            with session.begin():
                yield session

    @contextmanager
    def _step(self, session: Change, action: str) -> Iterator[None]:
        self._name(session, action)
        with session.begin_nested():
            yield

    def _name(self, session: Change, action: str) -> None:
        session.action = action
        session.today = self.today
        session.person = self.person

    @contextmanager
    def batch(self) -> Iterator["Office"]:
        """Many actions in one transaction; each is still all or nothing (replay, import)."""
        if self._open is not None:
            yield self
            return
        with self._change("batch") as session:
            together = Office(self.engine, self.person, self._today)
            together._open = session
            yield together


def now_text() -> str:
    """This moment in UTC, as it is stored."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
