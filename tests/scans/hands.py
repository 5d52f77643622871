"""Papers as they come back: ticked by hand, and scanned or photographed badly; drawn at random."""

from dataclasses import dataclass
from io import BytesIO
from math import cos, sin
from random import Random

import numpy
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

from desktop.basics.layout import Layout, Tick

HUNDREDTHS_PER_INCH = 2540
DRAWN_DPI = 300
Picture = Image.Image


def pages(pdf: bytes, dpi: int = DRAWN_DPI) -> list[Picture]:
    """The pages of a PDF as a printer puts them on paper."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]


def chosen(layout: Layout, page: int, by: Random, share: float = 0.8) -> list[Tick]:
    """Boxes of a page that somebody ticks: one of most fields, or several where that is right."""
    fields: dict[tuple[str, str], list[Tick]] = {}
    for tick in layout.pages[page].ticks:
        fields.setdefault((tick.row, tick.field), []).append(tick)
    found = []
    for some in fields.values():
        if some[0].several:
            found += [one for one in some if by.random() < 0.5]
        elif by.random() < share and not any(one.printed for one in some):
            found.append(by.choice(some))
    return found


PENS = {"ballpoint": (0.45, 40), "gel": (0.6, 10), "pencil": (0.55, 105), "marker": (1.3, 25)}


def tick(
    picture: Picture, one: Tick, by: Random, dpi: int = DRAWN_DPI, pen: str | None = None
) -> None:
    """Tick a box as people do: a hook, a cross, a stroke, filled; not quite in the middle.

    Without ``pen`` each tick is of another one, which no hand does.
    """
    scale = dpi / HUNDREDTHS_PER_INCH
    x, y = one.box.middle
    side = one.box.side * scale
    x, y = x * scale + by.gauss(0, 0.07) * side, y * scale + by.gauss(0, 0.07) * side
    wide, shade = PENS[pen or by.choice([*PENS])]
    wide *= by.uniform(0.8, 1.2) * dpi / 25.4
    large = by.uniform(0.8, 1.5)
    ways = {
        "hook": [[(-0.42, -0.05), (-0.1, 0.36), (0.55, -0.6)]],
        "cross": [[(-0.4, -0.4), (0.4, 0.4)], [(0.4, -0.4), (-0.4, 0.4)]],
        "stroke": [[(-0.35, 0.4), (0.4, -0.45)]],
        "scribble": [
            [(-0.4, -0.3), (0.4, -0.25), (-0.4, 0.0), (0.4, 0.1), (-0.35, 0.35), (0.35, 0.4)]
        ],
    }
    kind = by.choices([*ways], (6, 3, 2, 1))[0]
    draw = ImageDraw.Draw(picture)
    for way in ways[kind]:
        points = [
            (
                x + (a * large + by.gauss(0, 0.05)) * side,
                y + (b * large + by.gauss(0, 0.05)) * side,
            )
            for a, b in way
        ]
        draw.line(points, fill=shade, width=max(round(wide), 1), joint="curve")


# What people do besides ticking a box, in sides of the box about its middle.
BESIDE = {
    "left of it": [(-1.6, -0.05), (-1.3, 0.36), (-0.65, -0.6)],
    "above it": [(-0.42, -1.25), (-0.1, -0.85), (0.55, -1.8)],
    "below it": [(-0.42, 1.15), (-0.1, 1.55), (0.55, 0.6)],
    "around it": [(cos(a / 3.2) * 1.1, sin(a / 3.2) * 1.0) for a in range(21)],
    "around its words": [(2.55 + cos(a / 3.2) * 1.95, sin(a / 3.2)) for a in range(21)],
}
STRUCK_OUT = [(-0.9, 0.1), (4.5, -0.1)]
BLACKENED = [((-1) ** a * 0.62, -0.55 + a * 0.14) for a in range(9)]


def stroke(
    picture: Picture,
    one: Tick,
    way: list[tuple[float, float]],
    dpi: int = DRAWN_DPI,
    pen: str = "ballpoint",
) -> None:
    """Draw with a pen about a box."""
    scale = dpi / HUNDREDTHS_PER_INCH
    (x, y), side = one.box.middle, one.box.side * scale
    points = [(x * scale + a * side, y * scale + b * side) for a, b in way]
    wide, shade = PENS[pen]
    width = round(wide * dpi / 25.4)
    ImageDraw.Draw(picture).line(points, fill=shade, width=width, joint="curve")


@dataclass(frozen=True)
class Harm:
    """What a scanner or a phone does to a page; angles in degrees, the rest as shares."""

    dpi: int = 200
    turn: float = 0
    dim: float = 1
    shadow: float = 0
    noise: float = 0
    blur: float = 0
    tilt: float = 0
    quality: int = 90
    specks: int = 0
    speck: tuple[float, float] = (0.1, 0.35)  # half of how wide, in millimetres


def harmed(picture: Picture, harm: Harm, by: Random) -> Picture:
    """The page as it arrives."""
    size = round(picture.width * harm.dpi / DRAWN_DPI), round(picture.height * harm.dpi / DRAWN_DPI)
    seen = picture.resize(
        size, Image.Resampling.BOX if harm.dpi < DRAWN_DPI else Image.Resampling.BICUBIC
    )
    draw = ImageDraw.Draw(seen)
    for _one in range(harm.specks):
        at = by.uniform(0, size[0]), by.uniform(0, size[1])
        reach = by.uniform(*harm.speck) * harm.dpi / 25.4
        draw.ellipse((at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach), fill=60)
    if harm.tilt:
        seen = _tilted(seen, harm.tilt, by)
    if harm.turn:
        ground = 70 if harm.tilt else 255
        seen = seen.rotate(harm.turn, Image.Resampling.BICUBIC, expand=True, fillcolor=ground)
    if harm.blur:
        seen = seen.filter(ImageFilter.GaussianBlur(harm.blur))
    shades = numpy.asarray(seen, float)
    high, wide = shades.shape
    if harm.shadow:
        angle = by.uniform(0, 6.28)
        rows, columns = numpy.mgrid[0:high, 0:wide]
        slope = numpy.cos(angle) * columns / wide + numpy.sin(angle) * rows / high
        slope = (slope - slope.min()) / (slope.max() - slope.min())
        shades = shades * (1 - harm.shadow * slope)
    shades = 255 * (1 - harm.dim) * 0.35 + shades * harm.dim
    if harm.noise:
        drawn = numpy.random.default_rng(by.randrange(1 << 30))
        shades = shades + drawn.normal(0, 255 * harm.noise, shades.shape)
    return Image.fromarray(numpy.clip(shades, 0, 255).astype(numpy.uint8))


def _tilted(picture: Picture, tilt: float, by: Random) -> Picture:
    """The page photographed from aside, on a dark table."""
    wide, high = picture.size
    edge = round(0.12 * wide)
    table = Image.new("L", (wide + 2 * edge, high + 2 * edge), 70)
    table.paste(picture, (edge, edge))

    def off(length: float) -> float:
        return by.uniform(0, tilt) * length

    corners = [
        (edge + off(wide), edge + off(high)),
        (edge + wide - off(wide), edge + off(high)),
        (edge + wide - off(wide), edge + high - off(high)),
        (edge + off(wide), edge + high - off(high)),
    ]
    places = [(edge, edge), (edge + wide, edge), (edge + wide, edge + high), (edge, edge + high)]
    rows, wanted = [], []
    for (u, v), (x, y) in zip(corners, places, strict=True):
        rows += [(u, v, 1, 0, 0, 0, -x * u, -x * v), (0, 0, 0, u, v, 1, -y * u, -y * v)]
        wanted += [x, y]
    found = numpy.linalg.solve(numpy.array(rows, float), numpy.array(wanted, float))
    return table.transform(
        table.size,
        Image.Transform.PERSPECTIVE,
        tuple(found),
        Image.Resampling.BICUBIC,
        fillcolor=70,
    )


def as_jpeg(picture: Picture, quality: int = 85) -> bytes:
    """The picture as a phone or a scanner sends it."""
    written = BytesIO()
    picture.save(written, "JPEG", quality=quality)
    return written.getvalue()
