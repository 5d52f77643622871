"""Whether proposals came true: what was expected beside what was delivered (P4a)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop.models import Delivery, DeliveryLine, Product, Proposal, ProposalLine
from desktop.planning.assortment import AGE_DAYS, MICRO, facing_factor, learned_factor
from desktop.queries.facts.sales import moved_units

YEAR_DAYS = 365


@dataclass(frozen=True)
class Came:
    """A line of an accepted proposal: base units expected in the ninety days from its first
    delivery (``began``) on, None where nobody reckoned, and what was delivered in them.
    """

    proposal_id: int
    position: int
    product_id: int
    category: str
    rules: tuple[str, ...]
    began: date
    expected: Fraction | None
    delivered: int


def of_age(began: date, today: date) -> bool:
    """Whether ninety days have passed since the first delivery."""
    return began + timedelta(days=AGE_DAYS) <= today


def expected_units(daily_micro: int | None, facings: int, days: int = AGE_DAYS) -> Fraction | None:
    """Base units that a line is expected to sell in so many days; None where nobody reckoned."""
    if daily_micro is None:
        return None
    return Fraction(daily_micro, MICRO) * facing_factor(facings) * days


def came_of(session: Session, proposal_id: int) -> list[Came]:
    """The lines of one proposal since its first delivery; none before it."""
    return _came(session, began_on(session, Proposal.id == proposal_id))


def came_of_age(session: Session, first: date, last: date) -> list[Came]:
    """The lines of all proposals that came of age from one day to another."""
    age = timedelta(days=AGE_DAYS)
    began = began_on(session, Delivery.dated <= last - age)
    return _came(session, {key: day for key, day in began.items() if day >= first - age})


def learned_factors(session: Session, today: date) -> dict[str, Fraction]:
    """What the proposals that came of age in the last year taught, by category (P2a)."""
    first = today - timedelta(days=YEAR_DAYS - 1)
    return factors(came_of_age(session, first, today))


def factors(lines: Iterable[Came]) -> dict[str, Fraction]:
    """The learned factor by category."""
    expected: dict[str, Fraction] = defaultdict(Fraction)
    delivered: dict[str, int] = defaultdict(int)
    for line in lines:
        if line.expected is not None:
            expected[line.category] += line.expected
            delivered[line.category] += line.delivered
    return {one: learned_factor(delivered[one], units) for one, units in expected.items()}


def began_on(session: Session, which: ColumnElement[bool]) -> dict[int, date]:
    """When the first goods of accepted proposals came, by proposal, as far as they have come.

    That is the client's first delivery since its yes at which one of the products was accepted.
    """
    rows = session.execute(
        select(Proposal.id, func.min(Delivery.dated))
        .join(ProposalLine, ProposalLine.proposal_id == Proposal.id)
        .join(Delivery, Delivery.client_id == Proposal.client_id)
        .join(
            DeliveryLine,
            (DeliveryLine.delivery_id == Delivery.id)
            & (DeliveryLine.product_id == ProposalLine.product_id),
        )
        .where(
            Proposal.state == "accepted",
            Delivery.state == "recorded",
            Delivery.dated >= Proposal.answered_on,
            DeliveryLine.accepted > 0,
            which,
        )
        .group_by(Proposal.id)
    )
    return dict(rows.all())


def _came(session: Session, began: dict[int, date]) -> list[Came]:
    if not began:
        return []
    last = max(began.values()) + timedelta(days=AGE_DAYS - 1)
    moved = moved_units(min(began.values()), last).c
    wanted = sorted(began)
    rows = session.execute(
        select(ProposalLine, Product.category, Proposal.client_id)
        .join(Product, Product.id == ProposalLine.product_id)
        .join(Proposal, Proposal.id == ProposalLine.proposal_id)
        .where(ProposalLine.proposal_id.in_(wanted))
        .order_by(ProposalLine.proposal_id, ProposalLine.position)
    ).all()
    clients = sorted({client_id for _line, _category, client_id in rows})
    by_day: dict[tuple[int, int], list[tuple[date, int]]] = defaultdict(list)
    for client_id, product_id, day, units in session.execute(
        select(
            moved.client_id, moved.product_id, moved.day, moved.delivered - moved.returned
        ).where(moved.client_id.in_(clients))
    ):
        by_day[client_id, product_id].append((day, units))
    return [
        Came(
            line.proposal_id,
            line.position,
            line.product_id,
            category,
            tuple(line.rules.split("\n")) if line.rules else (),
            began[line.proposal_id],
            expected_units(line.daily_micro, line.facings),
            _within(by_day[client_id, line.product_id], began[line.proposal_id]),
        )
        for line, category, client_id in rows
    ]


def _within(moves: Iterable[tuple[date, int]], began: date) -> int:
    last = began + timedelta(days=AGE_DAYS - 1)
    return sum(units for day, units in moves if began <= day <= last)
