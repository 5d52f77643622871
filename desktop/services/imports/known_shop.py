"""One shop of a list by which a person tells what kind the list's coordinates are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from sqlalchemy.orm import Session

from desktop.basics.datums import readings
from desktop.basics.places import Place, place
from desktop.queries.map_places import Nearness, nearness
from desktop.services.imports.look import Look
from desktop.spreadsheets.clients import client_rows
from desktop.spreadsheets.reading import Reading

_LOOKED_AT = 200  # rows among which one that the office knows is looked for by itself


@dataclass(frozen=True)
class KnownShop:
    """A shop of the list, where it would lie under each kind, and how near to what is known."""

    name: str
    code: str
    area: str
    lat: Decimal
    lon: Decimal
    near: Nearness | None

    @property
    def readings(self) -> Mapping[str, Place]:
        """Where it lies, as the office keeps places, under each kind."""
        return readings(self.lat, self.lon)


def known_shop(session: Session, look: Look, text: str = "") -> KnownShop | None:
    """The first shop with coordinates that is called so; without a text one that is known here."""
    shops = _shops(look)
    if text:
        wanted = text.casefold()
        found = next((one for one in shops if wanted in f"{one.name} {one.code}".casefold()), None)
        return found and _told(session, found)
    first = None
    for shop in islice(shops, _LOOKED_AT):
        told = _told(session, shop)
        first = first or told
        if told.near is not None:
            return told
    return first


def _shops(look: Look) -> Iterator[KnownShop]:
    for row in client_rows(Reading(look.table, look.header)):
        if row.lat is not None and row.lon is not None and place(row.lat, row.lon) is not None:
            yield KnownShop(row.name, row.code, row.area, row.lat, row.lon, None)


def _told(session: Session, shop: KnownShop) -> KnownShop:
    near = nearness(session, shop.readings, shop.code, shop.name, shop.area)
    return KnownShop(shop.name, shop.code, shop.area, shop.lat, shop.lon, near)
