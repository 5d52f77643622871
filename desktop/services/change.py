"""One change: who makes it, on what day, in which transaction, and what it may ask."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, event, select
from sqlalchemy.orm import Session

from desktop.basics.errors import NeedsConfirmation, Refused
from desktop.basics.i18n import _
from desktop.basics.roles import may, not_allowed
from desktop.basics.rules import Rules
from desktop.models import Staff, StaffRole
from desktop.queries.facts.rules import read_rules

# Built once, as every change asks it.
_ROLES = (
    select(Staff.code, Staff.name, StaffRole.role)
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


class Change(Session):
    """A session inside one transaction of one person's action.

    ``person`` is as the database knows them at this moment, not as they signed in. ``key`` is the
    change's own, ``told`` the keys of which the trail tells something by now, ``trail`` what it is
    to tell of this change.
    """

    action: str
    key: str = ""
    told: set[str]
    trail: list[dict[str, Any]]
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

    def hold(self) -> None:
        """Keep all that is read or written until the end, so that nothing is read twice."""
        held: set[object] = set()
        for moment in ("loaded_as_persistent", "pending_to_persistent"):
            event.listen(self, moment, lambda _session, record: held.add(record))

    @cached_property
    def rules(self) -> Rules:
        """The office's numbers."""
        return read_rules(self)


def still_here(session: Session, person: Person) -> Person:
    """The person with the roles they have now; refuses (``not_allowed``) one who left (E1)."""
    rows = session.execute(_ROLES, {"person": person.id}).all()
    if not rows:
        message = _("{name} does not work here any more: sign in as somebody else.")
        raise Refused("not_allowed", message.format(name=person.name))
    return Person(person.id, rows[0].code, rows[0].name, frozenset(row.role for row in rows))


def now_text() -> str:
    """This moment in UTC, as it is stored."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
