"""In which order a rep goes to the clients of a day: along a short way from the office (G10)."""

from collections.abc import Collection, Sequence
from statistics import median_low
from typing import Protocol

from sqlalchemy.orm import Session

from desktop.basics.places import Place, place
from desktop.models import Client
from desktop.planning.visits import Spot, shortest_way
from desktop.queries.facts.depot import own_place

_TURNS = 2  # of fewer shops there is but one order


class _Somewhere(Protocol):
    """What lies somewhere, in degrees."""

    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...


def setting_out(session: Session, spots: Collection[_Somewhere]) -> Spot:
    """Where a rep sets out: the office; the middle of the clients while its place isn't kept."""
    office = own_place(session).place
    if office is not None:
        return Spot(*office)
    if not spots:
        return Spot(0.0, 0.0)
    return Spot(median_low(one.lat for one in spots), median_low(one.lon for one in spots))


def along_a_short_way(session: Session, clients: Sequence[Client]) -> list[Client]:
    """The clients in the order of a short way; those whose place isn't known come last."""
    placed = [(one, found) for one in clients if (found := place(one.lat, one.lon))]
    unplaced = [one for one in clients if place(one.lat, one.lon) is None]
    if len(placed) < _TURNS:
        return [*(one for one, _found in placed), *unplaced]
    spots = [Spot(*found) for _one, found in placed]
    order = shortest_way(setting_out(session, spots), spots)
    return [*(placed[at][0] for at in order), *unplaced]


def day_places(session: Session, clients: Sequence[Client]) -> tuple[Place, list[Place | None]]:
    """Where a rep sets out to these clients, and where each lies; None where nobody knows."""
    found = [place(one.lat, one.lon) for one in clients]
    spots = [Spot(*one) for one in found if one is not None]
    return setting_out(session, spots).place, found
