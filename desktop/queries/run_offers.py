"""What the look-up fields of a run offer: vehicles, and orders that wait."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.models import Client, Order, Vehicle
from desktop.models.base import wrong_state
from desktop.models.search_text import search_words
from desktop.queries.found_by import contains
from desktop.queries.listing import as_number, numbered, plain
from desktop.queries.offers import LOOKED_AT, Near, Offers, Ranked, near, nearest_first, search
from desktop.queries.search import find_clients


def find_vehicles(session: Session, text: str) -> Offers:
    """Vehicles for a look-up field: (code, words), by plate, driver's name or initials."""
    rows = session.scalars(select(Vehicle).order_by(Vehicle.code_key, Vehicle.id)).all()

    def words(one: Vehicle) -> str:
        return search_words((one.driver,), (one.code,))

    def offered(one: Vehicle) -> str:
        return f"{one.code} {one.driver}"

    def nearness(one: Vehicle, typed: str) -> tuple[Near]:
        is_it = typed == plain(offered(one))
        return (Near.CODE if is_it else near(typed, one.code, one.driver, words(one)),)

    found = search(
        plain(text),
        lambda typed: [one for one in rows if typed in words(one) or typed == plain(offered(one))],
        nearness,
    )
    return Offers(((one.code, offered(one)) for one in found.records), found.equals)


_Waiting = tuple[int, str, Client]


def find_waiting_orders(session: Session, text: str) -> Offers:
    """Orders that wait for a run, for a look-up field: (id, words)."""

    def look(typed: str) -> list[_Waiting]:
        number = numbered(Order.number, typed).anywhere
        query = (
            select(Order.id, Order.number, Client)
            .join(Client, Client.id == Order.client_id)
            .where(Order.state == "confirmed", contains(Client, typed) | number)
            .order_by(nearest_first(Client, typed), Order.id)
        )
        return [
            (key, name, client) for key, name, client in session.execute(query.limit(LOOKED_AT))
        ]

    def nearness(row: _Waiting, typed: str) -> tuple[Near, Near]:
        _key, name, client = row
        by_client = near(typed, client.code, client.name, client.search_text)
        # A client's name names none of its orders: they come in their order.
        return (Near.CODE if plain(name) == typed else Near.WORD, by_client)

    typed = plain(text)
    found = search(typed, look, nearness)
    if not found.records and typed:  # as it is offered, its number stands at the end
        found = search(typed.rsplit(" ", 1)[-1], look, nearness)
        if not all(typed == plain(_waiting_words(one)) for one in found.records):
            found = Ranked([])
    if not found.records:
        return Offers(why_not=_why_none(session, text))
    return Offers(((str(one[0]), _waiting_words(one)) for one in found.records), found.equals)


def _waiting_words(row: _Waiting) -> str:
    _key, name, client = row
    return f"{client.name} {name}"


def _why_none(session: Session, text: str) -> str:
    """Why the order, or the client, that is meant has none that waits; "" where nobody knows."""
    order = session.scalar(select(Order).where(Order.number == as_number(text)))
    if order is not None:
        return wrong_state(order).message
    clients = find_clients(session, text) if text.strip() else Offers()
    if len(clients) != 1 and not clients.equals:
        return clients.why_not
    return _("{client} has no order that waits for a run.").format(client=clients[0][1])
