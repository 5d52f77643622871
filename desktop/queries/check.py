"""``check``: the ledger's chain and sums, and every document against what it posted (L3)."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.basics.i18n import _
from desktop.models import (
    Agreement,
    Audit,
    Benefit,
    Client,
    Collection,
    Delivery,
    DeliveryLine,
    Entry,
    Payout,
    Posting,
    Refund,
    Return,
    Suggestion,
)
from desktop.queries.funds import fund_quarters
from desktop.queries.ledger import first_problem
from desktop.queries.rules import read_rules

Amounts = dict[int, int]


def first_wrong(session: Session) -> str | None:
    """The first thing that does not fit, in words; None when everything does."""
    checks: tuple[Callable[[Session], str | None], ...] = (
        first_problem,
        _documents,
        _funds,
        _payables,
        _one_agreement,
        _one_suggestion,
        _triggers,
    )
    return next((wrong for wrong in (check(session) for check in checks) if wrong), None)


def _documents(session: Session) -> str | None:
    """Each posting document has its entry, with its amount on the account that shows it."""
    for title, entry_number, account, amount_fen in _expected(session):
        if amount_fen and entry_number is None:
            return _("{document} has no entry in the ledger.").format(document=title)
        if entry_number is None:
            continue
        posted = session.scalar(
            select(func.sum(Posting.amount_fen)).where(
                Posting.entry_number == entry_number, Posting.account == account
            )
        )
        if int(posted or 0) != amount_fen:
            return _("{document} and entry {number} do not agree.").format(
                document=title, number=entry_number
            )
    return None


def _expected(session: Session) -> Iterator[tuple[str, int | None, str, int]]:
    sold = defaultdict(int, _sums(session, DeliveryLine.delivery_id, DeliveryLine.supply_fen))
    for delivery in session.scalars(select(Delivery).order_by(Delivery.id)):
        yield delivery.title, delivery.entry_number, "sales", -sold[delivery.id]
    for goods in session.scalars(select(Return).order_by(Return.id)):
        yield goods.title, goods.entry_number, "sales", goods.supply_fen
    for taken in session.scalars(select(Collection).order_by(Collection.id)):
        yield taken.title, taken.entry_number, "cash", taken.amount_fen
    for benefit in session.scalars(select(Benefit).order_by(Benefit.id)):
        yield benefit.title, benefit.entry_number, "benefits", benefit.cost_fen
    for refund in session.scalars(select(Refund).order_by(Refund.id)):
        yield refund.number, refund.entry_number, "receivable", refund.amount_fen
    for payout in session.scalars(select(Payout).order_by(Payout.number)):
        yield payout.title, payout.settlement_entry_number, "payable", -payout.amount_fen


def _sums(session: Session, owner: object, amount: object) -> Amounts:
    rows = session.execute(select(owner, func.sum(amount)).group_by(owner))  # type: ignore[call-overload]
    return {key: int(total) for key, total in rows}


def _balances(session: Session, account: str) -> Amounts:
    rows = session.execute(
        select(Posting.client_id, func.sum(Posting.amount_fen))
        .where(Posting.account == account)
        .group_by(Posting.client_id)
    )
    return {client_id: int(total) for client_id, total in rows if client_id is not None}


def _funds(session: Session) -> str | None:
    """``fund:C`` is the closing of its last quarter (S1)."""
    last = session.scalar(select(func.max(Entry.booked_on)))
    if last is None:
        return None
    balances = _balances(session, "fund")
    for client_id, quarters in fund_quarters(session, Quarter.of(last)).items():
        if quarters[-1].closing_fen != -balances[client_id]:
            return _("The fund of {client} is not the closing of its quarters.").format(
                client=session.get_one(Client, client_id).title
            )
    return None


def _payables(session: Session) -> str | None:
    """``payable:C`` is what its unpaid payouts come to (S5)."""
    unpaid = {
        client_id: int(total)
        for client_id, total in session.execute(
            select(Payout.client_id, func.sum(Payout.amount_fen))
            .where(Payout.state == "unpaid")
            .group_by(Payout.client_id)
        )
    }
    balances = _balances(session, "payable")
    for client_id in balances.keys() | unpaid.keys():
        if -balances.get(client_id, 0) != unpaid.get(client_id, 0):
            return _("What is payable to {client} is not its unpaid payouts.").format(
                client=session.get_one(Client, client_id).title
            )
    return None


def _one_agreement(session: Session) -> str | None:
    """At most one agreement of a client is in force on any day (A2)."""
    signed = session.scalars(
        select(Agreement)
        .where(Agreement.signed_on.is_not(None))
        .order_by(Agreement.client_id, Agreement.starts_on, Agreement.signed_on)
    )
    spans: dict[int, list[tuple[date, Agreement]]] = defaultdict(list)
    for agreement in signed:
        first = agreement.first_day()
        if first and first <= agreement.last_day:
            spans[agreement.client_id].append((first, agreement))
    for of_client in spans.values():
        of_client.sort(key=lambda span: span[0])
        for (_first, before), (start, after) in pairwise(of_client):
            if start <= before.last_day:
                return _("{first} and {second} of one client are in force together.").format(
                    first=before.title, second=after.title
                )
    return None


def _one_suggestion(session: Session) -> str | None:
    """At most one suggestion of a client is submitted or freshly confirmed (G2)."""
    rules = read_rules(session)
    # As of the last day on which anything was done: staleness goes by the office's days.
    today = session.scalar(select(func.max(Audit.day))) or date.today()
    seen: set[int] = set()
    for suggestion in session.scalars(
        select(Suggestion)
        .where(Suggestion.state.in_(("submitted", "confirmed")))
        .order_by(Suggestion.id)
    ):
        if suggestion.state_on(today, rules.stale_days) == "stale":
            continue
        if suggestion.client_id in seen:
            return _("{client} has two suggestions at once.").format(
                client=session.get_one(Client, suggestion.client_id).title
            )
        seen.add(suggestion.client_id)
    return None


def _triggers(session: Session) -> str | None:
    """The ledger's protections stand (L2)."""
    dialect = session.get_bind().dialect.name
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if dialect == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    found = set(session.scalars(text(query)))
    for name in trigger_names(dialect):
        if name not in found:
            return _("The database's own protection “{name}” is missing.").format(name=name)
    return None


def trigger_names(dialect: str) -> list[str]:
    """The names of the triggers that a database of this kind must have."""
    from desktop.models.protections import protections

    words = [statement.split() for statement in protections(dialect)]
    return [statement[2] for statement in words if statement[:2] == ["CREATE", "TRIGGER"]]
