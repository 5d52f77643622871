"""The office: its database, who is signed in, and what day it is.

``office.transaction(action)`` is the one way to change anything. Changes stand in a line:
BEGIN IMMEDIATE on SQLite, an advisory lock on PostgreSQL.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from desktop.basics.errors import ChangedElsewhere, NeedsConfirmation, Refused
from desktop.basics.i18n import _
from desktop.basics.roles import may, not_allowed
from desktop.basics.rules import Rules
from desktop.models import Staff, StaffRole
from desktop.queries.facts.clock import clock_doubt, moment_now
from desktop.queries.facts.rules import read_rules
from desktop.services import audit
from desktop.services.deeds import Deeds
from desktop.services.once import Once, answer_may_be_lost, made_once, once, own_key
from desktop.services.trouble import telling_trouble

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
    """A session inside one transaction of one person's action.

    ``person`` is as the database knows them at this moment, not as they signed in. ``key`` is the
    change's own, ``told`` the keys of which the trail tells something by now.
    """

    action: str
    key: str = ""
    told: set[str]
    today: date
    person: Person | None
    confirmed: frozenset[str] | None = None

    def ask(self, name: str, message: str) -> None:
        """Ask a person, once, whether to go on; where nobody can be asked, it goes on.

        Raises NeedsConfirmation: the same is then saved again with ``name`` confirmed. Replays,
        imports and commands have nobody to ask: what they say is taken as meant.
        """
        if self.confirmed is not None and name not in self.confirmed:
            raise NeedsConfirmation(name, message)

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
    """One office's database, as one signed-in person sees it on one day.

    ``deeds`` tells what was changed last through it.
    """

    def __init__(
        self, engine: Engine, person: Person | None = None, today: date | None = None
    ) -> None:
        self.engine = engine
        self.person = person
        self.deeds = Deeds()
        self._today = today
        self._open: Change | None = None
        self._form: Once | None = None
        self._confirmed: frozenset[str] | None = None

    @property
    def today(self) -> date:
        """The business date."""
        return self._today or date.today()

    @property
    def day_is_fixed(self) -> bool:
        """Whether its day is given, as the training office's; else it is the clock's."""
        return self._today is not None

    def on(self, day: date | None, person: Person | None) -> "Office":
        """The same office with this person signed in, on a day; None: on whatever day it is."""
        other = Office(self.engine, person, day)
        other._open = self._open
        return other

    def saving(
        self, key: str, values: Mapping[str, Any], confirmed: Iterable[str] | None = None
    ) -> "Office":
        """The same office, to save one form: its next change is made once, whatever breaks.

        ``key`` was made with the form; ``values`` are what stands in it. With ``confirmed``
        there is somebody who can be asked (``Change.ask``), who said yes to these.
        """
        other = self.on(self._today, self.person)
        other.deeds = self.deeds
        other._form = once(key, values)
        other._confirmed = None if confirmed is None else frozenset(confirmed)
        return other

    def find_person(self, code: str) -> Person | None:
        """The active staff member with this code, or None."""
        with self.reading() as session:
            staff = session.scalar(select(Staff).where(Staff.code == code))
            return Person.of(staff) if staff and staff.active else None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads; refuses (``not_found``) a record that is there no more."""
        if self._open is not None:
            yield self._open
            return
        asking = {"person_id": self.person.id if self.person else None}
        try:
            with (
                telling_trouble(self.engine),
                Session(self.engine, expire_on_commit=False, info=asking) as session,
            ):
                yield session
                session.rollback()
        except NoResultFound as error:
            message = _("This is there no more: somebody took it away meanwhile.")
            raise Refused("not_found", message) from error

    @contextmanager
    def looking(self, action: str) -> Iterator[Change]:
        """A session like a change's that only reads, to ask whether an action would be refused."""
        if self._open is not None:
            with self._open.no_autoflush, self._open.begin_nested() as step:
                self._name(self._open, action)
                yield self._open
                step.rollback()
            return
        with (
            telling_trouble(self.engine),
            Change(self.engine, expire_on_commit=False, autoflush=False) as session,
        ):
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
        with telling_trouble(self.engine), Change(writing, expire_on_commit=False) as session:
            audit.watch(session)
            form = self._form or own_key()
            noting, safely = self.deeds.noting(session), answer_may_be_lost(self.engine, form)
            with noting, safely, session.begin():
                self._name(session, action)
                with made_once(session, form):
                    self._ask_about_the_clock(session)
                    yield session

    def _ask_about_the_clock(self, session: Change) -> None:
        """Ask once before anything is dated by a clock that can't be right (L5)."""
        if session.confirmed is None:
            return
        doubt = clock_doubt(session, session.today, None if self.day_is_fixed else moment_now())
        if doubt is not None:
            question = _("{doubt} Set it right, or save this on {today} all the same?")
            session.ask(doubt.name, question.format(doubt=doubt.words, today=session.today))

    @contextmanager
    def _step(self, session: Change, action: str) -> Iterator[None]:
        self._name(session, action)
        with session.begin_nested():
            if self._form is None:
                yield
                return
            with made_once(session, self._form):
                yield

    def _name(self, session: Change, action: str) -> None:
        session.action = action
        session.today = self.today
        session.person = self.person and still_here(session, self.person)
        session.confirmed = self._confirmed

    @contextmanager
    def batch(self) -> Iterator["Office"]:
        """Many actions in one transaction; each is still all or nothing (replay, import)."""
        if self._open is not None:
            yield self
            return
        with self._change("batch") as session:
            together = Office(self.engine, self.person, self._today)
            together._open = session
            together._confirmed = self._confirmed
            yield together


def still_here(session: Session, person: Person) -> Person:
    """The person with the roles they have now; refuses (``not_allowed``) one who left (E1)."""
    rows = session.execute(
        select(Staff.code, Staff.name, StaffRole.role)
        .outerjoin(StaffRole, StaffRole.staff_id == Staff.id)
        .where(Staff.id == person.id, Staff.active)
    ).all()
    if not rows:
        message = _("{name} does not work here any more: sign in as somebody else.")
        raise Refused("not_allowed", message.format(name=person.name))
    return Person(person.id, rows[0].code, rows[0].name, frozenset(row.role for row in rows))


def now_text() -> str:
    """This moment in UTC, as it is stored."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
