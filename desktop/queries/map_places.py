"""Where clients lie, for a small map beside a form or a list: to pick a place, and to check one."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Float, func, select, true, type_coerce
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.basics.map_scene import AreaName, Scene, Sign, Spot, area_middles, middle
from desktop.basics.places import Place, apart_mm
from desktop.models import Client


@dataclass(frozen=True)
class Nearness:
    """How far a place lies, under each kind of coordinates, from where it should.

    ``place`` is where the shop is known to lie, or the middle of its area's others; ``words``
    say which. ``metres`` are by kind.
    """

    place: Place
    words: str
    metres: Mapping[str, int]

    @property
    def best(self) -> str:
        """The kind under which it lies nearest."""
        return min(self.metres, key=lambda datum: self.metres[datum])


def places_scene(session: Session) -> Scene:
    """All clients that aren't closed and have a place, with the names of their areas."""
    rows = session.execute(
        select(
            Client.id,
            Client.name,
            Client.area,
            Client.state,
            type_coerce(Client.lat, Float()),
            type_coerce(Client.lon, Float()),
        )
        .where(Client.state != "closed", Client.cell.is_not(None))
        .order_by(Client.client_class, Client.code_key)
    ).all()
    spots = tuple(
        Spot(key, (lat, lon), name, int(state != "active"), area)
        for key, name, area, state, lat, lon in rows
    )
    areas = area_middles((area, (lat, lon)) for _key, _name, area, _state, lat, lon in rows)
    signs = Sign(_("client")), Sign(_("prospect"), "diamond", "quiet")
    names = tuple(AreaName(area, place) for area, place in areas.items())
    return Scene(_("Places of the clients"), spots, signs, areas=names)


def nearness(
    session: Session, found: Mapping[str, Place], code: str, name: str, area: str
) -> Nearness | None:
    """How near a shop's place, as read by each kind, is to where it is known to lie.

    Known is the place of the client with this code, or with this name alone; else the middle of
    the other clients of its area. None where the office knows neither.
    """
    known = _known_place(session, code, name)
    if known is not None:
        return _near(known, _("where {name} is known to lie").format(name=name or code), found)
    return area_nearness(session, found, code, area)


def area_nearness(
    session: Session, found: Mapping[str, Place], code: str, area: str
) -> Nearness | None:
    """The same to the middle of the other clients of its area: its own place may be wrong."""
    others = [place for key, place in _places(session, Client.area == area) if key != code]
    if not area or not others:
        return None
    return _near(middle(others), _("the middle of {area}").format(area=area), found)


def office_nearness(
    session: Session, found: Mapping[str, Place], code: str, area: str
) -> Nearness | None:
    """The same; of a shop without an area, or the first of one, to the middle of all others.

    That tells no kinds apart, but a place in another city, or in another country.
    """
    near = area_nearness(session, found, code, area)
    if near is not None:
        return near
    others = [place for key, place in _places(session, true()) if key != code]
    return _near(middle(others), _("the middle of all clients"), found) if others else None


def _near(place: Place, words: str, found: Mapping[str, Place]) -> Nearness:
    metres = {datum: apart_mm(there, place) // 1000 for datum, there in found.items()}
    return Nearness(place, words, metres)


def _known_place(session: Session, code: str, name: str) -> Place | None:
    if code and (places := _places(session, Client.code == code)):
        return places[0][1]
    alike = select(func.count()).where(Client.name == name, Client.state != "closed")
    if name and session.scalar(alike) == 1 and (places := _places(session, Client.name == name)):
        return places[0][1]
    return None


def _places(session: Session, which: ColumnElement[bool]) -> list[tuple[str, Place]]:
    lat, lon = type_coerce(Client.lat, Float()), type_coerce(Client.lon, Float())
    rows = session.execute(
        select(Client.code, lat, lon).where(
            which, Client.state != "closed", Client.cell.is_not(None)
        )
    )
    return [(code, (north, east)) for code, north, east in rows]
