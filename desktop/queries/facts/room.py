"""Where there is room for a new shop (P7): places with most households for each outlet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, floor, pi, radians
from statistics import median_low

from sqlalchemy import ColumnElement, Float, select, true, type_coerce
from sqlalchemy.orm import Session

from desktop.basics.places import EARTH_MM, Place, apart_mm, near_pairs
from desktop.models import Client, Survey
from desktop.queries.facts.asked_once import once
from desktop.queries.facts.neighbours import Density
from desktop.queries.facts.surveys import of_latest

_METRES_A_DEGREE = EARTH_MM / 1000 * pi / 180


@dataclass(frozen=True)
class Known:
    """A client that isn't closed and whose place is known; ``households`` where they are counted.

    A prospect tells of the people around it too, though it is no outlet yet.
    """

    id: int
    name: str
    area: str
    place: Place
    is_active: bool
    households: int | None


@dataclass(frozen=True)
class Room:
    """A place where a new shop would find people: the middle of a cell of the office's distance.

    ``density`` is as it would be with the new shop among the outlets; ``nearest`` is the nearest
    shop that is known, ``prospects`` are those within the distance.
    """

    place: Place
    density: Density
    nearest: Known
    apart_mm: int
    prospects: int

    @property
    def each(self) -> int:
        """Households for each outlet, the new shop counted."""
        return self.density.each or 0


@once
def counted_households(session: Session) -> Mapping[int, int | None]:
    """The households of each client's latest survey, by client."""
    rows = session.execute(of_latest(Survey.client_id, Survey.households))
    return {client_id: households for client_id, households in rows}  # noqa: C416 - typed


def known_shops(session: Session, which: ColumnElement[bool] | None = None) -> list[Known]:
    """The clients (all, or ``which``) that aren't closed and have a place."""
    surveyed = counted_households(session)
    rows = session.execute(
        select(
            Client.id,
            Client.name,
            Client.area,
            type_coerce(Client.lat, Float()),
            type_coerce(Client.lon, Float()),
            Client.state,
            Client.households,
        )
        .where(
            Client.state != "closed", Client.cell.is_not(None), true() if which is None else which
        )
        .order_by(Client.code_key)
    )
    return [
        Known(key, name, area, (lat, lon), state == "active", surveyed.get(key, households))
        for key, name, area, lat, lon, state, households in rows
    ]


def rooms(shops: Sequence[Known], metres: int, least: int) -> list[Room]:
    """The places with most households for each outlet first, none below ``least``.

    Looked at are the middles of all cells of a grid (as wide as the distance within which shops
    are neighbours) that hold a shop whose households are counted. The people there are the middle
    one of what the shops within the distance counted; they are shared among the active clients
    there and the new shop. Of two places within the distance of each other the better one stands:
    they would find the same people.
    """
    by_id = {shop.id: shop for shop in shops}
    cells = _cells(shops, metres)
    spots = {-1 - number: spot for number, spot in enumerate(cells)}
    around: dict[int, list[tuple[int, Known]]] = defaultdict(list)
    places = ((shop.id, shop.place) for shop in shops)
    for (cell, key), apart in near_pairs(spots, places, metres).items():
        around[cell].append((apart, by_id[key]))
    found = (_room(spots[cell], near) for cell, near in around.items())
    good = [room for room in found if room is not None and room.each >= least]
    return _apart(sorted(good, key=lambda one: (-one.each, one.place)), metres)


def _cells(shops: Iterable[Known], metres: int) -> list[Place]:
    """The middles of the cells that hold a shop with counted households."""
    step = metres / _METRES_A_DEGREE
    found = set()
    for shop in shops:
        if shop.households is not None:
            row = floor(shop.place[0] / step)
            lat = (row + 0.5) * step
            wide = step / max(cos(radians(lat)), 0.01)
            found.add((lat, (floor(shop.place[1] / wide) + 0.5) * wide))
    return sorted(found)


def _room(place: Place, near: Sequence[tuple[int, Known]]) -> Room | None:
    counted = [shop.households for _apart, shop in near if shop.households is not None]
    if not counted:
        return None
    active = sum(shop.is_active for _apart, shop in near)
    apart, nearest = min(near, key=lambda one: (one[0], one[1].id))
    density = Density(active + 1, median_low(counted))
    return Room(place, density, nearest, apart, len(near) - active)


def _apart(sorted_rooms: Sequence[Room], metres: int) -> list[Room]:
    taken: dict[tuple[int, int], list[Place]] = defaultdict(list)
    step = 2 * metres / _METRES_A_DEGREE
    kept = []
    for room in sorted_rooms:
        row, column = floor(room.place[0] / step), floor(room.place[1] / step)
        near = (
            other
            for i in (row - 1, row, row + 1)
            for j in (column - 1, column, column + 1)
            for other in taken[i, j]
        )
        if all(apart_mm(room.place, other) > metres * 1000 for other in near):
            kept.append(room)
            taken[row, column].append(room.place)
    return kept
