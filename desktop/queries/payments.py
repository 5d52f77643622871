"""Money taken from clients and given back: one list, and what a client owes or is owed.

An item's key is the number of its ledger entry: collections and refunds stand in one list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    String,
    Subquery,
    cast,
    func,
    literal,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from desktop.basics.i18n import N_
from desktop.models import Client, Collection, Delivery, PaymentSum, Refund, Staff
from desktop.models.base import Fen
from desktop.models.payment import MEANS
from desktop.queries.facts.balances import balance, client_balances
from desktop.queries.listing import Wanted, by_name, in_turn, numbered, of_client, ordered, searched
from desktop.queries.lists import NOTHING, Asked, Filter, PageList, Sum, Within

_MOST_OWING = 12
COLLECTION, REFUND = "collection", "refund"


@dataclass(frozen=True)
class PaymentRow:
    """A line of the list; ``amount_fen`` is negative when it was given back."""

    key: int
    number: str
    kind: str
    client: str
    dated: date
    amount_fen: int
    means: str
    state: str


@dataclass(frozen=True)
class PaymentDetail:
    """One collection or refund; ``id`` is its own, for what can be done with it."""

    row: PaymentRow
    id: int
    client_id: int
    who: str
    recorded_on: date
    delivery_id: int | None
    delivery: str
    cancelled_on: date | None
    cancel_reason: str
    standing_fen: int


def _both() -> Subquery:
    """Collections and refunds, alike: also in their types, or SQLite would use no index of them."""
    taken = select(
        Collection.entry_number.label("key"),
        Collection.id.label("id"),
        literal(COLLECTION).label("kind"),
        Collection.number.label("number"),
        Collection.client_id.label("client_id"),
        Collection.dated.label("dated"),
        Collection.recorded_on.label("recorded_on"),
        Collection.recorded_by_id.label("recorded_by_id"),
        Collection.amount_fen.label("amount_fen"),
        Collection.means.label("means"),
        Collection.state.label("state"),
        Collection.delivery_id.label("delivery_id"),
    )
    given = select(
        Refund.entry_number,
        Refund.id,
        literal(REFUND),
        Refund.number,
        Refund.client_id,
        Refund.paid_on,
        Refund.paid_on,
        Refund.paid_by_id,
        cast(-Refund.amount_fen, Fen()),
        Refund.means,
        cast(literal("recorded"), String),
        cast(null(), Integer),
    )
    return union_all(taken, given).subquery()


_BOTH = _both().c


def _amounts(_asked: Asked, within: Within) -> Select[Any]:
    """What was taken and stands, less what was given back."""
    stands = (within(_BOTH.key), _BOTH.state != "cancelled")
    return select(func.sum(_BOTH.amount_fen)).where(*stands)


# What the database keeps of all of them, and of each kind.
_TAKEN, _GIVEN = (
    func.coalesce(select(PaymentSum.fen).where(PaymentSum.kind == kind).scalar_subquery(), 0)
    for kind in (COLLECTION, REFUND)
)
_KEPT = {"": select(_TAKEN - _GIVEN), COLLECTION: select(_TAKEN), REFUND: select(-_GIVEN)}
_KEPT["cancelled"] = NOTHING

# In words, not as a parameter: so SQLite knows that it is the condition of an index.
_CANCELLED = (_BOTH.kind == COLLECTION) & (_BOTH.state == literal_column("'cancelled'"))

PAYMENTS = PageList(
    "payments",
    _BOTH.key,
    (
        Filter("", N_("All"), counted=False),
        Filter("today", N_("Today"), lambda asked: _BOTH.recorded_on == asked.today),
        Filter("collection", N_("Collections"), _BOTH.kind == COLLECTION, counted=False),
        Filter("refund", N_("Refunds"), _BOTH.kind == REFUND),
        Filter("cancelled", N_("Cancelled"), _CANCELLED, counted=False),
    ),
    lambda asked, wanted: payment_ids(asked.session, wanted, asked.today),
    lambda asked, keys: payment_rows(asked.session, keys),
    sums=(Sum("amount", _amounts, kept=_KEPT),),
)


def payment_ids(session: Session, wanted: Wanted, today: date) -> list[int]:
    """The payments of a list, the newest first."""
    query = PAYMENTS.under(wanted.filter, Asked(session, today))
    named = numbered(_BOTH.number, wanted.search)
    match = of_client(_BOTH.client_id, wanted.search) | named
    columns: dict[str, Any] = {
        "client": by_name(),
        "day": _BOTH.dated,
        "number": _BOTH.number,
        "amount": _BOTH.amount_fen,
        "means": in_turn(_BOTH.means, MEANS),
        "state": in_turn(_BOTH.state, Collection.STATE_WORDS),
    }
    if wanted.sort == "client":
        query = query.join(Client, Client.id == _BOTH.client_id)
    return searched(session, ordered(query, columns, wanted, _BOTH.key.desc()), wanted, match)


def payment_rows(session: Session, keys: Sequence[int]) -> dict[int, PaymentRow]:
    """The lines of these payments."""
    rows = session.execute(
        select(*_BOTH, Client.name)
        .join(Client, Client.id == _BOTH.client_id)
        .where(_BOTH.key.in_(list(keys)))
    )
    return {
        one.key: PaymentRow(
            one.key,
            one.number,
            one.kind,
            one.name,
            one.dated,
            one.amount_fen,
            one.means,
            one.state,
        )
        for one in rows
    }


def payment_detail(session: Session, key: int) -> PaymentDetail:
    """One payment, and how the client's account stands now."""
    one = session.execute(
        select(*_BOTH, Staff.name)
        .join(Staff, Staff.id == _BOTH.recorded_by_id)
        .where(_BOTH.key == key)
    ).one()
    cancelled = session.get(Collection, one.id) if one.kind == COLLECTION else None
    delivery = session.get(Delivery, one.delivery_id) if one.delivery_id else None
    return PaymentDetail(
        payment_rows(session, [key])[key],
        one.id,
        one.client_id,
        one.name,
        one.recorded_on,
        delivery.id if delivery else None,
        delivery.note if delivery else "",
        cancelled.cancelled_on if cancelled else None,
        cancelled.cancel_reason if cancelled else "",
        balance(session, "receivable", one.client_id),
    )


def payment_key(session: Session, kind: str, own_id: int) -> int:
    """The key under which a collection or refund stands in the list."""
    found = select(_BOTH.key).where(_BOTH.kind == kind, _BOTH.id == own_id)
    return int(session.execute(found).scalar_one())


def client_standing(session: Session, code: str) -> int:
    """What a client owes in fen; negative when the office owes it (a credit)."""
    client_id = session.scalar(select(Client.id).where(Client.code == code))
    return balance(session, "receivable", client_id) if client_id is not None else 0


@dataclass(frozen=True)
class Owing:
    """A client whose account is open; negative when the office owes the client."""

    code: str
    name: str
    standing_fen: int


def open_accounts(session: Session, *, in_credit: bool) -> list[Owing]:
    """Who owes most, or with ``in_credit`` whom the office owes most."""
    open_ones = client_balances("receivable")
    owed = open_ones.c.fen
    rows = session.execute(
        select(Client.code, Client.name, owed)
        .join(open_ones, open_ones.c.client_id == Client.id)
        .where(owed < 0 if in_credit else owed > 0)
        .order_by(owed.asc() if in_credit else owed.desc(), Client.code_key)
        .limit(_MOST_OWING)
    )
    return [Owing(code, name, int(amount)) for code, name, amount in rows]
