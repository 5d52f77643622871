"""One change: who makes it, on what day, in which transaction, and what it may ask."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine, Select, bindparam, event, select
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction

from desktop.basics.errors import NeedsConfirmation, Refused
from desktop.basics.i18n import _
from desktop.basics.roles import may, not_allowed
from desktop.basics.rules import Rules
from desktop.models import Base, Client, Product, Rule, Settlement, Staff, StaffRole
from desktop.models.filled import fill_new
from desktop.queries.chains import ENTRIES, TRAIL, as_head, last_of
from desktop.queries.facts.funds import LATEST_POSTED, quarter_told
from desktop.queries.facts.plainly import Prepared
from desktop.queries.facts.rules import read_rules
from desktop.services.flushing import (
    flush_plainly,
    insert_records,
    kind_of,
    lines_of,
    plain_record,
)
from desktop.services.standing import PLACE, VERSION, judge

Known = TypeVar("Known")
Coded = TypeVar("Coded", Client, Product, Staff)

CLOSED = "closed"  # how a change knows the last closed quarter
# Built once, as every change asks it: who may, and where the ledger and the trail end.
_LAST = (*last_of(TRAIL), *last_of(ENTRIES), LATEST_POSTED.scalar_subquery().label(CLOSED))
_ROLES = Prepared(
    select(Staff.code, Staff.name, StaffRole.role, VERSION, PLACE, *_LAST)
    .outerjoin(StaffRole, StaffRole.staff_id == Staff.id)
    .where(Staff.id == bindparam("person"), Staff.active)
)


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


class Written(NamedTuple):
    """What the flush that is going on writes: told once, as many ask for it."""

    new: tuple[Base, ...] = ()
    dirty: tuple[Base, ...] = ()
    deleted: tuple[Base, ...] = ()

    @property
    def all(self) -> Iterator[Base]:
        """New, changed and deleted records."""
        return chain(self.new, self.dirty, self.deleted)


class Change(Session):
    """A session inside one transaction of one person's action.

    ``person`` is as the database knows them at this moment, not as they signed in. ``key`` is the
    change's own, ``told`` the keys of which the trail tells something by now, ``trail`` what it is
    to tell of this change.
    """

    action: str
    key: str = ""
    today: date
    person: Person | None
    confirmed: frozenset[str] | None = None

    def __init__(self, engine: Engine, **options: Any) -> None:
        super().__init__(engine, **options)
        self.told: set[str] = set()
        self.trail: list[tuple[Any, ...]] = []
        self.written = Written()
        self.hearing: list[Callable[[], None]] = []  # who is told of each flush
        self.beside: tuple[Base, ...] = ()  # what is just written by ``write_many``
        self._coded: dict[tuple[type, str], Client | Product | Staff] = {}
        self._known: dict[Hashable, Any] = {}
        self._kinds: dict[type[Base], set[Hashable]] = {}
        self._through: Connection | None = None
        self._moment = ""

    def act(self, action: str, today: date) -> None:
        """Begin an action, of which the trail is to tell."""
        self.action, self.today, self._moment = action, today, ""

    def connection(self, *args: Any, **options: Any) -> Connection:
        """What this change writes through, found once: a short one asks for it ten times.

        A step has to ask, as its savepoint is set by that.
        """
        kept, within = self._through, self.in_nested_transaction()
        if kept is not None and not within and kept.in_transaction() and self.is_active:
            return kept
        found = super().connection(*args, **options)
        self._through = None if within else found
        return found

    def ask(self, name: str, message: str, field: str | None = None) -> None:
        """Ask a person, once, whether to go on; where nobody can be asked, it goes on.

        Raises NeedsConfirmation: the same is then saved again with ``name`` confirmed, and a no
        leads to ``field``. Replays, imports and commands have nobody to ask: what they say is
        taken as meant.
        """
        if self.confirmed is not None and name not in self.confirmed:
            raise NeedsConfirmation(name, message, field=field)

    @property
    def moment(self) -> str:
        """When this action writes, in UTC: one moment for all that it tells of itself."""
        self._moment = self._moment or now_text()
        return self._moment

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

    def coded(self, kind: type[Coded], code: str, ask: Select[Coded]) -> Coded | None:
        """The record with this code, looked up once in a change."""
        found = self.held(kind, code)
        if found is None:
            found = self.scalar(ask, {"code": code})
            if found is not None:
                self.keep(found)
        return found

    def held(self, kind: type[Coded], code: str) -> Coded | None:
        """The record with this code, if this change looked it up and it still stands so."""
        found = self._coded.get((kind, code))
        if found is None or found not in self or found in self.deleted or found.code != code:
            return None
        assert isinstance(found, kind)
        return found

    def keep(self, *records: "Coded") -> None:
        """Find these by their codes from now on, without asking the database."""
        for one in records:
            self._coded[type(one), one.code] = one

    def hold(self) -> None:
        """Keep all that is read or written until the end, so that nothing is read twice."""
        held: set[object] = set()
        for moment in ("loaded_as_persistent", "pending_to_persistent"):
            event.listen(self, moment, lambda _session, record: held.add(record))

    def write_facts(self, kind: type[Base], given: Iterable[Mapping[str, Any]]) -> None:
        """Write many new records of a kind, as ``write_many`` does, of which nobody needs more.

        What SQLAlchemy notes of each fact that is set costs more than to write it.
        """
        self.write_many([plain_record(kind, facts) for facts in given])

    def write_many(self, records: Sequence[Base]) -> None:
        """Write many new records of one kind, beside the session, which holds none of them.

        Their keys, search words and lines of the trail are as if each had been added, for a tenth
        of the time; what is set of them afterwards is not written.
        """
        if not records:
            return
        self.flush()
        self.beside = tuple(records)
        try:
            self.dispatch.before_flush(self, None, None)
            self._write_beside(records)
            self.dispatch.after_flush(self, None)
        finally:
            self.beside = ()

    def write_documents(self, records: Sequence[Base]) -> None:
        """The same for documents with the new lines that they hold, and the lines of those."""
        if records:
            self.write_many(records)
            for lines in lines_of(records):
                self.write_documents(lines)

    def _write_beside(self, records: Sequence[Base]) -> None:
        given = [vars(record) for record in records]
        fill_new(type(records[0]), given)
        kind = kind_of(type(records[0]))
        assert kind is not None
        insert_records(self.connection(), kind, given)

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Write what waits: by itself where it is plain, else by the unit of work."""
        if objects is not None or self._flushing or not flush_plainly(self):
            super().flush(objects)

    def known(
        self, key: Hashable, kinds: tuple[type[Base], ...], ask: Callable[[], Known]
    ) -> Known:
        """What was asked before in this change, unless a record of these kinds was written since.

        Changes stand in a line: nobody else writes while this one is open. ``kinds`` are those
        that the answer rests on, none of which is ever written in bulk.
        """
        if key not in self._known or (kinds and self._pends(kinds)):
            self._known[key] = ask()
            self._note_kinds(key, kinds)
        found: Known = self._known[key]
        return found

    def tell(self, key: Hashable, now: object, *kinds: type[Base]) -> None:
        """What is known under a key from now on: whoever writes beside the session says so."""
        self._known[key] = now
        self._note_kinds(key, kinds)

    def _note_kinds(self, key: Hashable, kinds: Iterable[type[Base]]) -> None:
        for kind in kinds:
            self._kinds.setdefault(kind, set()).add(key)

    def _pends(self, kinds: tuple[type[Base], ...]) -> bool:
        return any(isinstance(one, kinds) for one in (*self.new, *self.dirty, *self.deleted))

    def forget(self, written: type[Base] | None = None) -> None:
        """Ask again what rests on a kind of record; whatever it rests on, when none is named."""
        if written is None:
            self._known.clear()
            self._kinds.clear()
        for key in self._kinds.pop(written, ()) if written else ():
            self._known.pop(key, None)

    @property
    def rules(self) -> Rules:
        """The office's numbers."""
        return self.known("rules", (Rule,), lambda: read_rules(self))


@event.listens_for(Change, "after_flush")
def _note_written(session: Change, _work: UOWTransaction) -> None:
    new = session.beside or tuple(session.new)
    session.written = Written(new, tuple(session.dirty), tuple(session.deleted))
    if session._kinds:
        for kind in {type(one) for one in session.written.all}:
            session.forget(kind)
    for hear in session.hearing:
        hear()


@event.listens_for(Change, "after_soft_rollback")
def _forget_all(session: Change, _previous: SessionTransaction) -> None:
    session.forget()


def still_here(session: Session, person: Person, *, though_moved: bool = False) -> Person:
    """The person with the roles they have now; refuses (``not_allowed``) one who left (E1).

    Raises OfficeGone where the office isn't as it was opened (``services/standing.py``).
    """
    rows = _ROLES.rows(session, {"person": person.id})
    for _code, _name, _role, version, moved_to, *ends, closed in rows[:1]:
        judge(version, None if though_moved else moved_to)
        if isinstance(session, Change):
            session.tell(TRAIL, as_head(*ends[:2]))
            session.tell(ENTRIES, as_head(*ends[2:]))
            session.tell(CLOSED, quarter_told(closed), Settlement)
    if not rows:
        message = _("{name} does not work here any more: sign in as somebody else.")
        raise Refused("not_allowed", message.format(name=person.name))
    code, name = rows[0][:2]
    return Person(person.id, code, name, frozenset(role for _code, _name, role, *_ in rows))


def now_text() -> str:
    """This moment in UTC, as it is stored."""
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
