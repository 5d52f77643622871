"""What happens to a ticked page before it is read: stains, folds, seals, writing, torn corners."""

from math import cos, pi, sin
from random import Random

import numpy
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from desktop.basics.layout import Layout, Tick
from tests.scans.hands import DRAWN_DPI, HUNDREDTHS_PER_INCH, Picture, stroke

MM = DRAWN_DPI / 25.4
_STEP = 2  # pixels between the points of a veil that is laid over a page
_SEAL = 95  # red, in shades of grey
Point = tuple[float, float]
Shades = NDArray[numpy.float32]


def _middle_of_one(layout: Layout, by: Random, off: float) -> Point:
    box = by.choice(layout.pages[0].ticks).box
    scale = DRAWN_DPI / HUNDREDTHS_PER_INCH
    x, y = box.middle
    return x * scale + by.uniform(-off, off) * MM, y * scale + by.uniform(-off, off) * MM


def _grid(page: Picture) -> tuple[Shades, Shades]:
    y, x = numpy.mgrid[0 : page.height : _STEP, 0 : page.width : _STEP].astype(numpy.float32)
    return x, y


def _darkened(page: Picture, veil: Shades) -> Picture:
    whole = Image.fromarray(veil.astype(numpy.float32)).resize(page.size)
    return Image.fromarray((numpy.asarray(page) * numpy.asarray(whole)).astype(numpy.uint8))


def stained(page: Picture, layout: Layout, by: Random) -> Picture:
    """A coffee cup stood on it."""
    x, y = _grid(page)
    across, down = _middle_of_one(layout, by, 25)
    off = numpy.hypot(x - across, y - down) / MM
    large, wide = by.uniform(28, 40), by.uniform(0.8, 2)
    ring = by.uniform(0.25, 0.5) * numpy.exp(-(((off - large) / wide) ** 2))
    return _darkened(page, 1 - ring - (off < large) * by.uniform(0.02, 0.12))


def folded(page: Picture, layout: Layout, by: Random) -> Picture:
    """It was folded through a box, and lies darker on one side."""
    _x, y = _grid(page)
    off = (y - _middle_of_one(layout, by, 1.5)[1]) / MM
    line = by.uniform(0.3, 0.6) * numpy.exp(-((off / 0.25) ** 2))
    return _darkened(page, (1 - line) * numpy.where(off > 0, 1, by.uniform(0.82, 0.95)))


def torn(page: Picture, _layout: Layout, by: Random) -> Picture:
    """A corner went with the staple; what lies behind is black or white."""
    found, far = page.copy(), 26 * MM
    x, y = by.choice([(0, 0), (0, page.height), (page.width, page.height)])
    inwards = (far if x == 0 else -far), (far if y == 0 else -far)
    corner = [(x, y), (x + inwards[0], y), (x, y + inwards[1])]
    ImageDraw.Draw(found).polygon(corner, fill=by.choice([0, 30, 255]))
    return found


def cropped(page: Picture, _layout: Layout, by: Random) -> Picture:
    """The scanner cut five millimetres off at a side."""
    cut = round(5 * MM)
    sides = [(cut, 0, 0, 0), (0, cut, 0, 0), (0, 0, cut, 0), (0, 0, 0, cut)]
    left, top, right, low = by.choice(sides)
    return page.crop((left, top, page.width - right, page.height - low))


def shone_through(page: Picture, _layout: Layout, by: Random) -> Picture:
    """Its back is printed, too."""
    back = page.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(3))
    return _darkened(
        page, 1 - (1 - numpy.asarray(back, numpy.float32) / 255) * by.uniform(0.1, 0.3)
    )


def stamped(page: Picture, layout: Layout, by: Random) -> Picture:
    """A red seal stands over boxes."""
    seal = Image.new("L", page.size, 255)
    draw = ImageDraw.Draw(seal)
    (x, y), large = _middle_of_one(layout, by, 18), 20 * MM
    draw.ellipse((x - large, y - large, x + large, y + large), None, _SEAL, round(1.2 * MM))
    points = [(x + cos(a) * large * 0.3, y - sin(a) * large * 0.3) for a in _STAR]
    draw.polygon(points, fill=_SEAL)
    for at in range(12):
        angle = pi * (0.1 + 0.8 * at / 11)
        middle = x + cos(angle) * large * 0.75, y - sin(angle) * large * 0.75
        _character(draw, middle, 4 * MM, by, _SEAL)
    return Image.fromarray(numpy.minimum(numpy.asarray(page), numpy.asarray(seal)))


_STAR = [pi / 2 + at * 4 * pi / 5 for at in range(5)]


def _character(
    draw: ImageDraw.ImageDraw, middle: Point, size: float, by: Random, shade: int
) -> None:
    for _stroke in range(6):
        ends = [
            (middle[0] + by.uniform(-0.5, 0.5) * size, middle[1] + by.uniform(-0.5, 0.5) * size)
            for _end in range(2)
        ]
        draw.line(ends, fill=shade, width=round(0.45 * MM))


def written_on(page: Picture, layout: Layout, by: Random) -> Picture:
    """Where people write by hand they did."""
    found = page.copy()
    draw, scale = ImageDraw.Draw(found), DRAWN_DPI / HUNDREDTHS_PER_INCH
    for left, top, right, low in layout.pages[0].written:
        size = min(low - top, 550) * scale * by.uniform(0.55, 0.8)
        middle = (top + low) / 2 * scale
        for at in range(min(int((right - left) * scale / size) - 1, 12)):
            _character(draw, (left * scale + (at + 1) * size, middle), size, by, 40)
    return found


def far_off(tick: Tick, layout: Layout, across: float, down: float) -> bool:
    """Whether a hook so far off (sides of the box) is still on bare paper or words."""
    (x, y), side = tick.box.middle, tick.box.side
    x, y = x + across * side, y + down * side
    hook = x - 0.5 * side, y - 0.65 * side, x + 0.6 * side, y + 0.45 * side
    boxes = [
        (one.box.x - 50, one.box.y - 50, one.box.x + side + 50, one.box.y + side + 50)
        for one in layout.pages[0].ticks
        if one is not tick
    ]
    return not any(
        hook[0] < one[2] and one[0] < hook[2] and hook[1] < one[3] and one[1] < hook[3]
        for one in [*boxes, *layout.pages[0].written]
    )


def hook(page: Picture, one: Tick, across: float = 0, down: float = 0) -> None:
    """A ballpoint's hook, so far off its box (in sides of it)."""
    way = [(-0.42, -0.05), (-0.1, 0.36), (0.55, -0.6)]
    stroke(page, one, [(across + a, down + b) for a, b in way])
