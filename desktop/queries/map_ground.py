"""The picture below the map, as it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from desktop.basics.ground import Pin
from desktop.basics.places import place
from desktop.models import MapGround


@dataclass(frozen=True)
class KeptGround:
    """The office's picture (JPEG) and its pins; ``codes`` are the clients that pin it."""

    name: str
    picture: bytes
    pins: tuple[Pin, ...]
    codes: Sequence[str]


def kept_ground(session: Session) -> KeptGround | None:
    """The picture below the map; None where the office has none."""
    ground = session.scalar(select(MapGround).options(undefer(MapGround.content)))
    if ground is None:
        return None
    pinned = ground.pinned
    places = (place(Decimal(lat), Decimal(lon)) for _code, _x, _y, lat, lon in pinned)
    pins = tuple(
        Pin(one[1], one[2], there)
        for one, there in zip(pinned, places, strict=True)
        if there is not None
    )
    codes = [code for code, _x, _y, _lat, _lon in pinned]
    return KeptGround(ground.name, ground.content, pins, codes)
