"""What lies beside the form of an order while its client is on the phone (D1)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Client, Order, OrderLine, Product, Proposal
from desktop.queries.facts.balances import balance
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.stock import free_stock_of

_LAST = 5  # orders that are shown
_LOOKED_AT = 12  # orders by which it is told what is usual
_AT_LEAST = 2  # orders in which a product must stand to be usual
_MOST_USUAL = 12


@dataclass(frozen=True)
class GoodsOffered:
    """A product that can be put into the order, in a unit with a quantity.

    ``free`` is what no order wants of it, in base units (D3a); None where no lot is known.
    """

    product: str
    name: str
    unit: str
    quantity: int
    free: int | None


@dataclass(frozen=True)
class LastOrder:
    """An order of this client that isn't cancelled; ``amount_fen`` at the prices of its day."""

    id: int
    number: str
    ordered_on: date
    state: str
    amount_fen: int
    lines: tuple[GoodsOffered, ...]


@dataclass(frozen=True)
class OrderDesk:
    """What is known of a client as it orders.

    ``limit_fen`` is how much it may owe, 0 for no limit. ``usual`` are the products that stand in
    several of its last orders, with the quantity that is usual; ``accepted`` those of the
    proposal that it accepted last. Products no more on sale stand in neither.
    """

    client: str
    owes_fen: int
    limit_fen: int
    last: tuple[LastOrder, ...]
    usual: tuple[GoodsOffered, ...]
    proposal: str
    accepted: tuple[GoodsOffered, ...]

    @property
    def owes_too_much(self) -> bool:
        """Whether it owes more than the office's limit (D1)."""
        return 0 < self.limit_fen < self.owes_fen


def order_desk(
    session: Session, client: str, today: date, but: int | None = None
) -> OrderDesk | None:
    """What is worth knowing of a client, by its code; None for one that isn't there.

    ``but`` is an order that is changed: it is none of the last ones.
    """
    found = session.scalar(select(Client).where(Client.code == client))
    if found is None:
        return None
    orders = session.scalars(
        select(Order)
        .where(Order.client_id == found.id, Order.state != "cancelled", Order.id != (but or 0))
        .order_by(Order.ordered_on.desc(), Order.id.desc())
        .limit(_LOOKED_AT)
    ).all()
    accepted = session.scalar(
        select(Proposal)
        .where(Proposal.client_id == found.id, Proposal.state == "accepted")
        .order_by(Proposal.id.desc())
        .limit(1)
    )
    proposed = accepted.lines if accepted is not None else ()
    lines = [line for order in orders for line in order.lines]
    codes = {line.product.code for line in (*lines, *proposed)}
    free = free_stock_of(session, sorted(codes))
    return OrderDesk(
        client=found.name,
        owes_fen=balance(session, "receivable", found.id),
        limit_fen=read_rules(session).owed_limit_fen,
        last=tuple(_last(order, free) for order in orders[:_LAST]),
        usual=usual_goods(orders, free, today),
        proposal=accepted.number if accepted is not None else "",
        accepted=tuple(
            _offered(line.product, line.unit.name, line.quantity, free)
            for line in proposed
            if not line.product.has_ended(today)
        ),
    )


def usual_goods(
    orders: Sequence[Order], free: Mapping[str, int], today: date
) -> tuple[GoodsOffered, ...]:
    """What stands in several of these orders, the commonest first.

    In the unit in which it is ordered most often, with the middle one of the quantities, of two
    the smaller.
    """
    by_product: defaultdict[Product, list[OrderLine]] = defaultdict(list)
    times: Counter[Product] = Counter()
    for order in orders:
        bought = [line for line in order.lines if not line.free]
        for line in bought:
            by_product[line.product].append(line)
        times.update({line.product for line in bought})
    usual = [
        one for one, number in times.items() if number >= _AT_LEAST and not one.has_ended(today)
    ]
    usual.sort(key=lambda one: (-times[one], one.code))
    return tuple(
        _offered(one, *_usual_quantity(by_product[one]), free) for one in usual[:_MOST_USUAL]
    )


def _usual_quantity(lines: Iterable[OrderLine]) -> tuple[str, int]:
    """The usual unit and how much of it; of units that are equally common the latest."""
    by_unit: defaultdict[str, list[int]] = defaultdict(list)
    for line in lines:  # the latest order first
        by_unit[line.unit.name].append(line.quantity)
    unit = max(by_unit, key=lambda name: len(by_unit[name]))
    return unit, median_low(by_unit[unit])


def _last(order: Order, free: Mapping[str, int]) -> LastOrder:
    lines = tuple(
        _offered(line.product, line.unit.name, line.quantity, free)
        for line in order.lines
        if not line.free
    )
    amount_fen = sum(line.amount_fen for line in order.lines)
    return LastOrder(order.id, order.number, order.ordered_on, order.state, amount_fen, lines)


def _offered(product: Product, unit: str, quantity: int, free: Mapping[str, int]) -> GoodsOffered:
    return GoodsOffered(product.code, product.name, unit, quantity, free.get(product.code))
