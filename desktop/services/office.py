"""The office: its database, who is signed in, and what day it is.

``office.transaction(action)`` is the one way to change anything. Changes stand in a line:
BEGIN IMMEDIATE on SQLite, an advisory lock on PostgreSQL.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Engine, event, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from desktop.basics.errors import ChangedElsewhere, Refused
from desktop.basics.i18n import _
from desktop.basics.office_clock import office_day
from desktop.models import MovedOffice, Staff, StaffRole
from desktop.queries.facts.asked_once import ASKED, HELD
from desktop.queries.facts.clock import clock_doubt, moment_now
from desktop.services import neighbours
from desktop.services.change import Change, Person, still_here
from desktop.services.deeds import Deeds
from desktop.services.in_place import file_of, look, need_in_place
from desktop.services.once import Once, answer_may_be_lost, made_once, once, own_key
from desktop.services.standing import need_standing, telling_how_it_stands

MOVE_BACK = "office.move_back"  # the one change of an office that was moved
Reading = Session  # how those who may not know SQL name what a query is asked with


class _OneReading(Session):
    """What it read it holds until it ends: what nobody held would be read again."""


@event.listens_for(_OneReading, "loaded_as_persistent")
@event.listens_for(Change, "loaded_as_persistent")
def _hold(session: Session, record: object) -> None:
    held = session.info.get(HELD)
    if held is not None:
        held.append(record)


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
        return self._today or office_day()

    @property
    def day_is_fixed(self) -> bool:
        """Whether its day is given, as the training office's; else it is the clock's."""
        return self._today is not None

    @cached_property
    def _changing(self) -> Engine:
        """The engine as changes use it."""
        return self.engine.execution_options(change=True)

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
        asking: dict[str, Any] = {
            "person_id": self.person.id if self.person else None,
            ASKED: {},
            HELD: [],
        }
        try:
            with (
                telling_how_it_stands(self.engine),
                _OneReading(self.engine, expire_on_commit=False, info=asking) as session,
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
            telling_how_it_stands(self.engine),
            Change(
                self.engine, expire_on_commit=False, autoflush=False, info={ASKED: {}, HELD: []}
            ) as session,
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
        changing = Change(self._changing, expire_on_commit=False)
        with telling_how_it_stands(self.engine), changing as session:
            form = self._form or own_key()
            noting, safely = self.deeds.noting(session), answer_may_be_lost(self.engine, form)
            with noting, safely:
                with session.begin():
                    self._name(session, action)
                    connection = session.connection()
                    file = file_of(connection)
                    with made_once(session, form):
                        self._ask_about_the_clock(session)
                        yield session
                        neighbours.keep_neighbours(session)
                    look(connection)
                need_in_place(file)

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
        once_only = made_once(session, self._form) if self._form else nullcontext()
        with session.begin_nested(), once_only:
            yield
            neighbours.keep_neighbours(session)

    def _name(self, session: Change, action: str) -> None:
        session.act(action, self.today)
        session.person = self.person and _as_now(session, self.person)
        if session.person is None and action != MOVE_BACK:
            _need_standing(session)
        session.confirmed = self._confirmed

    @contextmanager
    def batch(self, *, hold: bool = False) -> Iterator["Office"]:
        """Many actions in one transaction; each is still all or nothing (replay, import).

        With ``hold`` what one of them read is at hand for the others: a replay asks for the same
        people, shops and products all along.
        """
        if self._open is not None:
            yield self
            return
        with self._change("batch") as session:
            if hold:
                session.hold()
            together = Office(self.engine, self.person, self._today)
            together._open = session
            together._confirmed = self._confirmed
            yield together


def _as_now(session: Change, person: Person) -> Person:
    """The person with today's roles, asked once in a change that doesn't write any."""
    though_moved = session.action == MOVE_BACK
    return session.known(
        ("person", person),
        (Staff, StaffRole),
        lambda: still_here(session, person, though_moved=though_moved),
    )


def _need_standing(session: Change) -> None:
    session.known("standing", (MovedOffice,), lambda: need_standing(session))
