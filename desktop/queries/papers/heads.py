"""What many papers share: the office's letterhead, a shop, its hours."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.models import Agreement, Client, OfficeProfile
from desktop.printing.letterhead import Letterhead, Outlet
from desktop.queries.facts.asked_once import once, tell
from desktop.queries.facts.parts import some_at_once


def letterhead(session: Session) -> Letterhead:
    """The office as it stands at the head of a paper."""
    profile = session.get_one(OfficeProfile, 1)
    return Letterhead(profile.maker or profile.name, profile.name, profile.address, profile.phone)


def outlet(client: Client) -> Outlet:
    """A shop as it stands on a paper."""
    return Outlet(client.code, client.name, client.contact, client.address, client.phone)


@once
def signed_by(session: Session, client_id: int, day: date) -> Agreement | None:
    """The newest agreement that a client had signed by a day, also one that is over."""
    return signed_by_each(session, [client_id], day).get(client_id)


def read_signed(session: Session, asked: Iterable[tuple[int, date]]) -> None:
    """Read at once what ``signed_by`` is going to be asked: clients and days."""
    wanted = set(asked)
    signed: dict[int, list[Agreement]] = {}
    keys = sorted({client_id for client_id, _day in wanted})
    for some in some_at_once(keys):
        those = select(Agreement).where(
            Agreement.client_id.in_(some),
            Agreement.signed_on.is_not(None),
        )
        for one in session.scalars(those.order_by(Agreement.id)):
            signed.setdefault(one.client_id, []).append(one)
    for client_id, day in wanted:
        by_then = [
            one for one in signed.get(client_id, ()) if one.signed_on and one.signed_on <= day
        ]
        tell(session, signed_by, by_then[-1] if by_then else None, client_id, day)


def signed_by_each(session: Session, client_ids: Sequence[int], day: date) -> dict[int, Agreement]:
    """The newest agreement that each of these clients had signed by a day, by client id."""
    newest = (
        select(func.max(Agreement.id))
        .where(
            Agreement.client_id.in_(client_ids),
            Agreement.signed_on.is_not(None),
            Agreement.signed_on <= day,
        )
        .group_by(Agreement.client_id)
    )
    found = session.scalars(select(Agreement).where(Agreement.id.in_(newest)))
    return {one.client_id: one for one in found}


def fund_name(agreement: Agreement | None) -> str:
    """What the fund is called on a client's papers: as in its contract (A8)."""
    suggested = agreement is not None and agreement.clause_kind == "suggested_prices"
    return "合作基金" if suggested else "价格保护基金"


def hours(client: Client) -> str:
    """A shop's hours, ``07:30–22:00``, or nothing when they are unknown."""
    return client.hours.text
