"""The office's own picture below its map, pinned by shops (P8)."""

import json
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, by_staff, check, file_content


class MapGround(Base):
    """The one picture of the office's map: a JPEG, and where two or three of its points lie.

    A pin keeps the place that its shop had when it was set: the picture stays where it lies when
    a shop's file is mended.
    """

    __tablename__ = "map_ground"
    __table_args__ = (check("one", "id = 1"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    size: Mapped[int]
    # A list of [client's code, x, y, latitude, longitude] as JSON text; pixels are whole.
    pins: Mapped[str]
    added_on: Mapped[date]
    added_by_id: Mapped[int] = by_staff()
    content: Mapped[bytes] = file_content()

    @property
    def title(self) -> str:
        return self.name

    @property
    def pinned(self) -> Sequence[tuple[str, int, int, str, str]]:
        """Its pins: a client's code, pixels to the right and down, latitude and longitude."""
        return [(code, x, y, lat, lon) for code, x, y, lat, lon in json.loads(self.pins)]
