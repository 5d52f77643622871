"""The office's own picture below its map: laid by two or three shops, replaced, removed (P8)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.basics.errors import ChangedElsewhere, Refused
from desktop.basics.ground import Pin, why_not
from desktop.basics.i18n import _
from desktop.basics.places import place
from desktop.models import MapGround
from desktop.printing.pictures import size_of
from desktop.services.attachments import read_picture
from desktop.services.change import Change
from desktop.services.checks import invalid
from desktop.services.find import find_client
from desktop.services.office import Office

MOST_PX = 2_400  # a side: as fine as a screen shows, and quick to paint
ACTION = "map.ground"
_THE_ONE = 1


@dataclass(frozen=True)
class PinDraft:
    """A point of the picture as it is kept (pixels), and the client that lies there, by code."""

    client: str
    x: int
    y: int


@dataclass(frozen=True)
class LaidPicture:
    """A picture as it lies below the map: whatever its record holds."""

    name: str
    pins: str
    added_on: date
    added_by_id: int
    content: bytes


@dataclass(frozen=True)
class Relaid:
    """What lay below the map before a change, and after it; None for nothing."""

    before: LaidPicture | None
    after: LaidPicture | None


def fitting_picture(path: Path) -> bytes:
    """A picture as the map keeps it; refuses (``invalid``) what is none, or is too large."""
    return read_picture(path, MOST_PX)


def set_ground(office: Office, path: Path | None, pins: Sequence[PinDraft]) -> Relaid:
    """Lay a picture below the map, in place of the one before; without a path pin that anew.

    What it answers can be given to ``lay_back``.

    Refuses (``invalid``) what is no picture, pins that don't tell how it lies, and shops without a
    place; ``not_found`` without a picture.
    """
    content = fitting_picture(path) if path is not None else None
    with office.transaction(ACTION) as session:
        found = [(one, _pin(session, one)) for one in pins]
        session.allow()
        if why := why_not([pin for _draft, pin in found]):
            raise invalid("pins", why)
        kept = json.dumps([[one.client, one.x, one.y, *map(str, pin.place)] for one, pin in found])
        ground = session.get(MapGround, _THE_ONE)
        before = _laid(ground)
        picture = content or (ground.content if ground else None)
        if picture is None:
            raise invalid("files", _("Choose a picture first."))
        _need_inside(pins, picture)
        if ground is None:
            ground = MapGround(id=_THE_ONE)
            session.add(ground)
        ground.pins = kept
        if content is not None and path is not None:
            ground.name, ground.size, ground.content = path.name, len(content), content
        ground.added_on, ground.added_by_id = session.today, session.actor_id
        return Relaid(before, _laid(ground))


def drop_ground(office: Office) -> Relaid:
    """Take the picture away; refuses ``not_found`` when there is none.

    What it answers can be given to ``lay_back``.
    """
    with office.transaction(ACTION) as session:
        ground = session.get(MapGround, _THE_ONE)
        session.allow()
        if ground is None:
            raise Refused("not_found", _("There is no picture below the map."))
        before = _laid(ground)
        session.delete(ground)
        return Relaid(before, None)


def lay_back(office: Office, relaid: Relaid) -> None:
    """Lay below the map what lay there before a change.

    Refuses (``ChangedElsewhere``) when somebody laid or removed a picture since.
    """
    with office.transaction(ACTION) as session:
        ground = session.get(MapGround, _THE_ONE)
        session.allow()
        if _laid(ground) != relaid.after:
            raise ChangedElsewhere(_("Somebody laid or removed the picture below the map since."))
        before = relaid.before
        if before is None:
            session.delete(ground)
            return
        if ground is None:
            ground = MapGround(id=_THE_ONE)
            session.add(ground)
        ground.name, ground.size, ground.content = before.name, len(before.content), before.content
        ground.pins = before.pins
        ground.added_on, ground.added_by_id = before.added_on, before.added_by_id


def _laid(ground: MapGround | None) -> LaidPicture | None:
    if ground is None:
        return None
    return LaidPicture(
        ground.name, ground.pins, ground.added_on, ground.added_by_id, ground.content
    )


def _need_inside(pins: Sequence[PinDraft], picture: bytes) -> None:
    wide, high = size_of(picture)
    for one in pins:
        if not (0 <= one.x < wide and 0 <= one.y < high):
            words = _("The point {x}, {y} lies outside the picture, which is {wide} × {high}.")
            raise invalid("pins", words.format(x=one.x, y=one.y, wide=wide, high=high))


def _pin(session: Change, draft: PinDraft) -> Pin:
    client = find_client(session, draft.client)
    there = place(client.lat, client.lon)
    if there is None:
        words = _("{name} has no coordinates: choose a shop that the map shows.")
        raise invalid("client", words.format(name=client.name))
    return Pin(draft.x, draft.y, there)
