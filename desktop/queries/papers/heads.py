"""What many papers share: the office's letterhead, a shop, its hours."""

from sqlalchemy.orm import Session

from desktop.models import Client, OfficeProfile
from desktop.printing.letterhead import Letterhead, Outlet


def letterhead(session: Session) -> Letterhead:
    """The office as it stands at the head of a paper."""
    profile = session.get_one(OfficeProfile, 1)
    return Letterhead(profile.maker or profile.name, profile.name, profile.address, profile.phone)


def outlet(client: Client) -> Outlet:
    """A shop as it stands on a paper."""
    return Outlet(client.code, client.name, client.contact, client.address, client.phone)


def hours(client: Client) -> str:
    """A shop's hours, ``07:30–22:00``, or nothing when they are unknown."""
    return f"{client.opens}–{client.closes}" if client.opens and client.closes else ""
