"""What an office that was begun just now still lacks: people, products, clients, its review."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.models import Client, OfficeProfile, Product, Staff


@dataclass(frozen=True)
class FirstStep:
    """One thing to do first; ``page`` and ``do`` lead to it, ``hint`` says why."""

    words: str
    hint: str
    page: str
    do: str = ""


def first_steps(session: Session, roles: Collection[str]) -> list[FirstStep]:
    """What these roles do to get the office going; none once there are products and clients."""
    if _some(session, Product) and _some(session, Client):
        return []
    found = []
    if "administrator" in roles:
        if session.scalar(select(func.count(Staff.id))) == 1:
            found.append(
                FirstStep(_("Add the people"), _("each with roles and a password"), "staff", "new")
            )
        found.append(
            FirstStep(
                _("Bring in products and clients from Excel"),
                _("looked at before anything is written"),
                "import",
            )
        )
    if {"clerk", "manager"} & set(roles):
        if not _some(session, Product):
            found.append(
                FirstStep(_("Add the first product"), _("units and prices"), "products", "new")
            )
        profile = session.get(OfficeProfile, 1)
        if profile is not None and profile.review_until is None:
            found.append(
                FirstStep(
                    _("Enter the legal review of the clauses"),
                    _("asked for when an agreement is signed"),
                    "settings",
                )
            )
    if {"clerk", "manager", "rep"} & set(roles) and not _some(session, Client):
        found.append(FirstStep(_("Add the first client"), _("a shop's file"), "clients", "new"))
    return found


def _some(session: Session, record: type[Product] | type[Client]) -> bool:
    return session.scalar(select(record.id).limit(1)) is not None
