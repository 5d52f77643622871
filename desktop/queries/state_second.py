"""The parts of the state that the second wave added, each in the words of its noun."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.money import yuan
from desktop.models import Benefit, Client, Lot, Order, Product, RebatePlan, Run, StockStart
from desktop.models.stock import PLACES
from desktop.queries.facts.neighbours import conflicts, outlets
from desktop.queries.facts.service import service

State = dict[str, Any]
# By kind, each document's name in the file and its id.
Refs = Mapping[str, Iterable[tuple[str, int]]]


def second_state(session: Session, day: date, refs: Refs) -> State:
    """All parts as of a day."""
    return {name: told(session, day, refs) for name, told in PARTS.items()}


def _due(session: Session, _day: date, refs: Refs) -> State:
    """The day on which each order is due (D2)."""
    return {ref: str(session.get_one(Order, number).due) for ref, number in refs["order"]}


def _runs(session: Session, _day: date, refs: Refs) -> State:
    """How each run stands; one that was thrown away is left out."""
    states = {ref: session.get_one(Run, number).state for ref, number in refs["run"]}
    return {ref: state for ref, state in states.items() if state != "discarded"}


def _benefits(session: Session, _day: date, refs: Refs) -> State:
    """Each by the ref of its promise, or else of its delivery; ``cost`` as it stands (B1)."""
    found: State = {}
    told: set[int] = set()
    for ref, number in refs["benefit"]:
        benefit = session.get_one(Benefit, number)
        if number not in told:
            told.add(number)
            found[ref] = {
                "state": benefit.state,
                "kind": benefit.kind,
                "asset": benefit.asset.tag if benefit.asset else "",
                "cost": yuan(benefit.cost_fen),
            }
    return found


def _rebates(session: Session, _day: date, refs: Refs) -> State:
    """How each plan stands, and whom it gives how much, as last reckoned (B3)."""
    plans = {ref: session.get_one(RebatePlan, number) for ref, number in refs["rebate"]}
    return {
        ref: {
            "state": plan.state,
            "amounts": {
                one.client.code: yuan(one.amount_fen) for one in plan.amounts if one.amount_fen
            },
        }
        for ref, plan in plans.items()
    }


def _stock(session: Session, _day: date, _refs: Refs) -> State:
    """What came of every lot and where it lies, from the first count on (D3)."""
    if session.get(StockStart, 1) is None:
        return {}
    lots = session.execute(
        select(Product.code, Lot)
        .join(Product, Product.id == Lot.product_id)
        .order_by(Product.code, Lot.code)
    )
    found: State = {}
    for product, lot in lots:
        figures = {place: getattr(lot, place) for place in PLACES}
        if any(figures.values()):
            found.setdefault(product, {})[lot.code] = figures
    return found


def _conflicts(session: Session, day: date, _refs: Refs) -> list[list[str]]:
    codes = _codes(session)
    found = conflicts(session, day)
    return sorted([*sorted((codes[one.client_id], codes[one.other_id])), one.line] for one in found)


def _density(session: Session, _day: date, _refs: Refs) -> dict[str, int]:
    codes = _codes(session)
    found = outlets(session)
    return dict(sorted((codes[client_id], number) for client_id, number in found.items()))


def _service(session: Session, day: date, _refs: Refs) -> State:
    """How many orders came on time and in full (D7)."""
    return asdict(service(session, day, day))


def _codes(session: Session) -> dict[int, str]:
    return dict(session.execute(select(Client.id, Client.code)).all())


PARTS: Mapping[str, Callable[[Session, date, Refs], Any]] = {
    "benefits": _benefits,
    "rebates": _rebates,
    "due": _due,
    "runs": _runs,
    "stock": _stock,
    "conflicts": _conflicts,
    "density": _density,
    "service": _service,
}
