"""What a new office still lacks: people, products, clients, its review, vehicles, stock."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.models import (
    Client,
    Delivery,
    Lot,
    OfficeProfile,
    Opening,
    Product,
    Staff,
    Vehicle,
)
from desktop.queries.word_lists import has_words

Record = type[Client | Delivery | Lot | Opening | Product | Vehicle]


@dataclass(frozen=True)
class FirstStep:
    """One thing to do first; ``page`` and ``do`` lead to it, ``hint`` says why."""

    words: str
    hint: str
    page: str
    do: str = ""


def first_steps(session: Session, roles: Collection[str]) -> list[FirstStep]:
    """What these roles do to get the office going, each until it is done.

    None once something was delivered: the office is going. Whoever has the role for a step also
    has its page.
    """
    if _some(session, Delivery):
        return []
    products, clients = _some(session, Product), _some(session, Client)
    found = []
    if "administrator" in roles:
        found += _administrators(session, whole=products and clients)
    if {"clerk", "manager"} & set(roles) and not products:
        found.append(
            FirstStep(_("Add the first product"), _("units and prices"), "products", "new")
        )
    if {"clerk", "manager"} & set(roles) and not has_words(session):
        words, hint = _("Take the starter set of words"), _("kinds of shops, buyers, areas")
        found.append(FirstStep(words, hint, "settings", "words.start"))
    if {"clerk", "manager", "rep"} & set(roles) and not clients:
        found.append(FirstStep(_("Add the first client"), _("a shop's file"), "clients", "new"))
    if "manager" in roles and _lacks_review(session):
        words, hint = _("Enter the legal review of the clauses"), _("asked for at each signature")
        found.append(FirstStep(words, hint, "settings", "office.review"))
    if "clerk" in roles and clients and not _some(session, Opening):
        words, hint = _("Enter what clients bring from before"), _("debts and funds, if any")
        found.append(FirstStep(words, hint, "fund", "new"))
    if "dispatcher" in roles:
        found += _dispatchers(session, products=products)
    return found


def _administrators(session: Session, *, whole: bool) -> list[FirstStep]:
    found = []
    if session.scalar(select(func.count(Staff.id))) == 1:
        found.append(
            FirstStep(_("Add the people"), _("each with roles and a password"), "staff", "new")
        )
    if not whole:
        words = _("Bring in products and clients from Excel")
        found.append(FirstStep(words, _("looked at before anything is written"), "import"))
    return found


def _dispatchers(session: Session, *, products: bool) -> list[FirstStep]:
    found = []
    if not _some(session, Vehicle):
        words, hint = _("Add the first vehicle"), _("its driver, and what it takes")
        found.append(FirstStep(words, hint, "runs", "vehicle.add"))
    if products and not _some(session, Lot):
        words, hint = _("Receive what lies in the warehouse"), _("by lot, on the product's page")
        found.append(FirstStep(words, hint, "products"))
    return found


def _lacks_review(session: Session) -> bool:
    profile = session.get(OfficeProfile, 1)
    return profile is not None and profile.review_until is None


def _some(session: Session, record: Record) -> bool:
    return session.scalar(select(record.id).limit(1)) is not None
