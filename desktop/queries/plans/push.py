"""What to push to a client (G11): read from the kept plan, with its reason in words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.models import Client, Product
from desktop.planning.next import Problem, because
from desktop.queries.facts.neighbours import led_near
from desktop.queries.plans.next import baskets, on_sale
from desktop.queries.plans.planned import newest_kept


@dataclass(frozen=True)
class Push:
    """The product that a client is likeliest to take up next."""

    product_id: int
    code: str
    name: str
    reason: str


def product_to_push(
    session: Session, client: Client, today: date, told: Collection[int | None]
) -> Push | None:
    """The likeliest product that may still be offered; None without one or without a plan.

    Since the plan was made it may have been bought, or told (``told``), or be on sale no more. One
    of a line that a neighbour leads is never offered.
    """
    kept = newest_kept(session, "next")
    likeliest = kept.plan.next.get(client.code, ()) if kept else ()
    if kept is None or not likeliest:
        return None
    basket = baskets(session, today, client.id).get(client.code, frozenset())
    open_to_it = on_sale(session, today) - basket
    led = {one.line for one in led_near(session, client.id, today)}
    rows = session.execute(
        select(Product.id, Product.code, Product.name).where(
            Product.code.in_(likeliest), Product.line.not_in(led)
        )
    )
    products = {row.code: row for row in rows if row.id not in told}
    for code in likeliest:
        if code in open_to_it and code in products:
            row = products[code]
            reason = _reason(session, kept.problem, basket, row.code, row.name)
            return Push(row.id, code, row.name, reason) if reason else None
    return None


def _reason(
    session: Session, problem: Problem, basket: Collection[str], code: str, name: str
) -> str:
    """Why a product is offered; "" for one that nobody buys yet."""
    why = because(problem, basket, code)
    if why is None:
        buyers = sum(code in other for other in problem.baskets.values())
        words = _("{name}: {buyers} shops buy it; this one had none in a year.")
        return words.format(name=name, buyers=buyers) if buyers else ""
    words = _(
        "{name}: of {buyers} shops that buy {product}, {both} buy it too; this one had none in a "
        "year."
    )
    bought = session.scalar(select(Product.name).where(Product.code == why.product))
    return words.format(name=name, buyers=why.buyers, product=bought or why.product, both=why.both)
