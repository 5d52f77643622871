"""A map on paper (P8): what was in sight, as vectors, with its legend and scale."""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import date

from desktop.basics.chart_drawing import Box, Letters, Stroke, Words
from desktop.basics.ground import Ground, Pin
from desktop.basics.map_drawing import Flat, View, fitting, flat_of, lay_out, legend_height
from desktop.basics.map_scene import AreaName, Mark, Scene, Sign, Spot, Way
from desktop.basics.places import Place
from desktop.printing.fonts import printable, width
from desktop.printing.letterhead import Heading, Letterhead, head, running
from desktop.printing.measures import ACCENT, HEADING, INK, LINE, MM, SMALL, WHITE
from desktop.printing.page import A4, ACROSS, Sheet, Style
from desktop.printing.paper import Paper
from desktop.printing.places import Degrees, degrees

_LETTERS = Letters(SMALL, lambda text: width(printable(text), SMALL))
# Greys that a laser keeps apart; shapes do the rest.
_FILLS = {
    "accent": ACCENT,
    "quiet": "#B8BFBE",
    "careful": "#8A8A8A",
    "good": "#9AA3A2",
    "hue1": INK,
    "hue2": "#9AA3A2",
    "hue3": "#5E6665",
    "hue4": "#C9CFCE",
    "hue5": "#7C8483",
    "hue6": WHITE,
}
# Ways are told apart by their greys; none is so light that it is lost on a picture.
_STROKES = {"hue2": "#8A9291", "hue3": ACCENT, "hue4": "#B4BBBA", "hue5": "#5E6665"}
_MIDDLE = 0.35  # of its size, from a text's middle to its baseline
_OUTLINE = 0.4
_SPACE = 3 * MM


@dataclass(frozen=True)
class Placed:
    """A shop (with the place of its sign among the signs) or an area, and where it lies."""

    words: str
    at: Degrees
    sign: int = 0


@dataclass(frozen=True)
class Joined:
    """A way through places, in a tone."""

    words: str
    at: tuple[Degrees, ...]
    tone: str


@dataclass(frozen=True)
class GroundPin:
    """A point of the picture below a map, in whole pixels, and where it lies."""

    x: int
    y: int
    at: Degrees


@dataclass(frozen=True)
class GroundSheet:
    """The picture below a map: a JPEG in base64, its pins, and its strength in percent."""

    picture: str
    pins: tuple[GroundPin, ...]
    strength: int

    @property
    def ground(self) -> Ground:
        """The picture as it is reckoned with."""
        pins = tuple(Pin(one.x, one.y, one.at.place) for one in self.pins)
        return Ground(b64decode(self.picture), pins, self.strength)


@dataclass(frozen=True)
class MapSheet(Paper, kind="map"):
    """A map as it was seen on a day, between two corners (north-west, south-east).

    ``kept`` says which shops it shows.
    """

    follows_window = True

    letterhead: Letterhead
    day: date
    name: str
    kept: str
    title: str
    shops: tuple[Placed, ...]
    signs: tuple[Sign, ...]
    ways: tuple[Joined, ...]
    links: tuple[tuple[Degrees, Degrees], ...]
    areas: tuple[Placed, ...]
    corners: tuple[Degrees, Degrees]
    marks: tuple[Placed, ...] = ()
    ground: GroundSheet | None = None

    @property
    def scene(self) -> Scene:
        """What it shows."""
        return Scene(
            self.title,
            tuple(
                Spot(place, one.at.place, one.words, one.sign)
                for place, one in enumerate(self.shops)
            ),
            self.signs,
            tuple(Way(one.words, tuple(at.place for at in one.at), one.tone) for one in self.ways),
            tuple((one.place, other.place) for one, other in self.links),
            tuple(AreaName(one.words, one.at.place) for one in self.areas),
            tuple(Mark(one.words, one.at.place) for one in self.marks),
        )

    def called(self) -> str:
        """What its PDF is called."""
        return f"{self.name} {self.day}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put the map on one sheet, as large as it may be: on its side where the map is wide."""
        scene = self.scene
        flat = flat_of([spot.place for spot in scene.spots])
        corners = [flat.metres(corner.place) for corner in self.corners]
        (left, top), (right, bottom) = corners
        across = right - left > bottom - top
        sheet.begin(running(self.name, str(self.day), self.letterhead), ACROSS if across else A4)
        heading = Heading(self.name, "", (str(self.day),), self.kept, size=HEADING)
        head(sheet, self.letterhead, heading)
        wide = sheet.room
        legend = legend_height(scene, wide * 0.7, _LETTERS)
        high = sheet.bottom - sheet.y - legend - _SPACE
        view = fitting(corners, wide, high, 0)
        if self.ground is not None:
            _draw_ground(sheet, self.ground.ground, flat, view, high)
        drawing = lay_out(scene, flat, view, _LETTERS, legend)
        sheet.box((sheet.left, sheet.y, wide, high), None, LINE, weight=_OUTLINE)
        for shape in drawing.shapes:
            _draw(sheet, shape)
        sheet.y += high + legend


def map_sheet(
    letterhead: Letterhead,
    day: date,
    name: str,
    kept: str,
    scene: Scene,
    corners: tuple[Place, Place],
    ground: Ground | None = None,
) -> MapSheet:
    """The paper of a scene."""
    return MapSheet(
        letterhead,
        day,
        name,
        kept,
        scene.title,
        tuple(Placed(spot.name, degrees(spot.place), spot.sign) for spot in scene.spots),
        scene.signs,
        tuple(Joined(way.words, tuple(map(degrees, way.places)), way.tone) for way in scene.ways),
        tuple((degrees(one), degrees(other)) for one, other in scene.links),
        tuple(Placed(area.words, degrees(area.place)) for area in scene.areas),
        (degrees(corners[0]), degrees(corners[1])),
        tuple(Placed(mark.words, degrees(mark.place)) for mark in scene.marks),
        _ground_sheet(ground) if ground else None,
    )


def _ground_sheet(ground: Ground) -> GroundSheet:
    pins = tuple(GroundPin(round(pin.x), round(pin.y), degrees(pin.place)) for pin in ground.pins)
    return GroundSheet(b64encode(ground.picture).decode("ascii"), pins, ground.strength)


def _draw_ground(sheet: Sheet, ground: Ground, flat: Flat, view: View, high: float) -> None:
    """The picture as it lies, cut off at the map's edge."""
    laid = ground.laid(flat)
    corners = [view.point(laid.metres(x, y)) for x, y in ((0, 0), (1, 0), (0, 1))]
    area = (sheet.left, sheet.y, view.wide, high)
    placed = [(sheet.left + x, sheet.y + y) for x, y in corners]
    sheet.laid_picture(area, ground.picture, placed, ground.strength / 100)


def _draw(sheet: Sheet, shape: Box | Stroke | Words) -> None:
    if isinstance(shape, Box):
        sheet.box((sheet.left + shape.x, sheet.y + shape.y, shape.wide, shape.high), INK)
    elif isinstance(shape, Words):
        bold = shape.tone == "accent"  # the names of areas
        style = Style(SMALL, bold=bold, align=shape.align)
        sheet.text(sheet.left + shape.x, sheet.y + shape.y + _MIDDLE * SMALL, shape.text, style)
    else:
        points = [(sheet.left + x, sheet.y + y) for x, y in shape.points]
        if shape.filled:
            sheet.path(points, _FILLS.get(shape.tone, INK))
            sheet.path([*points, points[0]], INK, _OUTLINE)
        elif len(points) > 1:
            sheet.path(points, _STROKES.get(shape.tone, INK), shape.weight)
