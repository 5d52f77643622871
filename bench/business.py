"""What a big office did: orders, deliveries, money, settlements, cases, papers and its trail."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bench.making import OUT, REPS, Making
from bench.rounds import put_rounds
from desktop.basics.calendar import Quarter
from desktop.models import (
    Audit,
    Benefit,
    Case,
    ChangeKey,
    Collection,
    Delivery,
    DeliveryLine,
    Entry,
    Order,
    OrderLine,
    Payout,
    Posting,
    Proposal,
    Settlement,
    SettlementLine,
)
from desktop.queries.chains import TRAIL, head, row_hash

# The one change that the whole trail was part of.
_CHANGE = "crowd"


def do_business(making: Making) -> None:
    """Two years of work."""
    _orders(making)
    put_rounds(making)
    _money(making)
    _settlements(making)
    for step in (_cases, _proposals, _benefits, _audit):
        step(making)


def _orders(making: Making) -> None:
    size = making.size

    def rows() -> Iterator[dict[str, Any]]:
        for key in range(1, size.orders + 1):
            day = _day_of(making, key)
            yield {
                "id": key,
                "number": f"DD-{key:07}",
                "client_id": 5 * (key * 7 % size.active + 1),
                "state": _state_of(making, key),
                "ordered_on": day,
                "ordered_by_id": key % REPS + 1,
                "taken_at": "09:00",
                "due": day + timedelta(days=1),
            }

    making.put(Order, rows())
    making.put(
        OrderLine,
        (
            {
                "id": 3 * order + position - 3,
                "order_id": order,
                "position": position,
                "product_id": (order + position) % 60 + 1,
                "unit_id": (order + position) % 60 + 1,
                "quantity": 4,
                "price_fen": 3780,
            }
            for order in range(1, size.orders + 1)
            for position in (1, 2, 3)
        ),
    )


def _state_of(making: Making, order: int) -> str:
    if order <= making.done:
        return "delivered"
    run = making.run_of(order)
    return "confirmed" if run is None else "loaded" if run <= OUT else "planned"


def _day_of(making: Making, key: int) -> date:
    """Orders come evenly over two years, the last today; what is on runs came yesterday."""
    if key > making.done:
        return making.today - timedelta(days=1 if making.run_of(key) else 0)
    return making.today - timedelta(days=(making.size.orders - key) * 700 // making.size.orders)


def entry_row(number: int, day: date, kind: str, source_id: int) -> dict[str, Any]:
    """An entry of the ledger; its hash stands in no chain."""
    return {
        "number": number,
        "booked_on": day,
        "counts_in": Quarter.of(day).text,
        "kind": kind,
        "source": kind,
        "source_id": str(source_id),
        "action_key": f"crowd:{number}",
        "posted_by_id": REPS + 3,
        "posted_at": f"{day}T08:00:00.000000Z",
        "previous_hash": f"{number - 1:064x}",
        "hash": f"{number:064x}",
    }


def legs_rows(number: int, legs: Iterable[tuple[str, int | None, int]]) -> Iterator[dict[str, Any]]:
    """The postings of an entry: (account, client, fen)."""
    for position, (account, client, amount) in enumerate(legs, 1):
        yield {
            "entry_number": number,
            "position": position,
            "account": account,
            "client_id": client,
            "amount_fen": amount,
        }


def _money(making: Making) -> None:
    """Each order but the last was delivered (an odd entry) and paid for (the even one after it)."""
    size, done = making.size, making.done

    def client(order: int) -> int:
        return 5 * (order * 7 % size.active + 1)

    def entries() -> Iterator[dict[str, Any]]:
        for order in range(1, done + 1):
            day = _day_of(making, order)
            yield entry_row(2 * order - 1, day, "delivery", order)
            yield entry_row(2 * order, day, "collection", order)

    def postings() -> Iterator[dict[str, Any]]:
        for order in range(1, done + 1):
            who = client(order)
            yield from legs_rows(
                2 * order - 1,
                (
                    ("receivable", who, 43_092),
                    ("basic-profit", None, 2_268),
                    ("sales", None, -45_360),
                    ("fund-expense", None, 907),
                    ("fund", who, -907),
                ),
            )
            paid = 43_092 if order % 9 else 30_000
            yield from legs_rows(2 * order, (("cash", None, paid), ("receivable", who, -paid)))

    making.put(Posting, postings())
    making.put(Entry, entries())
    _deliveries(making, done, client)


def _deliveries(making: Making, done: int, client: Callable[[int], int]) -> None:
    making.put(
        Delivery,
        (
            {
                "id": order,
                "number": f"SH-{order:07}",
                "order_id": order,
                "client_id": client(order),
                "dated": _day_of(making, order),
                "recorded_on": _day_of(making, order),
                "recorded_by_id": REPS + 3,
                "entry_number": 2 * order - 1,
            }
            for order in range(1, done + 1)
        ),
    )
    making.put(
        DeliveryLine,
        (
            {
                "id": 3 * order + position - 3,
                "delivery_id": order,
                "position": position,
                "product_id": (order + position) % 60 + 1,
                "unit_name": "支",
                "unit_size": 1,
                "ordered": 4,
                "accepted": 4,
                "price_fen": 3780,
                "basic_rate": Decimal("0.05"),
                "fund_rate": Decimal("0.02"),
                "supply_fen": 15_120,
                "basic_fen": 756,
                "fund_fen": 302,
            }
            for order in range(1, done + 1)
            for position in (1, 2, 3)
        ),
    )
    making.put(
        Collection,
        (
            {
                "id": order,
                "number": f"SK-{order:07}",
                "client_id": client(order),
                "delivery_id": order,
                "amount_fen": 43_092 if order % 9 else 30_000,
                "dated": _day_of(making, order),
                "recorded_on": _day_of(making, order),
                "recorded_by_id": REPS + 4,
                "entry_number": 2 * order,
            }
            for order in range(1, done + 1)
        ),
    )


def _settlements(making: Making) -> None:
    """The last three closed quarters; what the newest owes is not paid out yet."""
    quarter = Quarter.of(making.today).previous()
    number = 2 * making.done
    for key in (3, 2, 1):
        clients = range(5, 5 * making.size.active + 1, 10)
        paid = key < 3
        day = making.today - timedelta(days=90 * (3 - key))
        making.put(
            Settlement,
            [
                {
                    "id": key,
                    "quarter": quarter.text,
                    "state": "posted",
                    "prepared_on": day,
                    "prepared_by_id": REPS + 2,
                    "posted_on": day,
                    "posted_by_id": REPS + 5,
                }
            ],
        )
        lines = [
            {"settlement_id": key, "client_id": one, "standing": "settled", "amount_fen": 500}
            for one in clients
        ]
        making.put(SettlementLine, lines)
        numbered = list(enumerate(clients, number + 1))
        number += len(numbered)
        making.put(
            Posting,
            (
                row
                for at, one in numbered
                for row in legs_rows(at, (("fund", one, 500), ("payable", one, -500)))
            ),
        )
        making.put(
            Entry,
            (
                {**entry_row(at, day, "settlement", key), "counts_in": quarter.text}
                for at, _one in numbered
            ),
        )
        making.put(
            Payout,
            (
                {
                    "settlement_id": key,
                    "client_id": one,
                    "number": f"DF-{quarter.text}-{one}",
                    "amount_fen": 500,
                    "state": "paid" if paid else "unpaid",
                    "method": "cash" if paid else None,
                    "paid_on": day if paid else None,
                    "paid_by_id": REPS + 4 if paid else None,
                    "settlement_entry_number": at,
                }
                for at, one in numbered
            ),
        )
        quarter = quarter.previous()


def _cases(making: Making) -> None:
    states = ("reported", "accepted", "upheld", "not_upheld")
    number = min(1_000, making.size.agreements)
    making.put(
        Case,
        (
            {
                "id": key,
                "number": f"AJ-{key:05}",
                "client_id": 5 * key,
                "product_id": key % 5 + 1,
                "agreement_id": key,
                "state": states[key % 4] if key > number - 40 else states[2 + key % 2],
                "price_fen": 3900,
                "protected_fen": 4200,
                "seen_on": making.ago(300),
                "reported_on": making.ago(300),
                "reported_by_id": 1,
                "ruled_on": making.ago(300) if key % 4 > 1 or key <= number - 40 else None,
            }
            for key in range(1, number + 1)
        ),
    )


def _proposals(making: Making) -> None:
    states = ("draft", "confirmed", "presented", "accepted", "declined")
    number = making.size.plans
    making.put(
        Proposal,
        (
            {
                "id": key,
                "number": f"JY-{key:06}",
                "client_id": making.buyer(),
                "state": states[key % 5] if key > number - 300 else states[3 + key % 2],
                "valid_until": making.today,
                "drafted_on": making.ago(400),
                "drafted_by_id": key % REPS + 1,
            }
            for key in range(1, number + 1)
        ),
    )


def _benefits(making: Making) -> None:
    kinds = ("sign", "rack", "rebate", "grant", "promotion")
    making.put(
        Benefit,
        (
            {
                "id": key,
                "number": f"LY-{key:06}",
                "client_id": making.buyer(),
                "kind": kinds[key % 5],
                "state": "delivered",
                "cost_fen": 12_000,
                "paid_by": "cash",
                "delivered_on": making.ago(600),
                "delivered_by_id": REPS + 2,
            }
            for key in range(1, making.size.plans + 1)
        ),
    )


def _audit(making: Making) -> None:
    def rows() -> Iterator[dict[str, Any]]:
        last = head(making.connection, TRAIL)
        previous = last.hash
        for key in range(1, making.size.audit + 1):
            client = key % making.size.clients + 1
            row: dict[str, Any] = {
                "id": last.number + key,
                "seal": "",
                "previous_hash": previous,
                "at": f"{making.ago(700)}T08:00:00.000000Z",
                "day": making.today,
                "staff_id": key % REPS + 1,
                "action": "client.edit" if key % 3 else "client.add",
                "record_kind": "client",
                "record_id": str(client),
                "before": f'{{"phone": "13{key:09}"}}' if key % 3 else None,
                "after": f'{{"name": "店{client}", "phone": "13{key:09}"}}',
                "change_key": _CHANGE,
            }
            previous = row["hash"] = row_hash(TRAIL, row)
            yield row

    kept = dict.fromkeys(("content", "action", "confirmed", "record_kind", "record_id"), "")
    now = f"{making.today}T08:00:00.000000Z"
    making.put(ChangeKey, [{"key": _CHANGE, **kept, "saved_at": now, "saved_by_id": 1}])
    making.put(Audit, rows())
