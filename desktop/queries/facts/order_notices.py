"""What is worth knowing of an order before it goes out (D1); none of it refuses anything."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from desktop.basics.i18n import _
from desktop.basics.money import grouped
from desktop.models import Client, Order, OrderLine, Product, Proposal, ProposalLine, Stop
from desktop.queries.facts.areas import minimum_drops
from desktop.queries.facts.asked_once import once
from desktop.queries.facts.balances import balance
from desktop.queries.facts.neighbours import led_near
from desktop.queries.facts.rules import read_rules


@dataclass(frozen=True)
class Notice:
    """One of them; ``product`` is the code of what it is about, "" for the whole order.

    ``code`` is ``unproposed``, ``led_near``, ``ended``, ``small_drop`` or ``owes``.
    """

    code: str
    words: str
    product: str = ""


@dataclass(frozen=True)
class SmallDrop:
    """What a drop comes to, in fen, and the minimum that it doesn't reach."""

    amount_fen: int
    minimum_fen: int


def notices_of(session: Session, order: Order, today: date) -> tuple[Notice, ...]:
    """The notices of an order that stands; of one that is done or cancelled there are none."""
    if order.state not in Order.OPEN:
        return ()
    client = session.get_one(Client, order.client_id)
    small = small_drops(session, (order.id,)).get(order.id)
    products = [line.product.code for line in order.lines]
    return tuple(_told(session, client, products, small, today))


def notices_of_typed(
    session: Session,
    client: Client,
    due: date,
    products: Sequence[str],
    amount_fen: int | None,
    today: date,
    order_id: int | None = None,
) -> tuple[Notice, ...]:
    """Those of an order that is being written, or changed (``order_id``): products by their codes.

    ``amount_fen`` is None as long as nothing is said of how much.
    """
    small = None
    if amount_fen is not None:
        beside_fen = _due_beside(session, client.id, due, order_id)
        small = _small(session, client.area, amount_fen + beside_fen)
    return tuple(_told(session, client, products, small, today))


@once
def small_drops(session: Session, order_ids: tuple[int, ...]) -> dict[int, SmallDrop]:
    """Of these orders those whose drop is under its area's minimum.

    A drop is what a client gets by one run; while an order is on none, what is due with it.
    """
    mine, other = aliased(Order), aliased(Order)
    run, due_alike = _run_of(mine), mine.due == other.due
    rows = session.execute(
        select(mine.id, Client.area, func.sum(OrderLine.amount_fen))
        .join(Client, Client.id == mine.client_id)
        .join(other, other.client_id == mine.client_id)
        .join(OrderLine, OrderLine.order_id == other.id)
        .where(mine.id.in_(order_ids), other.state != "cancelled")
        # Each of a client's orders of years is looked at: by its day alone, where that tells it.
        .where(case((run.is_(None), due_alike), else_=run == _run_of(other)))
        .group_by(mine.id, Client.area)
    ).all()
    minimums = minimum_drops(session, {area for _order, area, _amount in rows})
    return {
        order_id: SmallDrop(int(amount_fen), minimums[area])
        for order_id, area, amount_fen in rows
        if amount_fen < minimums[area]
    }


def _run_of(order: Any) -> Any:
    """The run that an order is on, or was delivered from."""
    return (
        select(func.max(Stop.run_id))
        .where(Stop.order_id == order.id, Stop.unserved_on.is_(None), order.state != "confirmed")
        .correlate(order)
        .scalar_subquery()
    )


def _due_beside(session: Session, client_id: int, due: date, but: int | None) -> int:
    """What a client's other orders of a day come to, in fen."""
    others = (
        select(func.sum(OrderLine.amount_fen))
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            Order.client_id == client_id,
            Order.due == due,
            Order.state != "cancelled",
            Order.id != (but or 0),
        )
    )
    return int(session.scalar(others) or 0)


def _small(session: Session, area: str, amount_fen: int) -> SmallDrop | None:
    minimum_fen = minimum_drops(session, {area})[area]
    return SmallDrop(amount_fen, minimum_fen) if amount_fen < minimum_fen else None


def _told(
    session: Session, client: Client, products: Sequence[str], small: SmallDrop | None, today: date
) -> Iterator[Notice]:
    yield from _owes(session, client)
    if small is not None:
        words = _("the drop comes to {amount}, under its minimum of {minimum}").format(
            amount=grouped(small.amount_fen), minimum=grouped(small.minimum_fen)
        )
        yield Notice("small_drop", words)
    yield from _of_goods(session, client, products, today)


def _owes(session: Session, client: Client) -> Iterator[Notice]:
    """Whether a client owes more than the office's limit, where it has one."""
    limit_fen = read_rules(session).owed_limit_fen
    owed_fen = balance(session, "receivable", client.id) if limit_fen else 0
    if owed_fen > limit_fen:
        words = _("the client owes {amount}, more than {limit}").format(
            amount=grouped(owed_fen), limit=grouped(limit_fen)
        )
        yield Notice("owes", words)


def _of_goods(
    session: Session, client: Client, products: Sequence[str], today: date
) -> Iterator[Notice]:
    """What is no more on sale, what was never proposed to the client, and what a neighbour leads,
    the nearest named.
    """
    codes = list(dict.fromkeys(products))
    proposed = _proposed(session, client.id)
    if not proposed:
        yield Notice("unproposed", _("nothing was proposed to this client yet"))
    led = {one.line: one for one in reversed(led_near(session, client.id, today))}
    found = session.execute(
        select(Product.code, Product.line, Product.ended_on).where(Product.code.in_(codes))
    ).all()
    lines = {code: line for code, line, _ended_on in found}
    ended = {code: day for code, _line, day in found if day is not None and day <= today}
    for code in codes:
        if code in ended:
            yield Notice("ended", _("no more on sale since {day}").format(day=ended[code]), code)
        if proposed and code not in proposed:
            yield Notice("unproposed", _("in no proposal for this client"), code)
        near = led.get(lines.get(code, ""))
        if near is not None:
            yield Notice("led_near", near.words, code)


def _proposed(session: Session, client_id: int) -> frozenset[str]:
    """The codes of all that was ever proposed to a client."""
    found = (
        select(Product.code)
        .join(ProposalLine, ProposalLine.product_id == Product.id)
        .join(Proposal, Proposal.id == ProposalLine.proposal_id)
        .where(Proposal.client_id == client_id)
    )
    return frozenset(session.scalars(found))
