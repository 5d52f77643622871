"""What a new office still lacks: people, products, clients, its review, rules, vehicles, stock."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.basics.roles import ROLES
from desktop.models import (
    AssortmentRule,
    Client,
    Delivery,
    OfficeProfile,
    Opening,
    Product,
    Receipt,
    Staff,
    StaffRole,
    Vehicle,
)
from desktop.queries.lists import Asked, Line
from desktop.queries.word_lists import has_words

Record = type[AssortmentRule | Client | Delivery | Opening | Product | Receipt | Vehicle]


def first_steps(asked: Asked) -> list[Line]:
    """What the asking person's roles do to get the office going, each until it is done.

    None once something was delivered: the office is going. Whoever has the role for a step also
    has its page.
    """
    session, roles = asked.session, asked.roles
    if _some(session, Delivery):
        return []
    products, clients = _some(session, Product), _some(session, Client)
    found = []
    if "administrator" in roles:
        found += _administrators(session, products=products, clients=clients)
    if {"clerk", "manager"} & roles and not products:
        found.append(
            Line(_("Add the first product"), _("units and prices"), page="products", do="new")
        )
    if {"clerk", "manager"} & roles and not has_words(session):
        words, hint = _("Take the starter set of words"), _("kinds of shops, buyers, areas")
        found.append(Line(words, hint, page="settings", do="words.start"))
    if {"clerk", "manager", "rep"} & roles and not clients:
        found.append(Line(_("Add the first client"), _("a shop's file"), page="clients", do="new"))
    if "manager" in roles and _lacks_review(session):
        words, hint = _("Enter the legal review of the clauses"), _("asked for at each signature")
        found.append(Line(words, hint, page="settings", do="office.review"))
    if "manager" in roles and not _some(session, AssortmentRule):
        words, hint = _("Take the shipped assortment rules"), _("proposals are computed from them")
        found.append(Line(words, hint, page="assortment", do="rule.start"))
    if "clerk" in roles and clients and not _some(session, Opening):
        words, hint = _("Enter what clients bring from before"), _("debts and funds, if any")
        found.append(Line(words, hint, page="fund", do="new"))
    if "dispatcher" in roles:
        found += _dispatchers(session, products=products)
    return found + _roles_of_nobody(session, roles)


def _administrators(session: Session, *, products: bool, clients: bool) -> list[Line]:
    found = []
    if _is_alone(session):
        found.append(
            Line(_("Add the people"), _("each with roles and a password"), page="staff", do="new")
        )
    hint = _("looked at before anything is written")
    if not products:
        words = _("Bring in products from Excel")
        found.append(Line(words, hint, page="import", filter="products"))
    if not clients:
        words = _("Bring in clients from Excel")
        found.append(Line(words, hint, page="import", filter="clients"))
    return found


def _is_alone(session: Session) -> bool:
    return session.scalar(select(func.count(Staff.id))) == 1


def _roles_of_nobody(session: Session, asking: Collection[str]) -> list[Line]:
    """Roles whose steps and work nobody is told of; people at all are added before."""
    if "administrator" not in asking or _is_alone(session):
        return []
    held = select(StaffRole.role).join(Staff, Staff.id == StaffRole.staff_id).where(Staff.active)
    there = set(session.scalars(held))
    lacking = [_(role.words) for name, role in ROLES.items() if name not in there]
    words = _("Give somebody the roles that nobody has")
    return [Line(words, _(", ").join(lacking), page="staff")] if lacking else []


def _dispatchers(session: Session, *, products: bool) -> list[Line]:
    found = []
    if not _some(session, Vehicle):
        words, hint = _("Add the first vehicle"), _("its driver, and what it takes")
        found.append(Line(words, hint, page="vehicles", do="new"))
    if products and not _some(session, Receipt):
        words, hint = _("Receive what lies in the warehouse"), _("by lot, on the product's page")
        found.append(Line(words, hint, page="products"))
    return found


def _lacks_review(session: Session) -> bool:
    profile = session.get(OfficeProfile, 1)
    return profile is not None and profile.review_until is None


def _some(session: Session, record: Record) -> bool:
    return session.scalar(select(record.id).limit(1)) is not None
