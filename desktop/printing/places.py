"""Places on paper, and the small map of a way: where one goes first, second, third."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.basics.chart_drawing import Letters
from desktop.basics.map_drawing import Names, fitting, flat_of, shop_names
from desktop.basics.map_scene import Spot
from desktop.basics.places import Place
from desktop.printing.fonts import printable, width
from desktop.printing.measures import ACCENT, INK, LINE, MM, SMALL
from desktop.printing.page import Sheet, Style

_LETTERS = Letters(SMALL, lambda text: width(printable(text), SMALL))
_HIGH = 46 * MM
_SPACE = 3 * MM
_DOT = 1.1 * MM
_START = 1.5 * MM
_MIDDLE = 0.35  # of its size, from a text's middle to its baseline
_MARGIN = 0.09


@dataclass(frozen=True)
class Degrees:
    """A place as a paper keeps it: no float stands on one."""

    lat: Decimal
    lon: Decimal

    @property
    def place(self) -> Place:
        """The place as it is reckoned with."""
        return float(self.lat), float(self.lon)


def degrees(place: Place) -> Degrees:
    """A place as a paper keeps it."""
    return Degrees(Decimal(f"{place[0]:.7f}"), Decimal(f"{place[1]:.7f}"))


def draw_way(sheet: Sheet, begins: Place, places: Sequence[Place | None], start: str) -> None:
    """A small map of the way from where it begins along the places and back.

    Each has its number, counted with those that lie nowhere; ``start`` is said where it begins.
    """
    known = [(number, place) for number, place in enumerate(places, 1) if place is not None]
    if not known:
        return
    stops = [begins, *(place for _number, place in known)]
    flat = flat_of(stops)
    metres = [flat.metres(place) for place in stops]
    sheet.need(_HIGH + _SPACE)
    view = fitting(metres, sheet.room, _HIGH, _MARGIN)
    points = [view.point(one) for one in metres]
    sheet.box((sheet.left, sheet.y, sheet.room, _HIGH), None, LINE)
    placed = [(sheet.left + x, sheet.y + y) for x, y in points]
    sheet.path([*placed, placed[0]], LINE, 0.8)
    for (x, y), half, tone in zip(
        placed, (_START, *(_DOT for _one in known)), (INK, *(ACCENT for _one in known)), strict=True
    ):
        radius = None if half == _START else half
        sheet.box((x - half, y - half, 2 * half, 2 * half), tone, radius=radius or 0)
    names = [start, *(str(number) for number, _place in known)]
    spots = [
        (Spot(at, place, name), point)
        for at, (place, name, point) in enumerate(zip(stops, names, points, strict=True))
    ]
    for name in shop_names(Names(_LETTERS, view.wide, view.high), spots, _LETTERS, _START):
        baseline = sheet.y + name.y + _MIDDLE * SMALL
        sheet.text(sheet.left + name.x, baseline, name.text, Style(SMALL, bold=True))
    sheet.y += _HIGH + _SPACE
