"""The search box: clients, documents by number, pages and actions by name."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import N_, _
from desktop.basics.pinyin import initials, spelled
from desktop.basics.typed import narrow
from desktop.models import (
    Agreement,
    Benefit,
    Case,
    Client,
    Collection,
    Delivery,
    Order,
    Payout,
    Product,
    Proposal,
    Refund,
    Run,
    Staff,
    Stop,
    VisitPlan,
)
from desktop.queries.listing import as_number, contains

_MOST = 8


@dataclass(frozen=True)
class Found:
    """Something the search box leads to; ``do`` begins an action on the page."""

    words: str
    under: str
    page: str
    key: int | None = None
    do: str = ""


# What can be begun from anywhere: the action's permission, its words, its page.
NEW: tuple[tuple[str, str, str], ...] = (
    ("client.add", N_("New client"), "clients"),
    ("suggestion.prepare", N_("New suggestion"), "suggestions"),
    ("visit.plan", N_("New visit plan"), "visits"),
    ("agreement.draft", N_("New agreement"), "agreements"),
    ("case.report", N_("Report a violation"), "cases"),
    ("order.add", N_("New order"), "orders"),
    ("run.plan", N_("Plan a run"), "runs"),
    ("collection.record", N_("Take money"), "payments"),
    ("benefit.deliver", N_("Give a benefit"), "benefits"),
    ("proposal.draft", N_("New proposal"), "proposals"),
    ("product.add", N_("New product"), "products"),
    ("staff.add", N_("New person"), "staff"),
)

# Key, number, page and words of what has a number of its own.
_DOCUMENTS: tuple[tuple[Any, Any, str, str], ...] = (
    (Order.id, Order.number, "orders", N_("order")),
    (Delivery.id, Delivery.note, "deliveries", N_("delivery")),
    # What statements called it before they spoke of the note's number.
    (Delivery.id, Delivery.number, "deliveries", N_("delivery")),
    (Agreement.id, Agreement.number, "agreements", N_("agreement")),
    (Case.id, Case.number, "cases", N_("case")),
    (Proposal.id, Proposal.number, "proposals", N_("proposal")),
    (Run.id, Run.number, "runs", N_("run")),
    (Payout.settlement_entry_number, Payout.number, "payouts", N_("payout")),
    (Collection.entry_number, Collection.number, "payments", N_("collection")),
    (Refund.entry_number, Refund.number, "payments", N_("refund")),
    (Benefit.id, Benefit.number, "benefits", N_("benefit")),
)
_PAID_AGAIN = re.compile(r"(LK-.+)-([2-9]|[1-9]\d{1,2})", re.ASCII)
# Papers whose number is made from what they rest on: an order, a client's quarter, a rep's day.
_NOTE = re.compile(r"SD(-\d{4}-\d+)(-\d+)?", re.ASCII)
_STATEMENT = re.compile(r"DZ-\d{4}Q[1-4]-(.+)", re.ASCII)
_VISIT_SHEET = re.compile(r"BF-\d{8}-(\d{1,9})", re.ASCII)


def find_anything(
    session: Session, text: str, places: Mapping[str, str], may: Callable[[str], bool]
) -> list[Found]:
    """What fits a few typed signs, best first; ``places`` are the person's pages by name."""
    typed = _plain(text)
    found = [*_documents(session, typed, places), *_named(typed, places, may)]
    if "clients" in places:
        found += [
            Found(client.name, f"{client.code}  {client.area} {client.segment}", "clients", key)
            for key, client in _clients(session, typed)
        ]
    if "products" in places:
        rows = session.scalars(
            select(Product).where(contains(Product.search_text, typed)).limit(_MOST)
        )
        found += [Found(one.name, f"{one.code}  {one.line}", "products", one.id) for one in rows]
    return found


def find_clients(session: Session, text: str, *, closed: bool = False) -> list[tuple[str, str]]:
    """Clients for a look-up field: (code, words), those whose code or name begins so first."""
    return [
        (client.code, f"{client.name} ({client.code})")
        for _key, client in _clients(session, _plain(text), closed=closed)
    ]


def find_products(session: Session, text: str) -> list[tuple[str, str]]:
    """Products for a look-up field: (code, words)."""
    typed = _plain(text)
    if not typed:
        return []
    rows = session.scalars(
        select(Product)
        .where(contains(Product.search_text, typed))
        .order_by(_best(Product, typed), Product.code)
        .limit(_MOST)
    )
    return [(one.code, f"{one.name} {one.spec} ({one.code})") for one in rows]


def find_reps(session: Session, text: str) -> list[tuple[str, str]]:
    """Reps for a look-up field: (code, words)."""
    return find_staff(session, text, "rep")


def find_staff(session: Session, text: str, role: str | None = None) -> list[tuple[str, str]]:
    """People for a look-up field: (code, words)."""
    typed = _plain(text)
    rows = session.scalars(select(Staff).where(Staff.active).order_by(Staff.code))
    return [
        (one.code, f"{one.name} ({one.code})")
        for one in rows
        if (role is None or role in {held.role for held in one.roles})
        and any(typed in words for words in (one.code.lower(), one.name, initials(one.name)))
    ][:_MOST]


def _plain(text: str) -> str:
    """What was typed, or scanned: the input method may have widened its signs (ＤＤ－２０２６)."""
    return narrow(text).lower().strip()


def _clients(session: Session, typed: str, *, closed: bool = True) -> list[tuple[int, Client]]:
    if not typed:
        return []
    query = select(Client).where(contains(Client.search_text, typed))
    if not closed:
        query = query.where(Client.state != "closed")
    query = query.order_by(_best(Client, typed), Client.name, Client.code)
    return [(client.id, client) for client in session.scalars(query.limit(_MOST))]


def _best(record: type[Client] | type[Product], typed: str) -> Any:
    """Its code first, then what begins so by name, then by initials or pinyin."""
    words = " " + record.search_text
    return case(
        (record.code == typed.upper(), 0),
        (record.name.startswith(typed, autoescape=True), 1),
        (words.contains(" " + typed, autoescape=True), 2),
        else_=3,
    )


def _documents(session: Session, typed: str, places: Mapping[str, str]) -> Iterator[Found]:
    number = as_number(typed)
    if not any(sign.isdigit() for sign in number) or "-" not in number:
        return
    for key, column, page, words in _DOCUMENTS:
        if page in places:
            rows = session.execute(
                select(key, column)
                .where(column.startswith(number, autoescape=True))
                .order_by(column, key.desc())  # the delivery that stands before a cancelled one
                .limit(_MOST)
            )
            for found, name in rows:
                yield Found(name, _(words), page, found)
    for page, words, query in _papers(number):
        found = session.scalar(query) if page in places else None
        if found is not None:
            yield Found(number, _(words), page, found)


def _papers(number: str) -> Iterator[tuple[str, str, Any]]:
    """Where a paper's own number leads to: page, words, and the query for the key there."""
    if note := _NOTE.fullmatch(number):
        ordered = select(Order.id).where(Order.number == f"DD{note[1]}")
        if note[2]:  # of a second run or delivery: only if there was one
            loaded = select(Stop.order_id).where(Stop.note == number)
            delivered = select(Delivery.order_id).where(Delivery.note == number)
            ordered = ordered.where(Order.id.in_(loaded) | Order.id.in_(delivered))
        yield "orders", N_("delivery note"), ordered
    if voucher := _PAID_AGAIN.fullmatch(number):
        paid = select(Payout.settlement_entry_number).where(
            Payout.number == voucher[1], Payout.payments >= int(voucher[2])
        )
        yield "payouts", N_("payout"), paid
    if statement := _STATEMENT.fullmatch(number):
        client = select(Client.id).where(func.upper(Client.code) == statement[1])
        yield "fund", N_("fund statement"), client
    if sheet := _VISIT_SHEET.fullmatch(number):
        plan = select(VisitPlan.id).where(VisitPlan.id == int(sheet[1]))
        yield "visits", N_("visit sheet"), plan


def _named(typed: str, places: Mapping[str, str], may: Callable[[str], bool]) -> Iterator[Found]:
    for name, words in places.items():
        if _fits(typed, words):
            yield Found(words, _("page"), name)
    for action, words, page in NEW:
        if page in places and may(action) and _fits(typed, _(words)):
            yield Found(_(words), _("begin"), page, do="new")


def _fits(typed: str, words: str) -> bool:
    return typed in words.lower() or typed in initials(words) or typed in spelled(words)
