"""What many papers share: the office's letterhead, a shop, its hours."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Agreement, Client, OfficeProfile
from desktop.printing.letterhead import Letterhead, Outlet


def letterhead(session: Session) -> Letterhead:
    """The office as it stands at the head of a paper."""
    profile = session.get_one(OfficeProfile, 1)
    return Letterhead(profile.maker or profile.name, profile.name, profile.address, profile.phone)


def outlet(client: Client) -> Outlet:
    """A shop as it stands on a paper."""
    return Outlet(client.code, client.name, client.contact, client.address, client.phone)


def signed_by(session: Session, client_id: int, day: date) -> Agreement | None:
    """The newest agreement that a client had signed by a day, also one that is over."""
    return session.scalar(
        select(Agreement)
        .where(
            Agreement.client_id == client_id,
            Agreement.signed_on.is_not(None),
            Agreement.signed_on <= day,
        )
        .order_by(Agreement.id.desc())
        .limit(1)
    )


def fund_name(agreement: Agreement | None) -> str:
    """What the fund is called on a client's papers: as in its contract (A8)."""
    suggested = agreement is not None and agreement.clause_kind == "suggested_prices"
    return "合作基金" if suggested else "价格保护基金"


def hours(client: Client) -> str:
    """A shop's hours, ``07:30–22:00``, or nothing when they are unknown."""
    return client.hours.text
