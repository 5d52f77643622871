"""What must be there before the first of something can be entered: an order needs a client."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.i18n import N_
from desktop.models import Client, Product, Vehicle


class Need(NamedTuple):
    """A kind of record: its words and its page's title (msgids), the page, and who may begin it."""

    record: type[Client | Product | Vehicle]
    words: str
    page: str
    title: str
    action: str


NEEDS: Mapping[str, Need] = {
    "clients": Need(Client, N_("clients"), "clients", N_("Client files"), "client.add"),
    "products": Need(Product, N_("products"), "products", N_("Products and prices"), "product.add"),
    "vehicles": Need(
        Vehicle, N_("vehicles"), "vehicles", N_("Vehicles and drivers"), "vehicle.add"
    ),
}


def lacking(session: Session, names: Collection[str]) -> list[str]:
    """Of what is needed, by name, that of which nothing is there yet."""
    return [
        name
        for name, need in NEEDS.items()
        if name in names and session.scalar(select(need.record.id).limit(1)) is None
    ]
