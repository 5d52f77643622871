"""A run's delivery manifest and the notes of its stops (D5)."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from desktop.models import Client, Order, Run
from desktop.printing.delivery_note import DeliveryNote
from desktop.printing.manifest import Manifest, Stop
from desktop.queries.facts.agreements import agreements_on
from desktop.queries.facts.held import held_or_read
from desktop.queries.facts.run_ways import planned_way
from desktop.queries.papers.delivery_note import run_note
from desktop.queries.papers.heads import hours, letterhead, outlet
from desktop.queries.papers.packing import is_carton

_Aboard = tuple[Order, str]  # an order and its note's number


def manifest(session: Session, run: Run) -> Manifest:
    """Every stop of a run in order, with its notes; a client's orders are one stop (D2)."""
    way, office = planned_way(session, run), letterhead(session)
    drops = _drops(session, run)
    clients = held_or_read(session, Client, drops)
    agreements = agreements_on(session, drops, run.day)

    def stop(client_id: int, orders: Sequence[_Aboard]) -> Stop:
        client, agreement = clients[client_id], agreements.get(client_id)
        notes = tuple(
            run_note(office, run, order, client, agreement, number) for order, number in orders
        )
        return _stop(client, orders, notes, way.arrives.get(orders[0][0].id, ""))

    return Manifest(
        letterhead=office,
        number=run.number,
        day=run.day,
        vehicle=run.vehicle.code,
        driver=run.vehicle.driver,
        departure=run.departs or way.departs,
        stops=tuple(stop(client_id, orders) for client_id, orders in drops.items()),
        distance_m=way.metres,
    )


def _drops(session: Session, run: Run) -> dict[int, list[_Aboard]]:
    """The orders that are on the vehicle, or will be, by client, where its first one stands.

    One that was delivered otherwise before the run was loaded is not among them.
    """
    drops: dict[int, list[_Aboard]] = {}
    known = held_or_read(session, Order, [stop.order_id for stop in run.stops])
    for stop in run.stops:
        order = known[stop.order_id]
        if stop.note or (run.state == "planned" and order.state == "planned"):
            drops.setdefault(order.client_id, []).append((order, stop.note))
    return drops


def _stop(
    client: Client, orders: Sequence[_Aboard], notes: tuple[DeliveryNote, ...], planned: str
) -> Stop:
    lines = [line for order, _number in orders for line in order.lines]
    return Stop(
        client=outlet(client),
        planned=planned,
        hours=hours(client),
        cartons=sum(line.quantity for line in lines if is_carton(line)),
        loose=sum(line.quantity for line in lines if not is_carton(line)),
        due_fen=sum(note.due_fen for note in notes),
        orders=tuple(order.number for order, _number in orders),
        notes=notes,
    )
