"""What products sell at the office's clients, as expected sales are reckoned of it (P2a)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session

from desktop.models import Client, Product, Survey
from desktop.planning.assortment import NOBODY, SALES_DAYS, Buyers, Sold, category_means
from desktop.queries.facts.came_true import learned_factors
from desktop.queries.facts.sales import moved_units
from desktop.queries.facts.surveys import of_latest


@dataclass(frozen=True)
class Market:
    """The sales of the last 91 days by product, frozen: read once for many shops.

    ``segments`` by product and segment, ``everywhere`` by product; ``usual`` is each category's
    mean, ``learned`` the factor that came of its proposals.
    """

    segments: Mapping[tuple[int, str], Buyers]
    everywhere: Mapping[int, Buyers]
    usual: Mapping[str, Fraction]
    learned: Mapping[str, Fraction]

    def sold(self, product_id: int, category: str, segment: str, own_units: int | None) -> Sold:
        """What is known of one product's sales, for a shop of a segment."""
        return Sold(
            self.segments.get((product_id, segment), NOBODY),
            self.everywhere.get(product_id, NOBODY),
            self.usual.get(category),
            own_units,
            self.learned.get(category, Fraction(1)),
        )


def market(session: Session, today: date) -> Market:
    """What stands of all sales as of a day."""
    segments = _buyers(session, today)
    everywhere: dict[int, Buyers] = defaultdict(Buyers)
    for (product_id, _segment), buyers in segments.items():
        everywhere[product_id] += buyers
    categories = dict(session.execute(select(Product.id, Product.category)).all())
    return Market(
        segments,
        dict(everywhere),
        category_means((categories[one], buyers.daily) for one, buyers in everywhere.items()),
        learned_factors(session, today),
    )


def bought_units(session: Session, client_id: int, today: date) -> dict[int, int]:
    """The net base units of what one client was delivered in the last 91 days, by product."""
    moved = moved_units(first_day(today), today).c
    rows = session.execute(
        select(moved.product_id, func.sum(moved.delivered - moved.returned))
        .where(moved.client_id == client_id)
        .group_by(moved.product_id)
        .having(func.sum(moved.delivered) > 0)
    )
    return {product_id: int(units) for product_id, units in rows}


def first_day(today: date) -> date:
    """The first of the 91 days, of which today is the last."""
    return today - timedelta(days=SALES_DAYS - 1)


def _buyers(session: Session, today: date) -> dict[tuple[int, str], Buyers]:
    """Of the clients that were active on all the days, by product and segment."""
    first = first_day(today)
    moved = moved_units(first, today).c
    bought = (
        select(
            moved.client_id,
            moved.product_id,
            func.sum(moved.delivered - moved.returned).label("units"),
        )
        .group_by(moved.client_id, moved.product_id)
        .having(func.sum(moved.delivered) > 0)
        .subquery("bought")
    )
    surveyed = _surveyed()
    households = func.coalesce(surveyed.c.households, Client.households)
    rows = session.execute(
        select(
            bought.c.product_id,
            Client.segment,
            func.count(),
            func.sum(bought.c.units),
            func.coalesce(func.sum(households), 0),
            func.count(households),
        )
        .join(Client, Client.id == bought.c.client_id)
        .outerjoin(surveyed, surveyed.c.client_id == Client.id)
        .where(Client.state == "active", Client.active_since <= first)
        .group_by(bought.c.product_id, Client.segment)
    )
    return {
        (product_id, segment): Buyers(clients, int(units), int(households), counted)
        for product_id, segment, clients, units, households, counted in rows
    }


def _surveyed() -> Subquery:
    """The households that each client's latest survey found (P1, P7)."""
    return of_latest(Survey.client_id, Survey.households).subquery()
