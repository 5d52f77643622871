"""What clients earn on what they buy, beside what the trade earns on average (B4)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from desktop.basics.money import RATE_UNIT
from desktop.models import Asset, Benefit, Delivery, DeliveryLine, Product, Return
from desktop.models.benefit import LASTING
from desktop.planning.assortment import half_up
from desktop.planning.effect import whole_fen
from desktop.queries.facts.goods import trade_margins
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.sales import moved_units


@dataclass(frozen=True)
class Margin:
    """A client's margin over a time: amounts in fen, rates to the basis point.

    ``margin`` is None where nothing with a retail price was bought, ``trade`` where nobody
    entered what the trade earns on any of it.
    """

    retail_fen: int
    cost_fen: int
    benefits_fen: int
    margin: Decimal | None
    trade: Decimal | None

    @property
    def is_low(self) -> bool:
        """Whether it lies below the trade's average."""
        return self.margin is not None and self.trade is not None and self.margin < self.trade


def client_margins(session: Session, first: date, last: date) -> dict[int, Margin]:
    """The margin of each client that bought or was given anything from ``first`` to ``last``."""
    retail = _retail(session, first, last)
    cost = _cost(session, first, last)
    benefits = _benefits(session, first, last)
    trade = trade_margins(session)
    return {
        client_id: _margin(retail.get(client_id, {}), cost[client_id], benefits[client_id], trade)
        for client_id in sorted({*retail, *benefits})
    }


def _margin(
    retail: Mapping[int, int], cost_fen: int, benefits: Fraction, trade: Mapping[int, Decimal]
) -> Margin:
    sold_fen = sum(retail.values())
    known = {one: fen for one, fen in retail.items() if one in trade}
    weighted = sum((fen * Fraction(trade[one]) for one, fen in known.items()), Fraction())
    earned = sold_fen - cost_fen + benefits
    return Margin(
        sold_fen,
        cost_fen,
        whole_fen(benefits),
        _rate(earned, sold_fen),
        _rate(weighted, sum(known.values())),
    )


def _rate(some: Fraction, whole: int) -> Decimal | None:
    """A part to the basis point, rounded half up; None of nothing."""
    return Decimal(half_up(some * RATE_UNIT / whole)) / RATE_UNIT if whole > 0 else None


def _retail(session: Session, first: date, last: date) -> dict[int, dict[int, int]]:
    """Suggested retail of the net delivered base units, by client and product, in fen."""
    moved = moved_units(first, last).c
    units = func.sum(moved.delivered) - func.sum(moved.returned)
    rows = session.execute(
        select(moved.client_id, moved.product_id, units, Product.retail_fen)
        .join(Product, Product.id == moved.product_id)
        .where(Product.retail_fen.is_not(None))
        .group_by(moved.client_id, moved.product_id, Product.retail_fen)
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for client_id, product_id, number, retail_fen in rows:
        found[client_id][product_id] = int(number) * (retail_fen or 0)
    return found


def _cost(session: Session, first: date, last: date) -> dict[int, int]:
    """Supply less basic profit and fund of what has a retail price, returns off, in fen."""
    line, back = DeliveryLine, Return
    delivered = (
        select(
            Delivery.client_id,
            line.product_id,
            (line.supply_fen - line.basic_fen - line.fund_fen).label("fen"),
        )
        .join(line, line.delivery_id == Delivery.id)
        .where(Delivery.state == "recorded", Delivery.dated.between(first, last))
    )
    returned = (
        select(
            back.client_id,
            line.product_id,
            literal(0) - (back.supply_fen - back.basic_fen - back.fund_fen),
        )
        .join(line, line.id == back.delivery_line_id)
        .where(back.state == "recorded", back.dated.between(first, last))
    )
    cost = union_all(delivered, returned).subquery("cost").c
    rows = session.execute(
        select(cost.client_id, func.sum(cost.fen))
        .join(Product, Product.id == cost.product_id)
        .where(Product.retail_fen.is_not(None))
        .group_by(cost.client_id)
    )
    return defaultdict(int, {client_id: int(fen) for client_id, fen in rows})


def _benefits(session: Session, first: date, last: date) -> dict[int, Fraction]:
    """What clients were given in the time, in fen; signs and racks by their days (B4)."""
    found: dict[int, Fraction] = defaultdict(Fraction)
    given = select(Benefit.client_id, func.sum(Benefit.cost_fen)).where(
        Benefit.state.in_(Benefit.GIVEN),
        Benefit.kind.not_in(LASTING),
        Benefit.delivered_on.between(first, last),
    )
    for client_id, cost_fen in session.execute(given.group_by(Benefit.client_id)):
        found[client_id] += int(cost_fen)
    for client_id, part_fen in _lasting(session, first, last):
        found[client_id] += part_fen
    return found


def _lasting(session: Session, first: date, last: date) -> Iterator[tuple[int, Fraction]]:
    """Each sign or rack a day at its cost by the days over which it is reckoned."""
    days = max(read_rules(session).asset_days, 1)
    rows = session.execute(
        select(Benefit.client_id, Benefit.cost_fen, Benefit.delivered_on, Asset.ended_on)
        .outerjoin(Asset, Asset.benefit_id == Benefit.id)
        .where(
            Benefit.state.in_(Benefit.GIVEN),
            Benefit.kind.in_(LASTING),
            Benefit.delivered_on.between(first - timedelta(days=days), last),
        )
    )
    for client_id, cost_fen, begun_on, ended_on in rows:
        assert begun_on is not None  # it was delivered
        runs_out = begun_on + timedelta(days=days)  # the first day on which it counts no more
        until = min(runs_out, ended_on or runs_out, last + timedelta(days=1))
        counted = (until - max(begun_on, first)).days
        if counted > 0:
            yield client_id, Fraction(cost_fen * counted, days)
