"""A run's delivery manifest and the notes of its stops (D5)."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from desktop.models import Client, Order, OrderLine, Run
from desktop.printing.manifest import Manifest, Stop
from desktop.queries.papers.delivery_note import run_note
from desktop.queries.papers.heads import hours, letterhead, outlet


def manifest(session: Session, run: Run) -> Manifest:
    """Every stop of a run in order, with its delivery note."""
    return Manifest(
        letterhead=letterhead(session),
        number=run.number,
        day=run.day,
        vehicle=run.vehicle.code,
        driver=run.vehicle.driver,
        departure=run.departs,
        stops=tuple(_stop(session, run, order, note) for order, note in _aboard(session, run)),
    )


def _aboard(session: Session, run: Run) -> Iterator[tuple[Order, str]]:
    """The orders that are on the vehicle, or will be, each with its note's number.

    One that was delivered otherwise before the run was loaded is not among them.
    """
    for stop in run.stops:
        order = session.get_one(Order, stop.order_id)
        if stop.note or (run.state == "planned" and order.state == "planned"):
            yield order, stop.note


def _stop(session: Session, run: Run, order: Order, number: str) -> Stop:
    client = session.get_one(Client, order.client_id)
    note = run_note(session, run, order, number)
    return Stop(
        client=outlet(client),
        planned="",
        hours=hours(client),
        cartons=sum(line.quantity for line in order.lines if _is_carton(line)),
        loose=sum(line.quantity for line in order.lines if not _is_carton(line)),
        due_fen=note.due_fen,
        orders=(order.number,),
        notes=(note,),
    )


def _is_carton(line: OrderLine) -> bool:
    """Whether it is packed in the product's largest unit; a bundle of four is loose."""
    largest = max(unit.size for unit in line.product.units)
    return line.unit.size == largest > 1
