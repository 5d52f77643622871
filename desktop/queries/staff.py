"""The people of the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.drafts.staff import StaffDraft
from desktop.basics.fields import stored
from desktop.basics.i18n import N_
from desktop.basics.pinyin import initials, spelled
from desktop.basics.roles import ROLES, role_words
from desktop.basics.typed import narrow
from desktop.models import Client, OfficeProfile, Staff, StaffRole
from desktop.queries.codes import code_there
from desktop.queries.listing import Wanted, by_name, holds, in_turn, ordered, searched
from desktop.queries.lists import Filter, PageList


@dataclass(frozen=True, kw_only=True)
class StaffRow(StaffDraft):
    """A person: roles by name, and how many clients are theirs."""

    id: int
    version: int
    has_password: bool
    roles: tuple[str, ...]
    clients: int

    @property
    def role_words(self) -> str:
        """The roles on screen."""
        return role_words(self.roles)


def office_name(session: Session) -> str:
    """What the office is called."""
    profile = session.get(OfficeProfile, 1)
    return profile.name if profile else ""


def staff_code(session: Session, typed: str) -> str:
    """The code of whoever is meant by one in any letter case and width."""
    return code_there(session, Staff, typed) or typed


def people_who_sign_in(session: Session) -> list[tuple[str, str]]:
    """Those who may sign in: (code, words)."""
    rows = session.scalars(select(Staff).where(Staff.active).order_by(Staff.id))
    return [
        (one.code, f"{one.name}（{role_words(held.role for held in one.roles)}）") for one in rows
    ]


def who_signs_in(session: Session, typed: str) -> tuple[str, ...]:
    """The codes of those who may be meant by what was typed: a code, a name, pinyin, initials.

    A code beats all else, whatever its case; a whole name beats pinyin and initials.
    """
    wanted = narrow(typed).strip().casefold()
    rows = session.execute(select(Staff.code, Staff.name).where(Staff.active)).all()
    exact = [code for code, _name in rows if narrow(code).casefold() == wanted]
    if len(exact) > 1:
        exact = [code for code in exact if code == typed.strip()] or exact
    named = [code for code, name in rows if narrow(name).casefold() == wanted]
    by_sound = [code for code, name in rows if wanted in (spelled(name), initials(name))]
    return tuple(exact or named or (by_sound if wanted else []))


def staff_ids(session: Session, wanted: Wanted) -> list[int]:
    """The people of a list."""
    query = STAFF.under(wanted.filter)
    typed = wanted.search
    match = holds(Staff.name, typed) | holds(Staff.code, typed) | holds(Staff.phone, typed)
    columns: dict[str, Any] = {"name": by_name(Staff), "code": Staff.code_key}
    columns |= {"roles": (_first_role(), Staff.name_key), "clients": _owned()}
    return searched(session, ordered(query, columns, wanted, Staff.id), wanted, match)


_HERE = Staff.active.is_(True)
_REPS = select(StaffRole.staff_id).where(StaffRole.role == "rep")

STAFF = PageList(
    "staff",
    Staff.id,
    (
        Filter("", N_("All"), _HERE),
        Filter("rep", N_("Reps"), _HERE & Staff.id.in_(_REPS)),
        Filter("gone", N_("Gone"), Staff.active.is_(False)),
    ),
    lambda asked, wanted: staff_ids(asked.session, wanted),
    lambda asked, ids: staff_rows(asked.session, ids),
    counted=False,
)


def _first_role() -> Any:
    """The first of a person's roles, in the order in which roles are named."""
    first = select(func.min(in_turn(StaffRole.role, ROLES))).where(StaffRole.staff_id == Staff.id)
    return first.correlate(Staff).scalar_subquery()


def _owned() -> Any:
    """How many clients are a person's."""
    theirs = select(func.count()).where(Client.rep_id == Staff.id, Client.state != "closed")
    return theirs.correlate(Staff).scalar_subquery()


def staff_rows(session: Session, ids: Sequence[int]) -> dict[int, StaffRow]:
    """The lines of these people."""
    wanted = list(ids)
    owned = dict(
        session.execute(
            select(Client.rep_id, func.count())
            .where(Client.rep_id.in_(wanted), Client.state != "closed")
            .group_by(Client.rep_id)
        ).all()
    )
    return {
        one.id: StaffRow(
            **stored(StaffDraft, one),
            id=one.id,
            version=one.version,
            has_password=one.password is not None,
            roles=tuple(held.role for held in one.roles),
            clients=owned.get(one.id, 0),
        )
        for one in session.scalars(select(Staff).where(Staff.id.in_(wanted)))
    }
