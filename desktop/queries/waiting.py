"""What waits for whom, and where in the window it is done.

Each kind of work is the list of a page under one of its filters: Today counts and shows what
that list holds, and leads to it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.basics.i18n import N_, _
from desktop.basics.rules import Rules
from desktop.models import Audit, Entry, OfficeProfile, Settlement
from desktop.queries.agreements import agreement_ids, filtered_agreements
from desktop.queries.cases import case_ids, filtered_cases
from desktop.queries.clients import client_ids, filtered_clients
from desktop.queries.facts.funds import closed_quarter
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.stock import BELOW, EXPIRED, EXPIRING
from desktop.queries.first_steps import first_steps
from desktop.queries.fund_list import fund_ids, openings_to_approve
from desktop.queries.listing import Wanted, how_many
from desktop.queries.orders import filtered_orders, order_ids
from desktop.queries.products import filtered_products, product_ids
from desktop.queries.proposals import filtered_proposals, proposal_ids
from desktop.queries.runs import filtered_runs, run_ids
from desktop.queries.settlement_list import (
    filtered_payouts,
    filtered_settlements,
    payout_ids,
    settlement_ids,
)
from desktop.queries.suggestions import filtered_suggestions, suggestion_ids
from desktop.queries.visits import filtered_plans, plan_ids


@dataclass(frozen=True)
class Waiting:
    """How much of one kind of work waits for a role; ``page`` and ``filter`` lead to it."""

    role: str
    words: str
    number: int
    page: str
    filter: str
    urgent: bool


@dataclass(frozen=True)
class Surroundings:
    """What stands around a page: counts for the navigation, the office, the last change."""

    office: str
    counts: dict[str, int]
    urgent: frozenset[str]
    last_change: int
    database: str
    rules: Rules


@dataclass(frozen=True)
class Kind:
    """A kind of work: whose it is, its words (a msgid), and the list that holds it.

    What is ``own`` is a person's own part of a list, under a filter that begins with ``my_``;
    of a whole office it is all of it. What takes ``long`` to add up isn't counted beside the
    pages after every change.
    """

    role: str
    words: str
    page: str
    filter: str
    urgent: bool = False
    own: bool = False
    long: bool = False


KINDS = (
    Kind("manager", N_("suggestions to confirm"), "suggestions", "submitted", True),
    Kind("manager", N_("proposals to confirm"), "proposals", "draft", True),
    Kind("manager", N_("agreements to approve"), "agreements", "submitted", True),
    Kind("manager", N_("opening balances to approve"), "fund", "opening", True),
    Kind("manager", N_("cases to decide"), "cases", "open", True),
    Kind("manager", N_("settlements to approve"), "settlements", "submitted", True),
    Kind("manager", N_("clients overdue for a visit"), "clients", "overdue"),
    Kind("clerk", N_("agreements to sign"), "agreements", "approved"),
    Kind("clerk", N_("agreements to renew"), "agreements", "renew", True),
    Kind("clerk", N_("quarters to settle"), "settlements", "due"),
    Kind("clerk", N_("settlements to submit"), "settlements", "draft"),
    Kind("rep", N_("clients overdue for a visit"), "clients", "overdue", True, own=True),
    Kind("rep", N_("suggestions to finish"), "suggestions", "draft", own=True),
    Kind("rep", N_("visit plans without all results"), "visits", "open", True, own=True),
    Kind("dispatcher", N_("orders to put on a run"), "orders", "confirmed"),
    Kind("dispatcher", N_("runs to load"), "runs", "planned"),
    Kind("dispatcher", N_("deliveries without a result"), "orders", "loaded", True),
    Kind("cashier", N_("payouts to pay"), "payouts", "unpaid"),
    Kind("cashier", N_("cases with a reward to pay"), "cases", "reward"),
    Kind("accountant", N_("settlements to post"), "settlements", "approved", True),
    *(
        Kind(role, words, "products", name, urgent, long=True)
        for role in ("dispatcher", "clerk")
        for words, name, urgent in (
            (N_("products with less than nothing in stock"), BELOW, True),
            (N_("products with expired lots"), EXPIRED, True),
            (N_("products with lots near their expiry"), EXPIRING, False),
        )
    ),
)


def waiting(
    session: Session,
    today: date,
    roles: Collection[str],
    person_id: int | None = None,
    kinds: Iterable[Kind] = KINDS,
) -> list[Waiting]:
    """What waits for these roles; reps see their own when ``person_id`` is given.

    What two roles of one person share stands once.
    """
    return list(_waiting(session, today, roles, person_id, kinds))


def _waiting(
    session: Session,
    today: date,
    roles: Collection[str],
    person_id: int | None,
    kinds: Iterable[Kind],
) -> Iterator[Waiting]:
    seen = set()
    for kind in kinds:
        whose = kind.role if person_id is None else ""
        if kind.role not in roles or (whose, kind.page, kind.filter) in seen:
            continue
        own = kind.own and person_id is not None
        name = f"my_{kind.filter}" if own else kind.filter
        if number := _number(session, kind.page, name, today, person_id):
            seen.add((whose, kind.page, kind.filter))
            yield Waiting(kind.role, _(kind.words), number, kind.page, name, kind.urgent)


def _number(session: Session, page: str, name: str, today: date, person_id: int | None) -> int:
    if (page, name) == DUE:
        return int(_is_due(session, today))
    return how_many(session, _FILTERED[page](session, name, today, person_id))


def waiting_ids(
    session: Session, page: str, name: str, today: date, person_id: int | None
) -> Sequence[int]:
    """The keys of what waits, as the page lists them; a quarter that is due is no record yet."""
    if (page, name) == DUE:
        return ()
    return _LISTED[page](session, Wanted(filter=name), today, person_id)


DUE = ("settlements", "due")


def _is_due(session: Session, today: date) -> bool:
    """Whether the quarter before this one moved something and nobody began its settlement."""
    closed, quarter = closed_quarter(session), Quarter.of(today).previous()
    if closed is not None and closed >= quarter:
        return False
    some = session.scalar(select(Entry.number).where(Entry.booked_on <= quarter.end).limit(1))
    begun = session.scalar(select(Settlement.id).where(Settlement.quarter == quarter.text))
    return some is not None and begun is None


_FILTERED: Mapping[str, Callable[[Session, str, date, int | None], Select[Any]]] = {
    "agreements": lambda session, name, today, _me: filtered_agreements(session, name, today),
    "cases": filtered_cases,
    "clients": lambda session, name, today, me: filtered_clients(session, name, me, today),
    "fund": lambda _session, _opening, _today, _me: openings_to_approve(),
    "orders": lambda _session, name, _today, _me: filtered_orders(name),
    "payouts": lambda _session, name, _today, _me: filtered_payouts(name),
    "products": lambda session, name, today, _me: filtered_products(session, name, today),
    "proposals": lambda _session, name, _today, _me: filtered_proposals(name),
    "runs": lambda _session, name, today, _me: filtered_runs(name, today),
    "settlements": lambda _session, name, _today, _me: filtered_settlements(name),
    "suggestions": lambda session, name, today, me: filtered_suggestions(session, name, me, today),
    "visits": lambda _session, name, today, me: filtered_plans(name, me, today),
}
_LISTED: Mapping[str, Callable[[Session, Wanted, date, int | None], Sequence[int]]] = {
    "agreements": lambda session, wanted, today, _me: agreement_ids(session, wanted, today),
    "cases": case_ids,
    "clients": lambda session, wanted, today, me: client_ids(session, wanted, me, today),
    "fund": lambda session, wanted, today, _me: fund_ids(session, wanted, Quarter.of(today)),
    "orders": lambda session, wanted, _today, _me: order_ids(session, wanted),
    "payouts": lambda session, wanted, _today, _me: payout_ids(session, wanted),
    "products": lambda session, wanted, today, _me: product_ids(session, wanted, today),
    "proposals": lambda session, wanted, _today, _me: proposal_ids(session, wanted),
    "runs": lambda session, wanted, today, _me: run_ids(session, wanted, today),
    "settlements": lambda session, wanted, _today, _me: settlement_ids(session, wanted),
    "suggestions": lambda session, wanted, today, me: suggestion_ids(session, wanted, me, today),
    "visits": lambda session, wanted, today, me: plan_ids(session, wanted, me, today),
}


def surroundings(
    session: Session, person_id: int, roles: Collection[str], today: date
) -> Surroundings:
    """What the window shows beside its pages."""
    soon = [kind for kind in KINDS if not kind.long]
    work = waiting(session, today, roles, person_id, soon)
    counts: dict[str, int] = {}
    for one in work:
        counts[one.page] = counts.get(one.page, 0) + one.number
    counts["today"] = len(work) + bool(first_steps(session, roles))
    profile = session.get(OfficeProfile, 1)
    sqlite = session.get_bind().dialect.name == "sqlite"
    return Surroundings(
        office=profile.name if profile else "",
        counts=counts,
        urgent=frozenset(one.page for one in work if one.urgent),
        last_change=session.scalar(select(func.max(Audit.id))) or 0,
        rules=read_rules(session),
        database=_("on this computer (SQLite)") if sqlite else _("on the office's server"),
    )
