"""The shelf drawn to scale: levels, packs side by side, and what stands where (P3, P5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.printing.blocks import section
from desktop.printing.fonts import printable, width
from desktop.printing.measures import FAINT, MM, PLAIN
from desktop.printing.page import Area, Sheet, Style

# Most offices print in black: it is the numbers that tell products apart, colours only help.
_PALETTE = ("#7FB6D9", "#E3B46B", "#C78FB8", "#8CC7A1", "#E39A86", "#A9A3D6", "#C9C26F", "#B8C4CE")
_BOARD = "#8A7B66"
_BOARD_HIGH = 1.3 * MM
_LABEL_HIGH = 5.6 * MM
_TALLEST = 165 * MM
_POST = 1.1 * MM
# Room under the shelf for its advice and the sheet's last lines.
_BELOW = 34 * MM
_HEADING = 16 * MM
# Rather a new page than a drawing smaller than this share of the largest possible.
_SMALLER = 0.55
_LEAST_BADGED = 3.2 * MM


@dataclass(frozen=True)
class Block:
    """The facings of one product on a level; ``product`` is its place in the list, from 1.

    ``facing_mm`` and ``height_mm`` are the pack's width and height; a height of 0
    is unknown and drawn as three fifths of the level's.
    """

    product: int
    facings: int
    facing_mm: int
    height_mm: int


@dataclass(frozen=True)
class Level:
    """One level of a shelf: its clear height and its blocks from left to right."""

    height_mm: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Shelf:
    """A shelf of a width, its levels from the top, and advice on how to use it."""

    width_mm: int
    levels: tuple[Level, ...]
    note: str = ""


@dataclass(frozen=True)
class Face:
    """How a product shows on the shelf: its name and the colour of its line."""

    name: str
    colour: str


def line_colours(product_lines: Iterable[str]) -> dict[str, str]:
    """Give each line a colour, in the order in which the lines first appear."""
    names = dict.fromkeys(product_lines)
    return {name: _PALETTE[place % len(_PALETTE)] for place, name in enumerate(names)}


def draw_shelf(sheet: Sheet, shelf: Shelf, faces: tuple[Face, ...]) -> None:
    """Draw the shelf as large as the page allows, both directions to one scale."""
    high_mm = sum(level.height_mm for level in shelf.levels)
    if high_mm <= 0 or shelf.width_mm <= 0:
        return
    strips = len(shelf.levels) * (_BOARD_HIGH + _LABEL_HIGH)
    scale = min((sheet.room - 2 * _POST) / shelf.width_mm, _TALLEST / high_mm)
    rest = sheet.bottom - sheet.y - _HEADING - strips - _BELOW
    if rest > _SMALLER * scale * high_mm:
        scale = min(scale, rest / high_mm)
    words = f"货架宽 {shelf.width_mm // 10} 厘米、{len(shelf.levels)} 层，按实际比例；号码见上表"
    section(sheet, "怎么摆", words, keep=scale * high_mm + strips + 6 * MM)
    left = sheet.left + (sheet.room - scale * shelf.width_mm) / 2
    for x in (left - _POST, left + scale * shelf.width_mm):
        sheet.box((x, sheet.y, _POST, scale * high_mm + strips), fill=_BOARD)
    drawing = _Drawing(sheet, left, scale, shelf.width_mm, faces)
    for level in shelf.levels:
        drawing.draw_level(level)
    if shelf.note:
        sheet.y += 1 * MM
        sheet.flow(shelf.note, Style(PLAIN))


@dataclass(frozen=True)
class _Drawing:
    """Where a shelf is drawn, and at how many points a millimetre."""

    sheet: Sheet
    left: float
    scale: float
    width_mm: int
    faces: tuple[Face, ...]

    def draw_level(self, level: Level) -> None:
        """Draw a level at ``sheet.y``: its space, packs, board and label strip."""
        sheet, wide, high = self.sheet, self.width_mm * self.scale, level.height_mm * self.scale
        floor = sheet.y + high
        sheet.box((self.left, sheet.y, wide, high), fill=FAINT)
        taken_mm = sum(block.facings * block.facing_mm for block in level.blocks)
        # A level that planning overfilled is drawn narrower rather than over the shelf's edge.
        squeeze = min(1, self.width_mm / taken_mm) if taken_mm else 1
        x = self.left
        for block in level.blocks:
            taken = block.facings * block.facing_mm * self.scale * squeeze
            pack_mm = block.height_mm or level.height_mm * 3 // 5
            packs = x, floor, taken, min(pack_mm * self.scale, high)
            self._draw_packs(block, packs)
            self._draw_label(block, x + taken / 2, floor + _BOARD_HIGH + 3.6 * MM, taken)
            x += taken
        sheet.box((self.left, floor, wide, _BOARD_HIGH), fill=_BOARD)
        sheet.y = floor + _BOARD_HIGH + _LABEL_HIGH

    def _draw_packs(self, block: Block, area: Area) -> None:
        """Draw packs with a little light between them, and the product's number on them."""
        x, floor, taken, high = area
        if block.facings <= 0:
            return
        pack = taken / block.facings
        gap = min(0.5 * MM, pack * 0.12)
        places = (x + place * pack + gap / 2 for place in range(block.facings))
        colour = self._face(block).colour
        self.sheet.boxes([(left, floor - high, pack - gap, high) for left in places], colour)
        radius = min(2.5 * MM, taken / 2 - gap, high / 2)
        if taken > _LEAST_BADGED:
            middle, y, side = x + taken / 2, floor - high / 2, 2 * radius
            self.sheet.box((middle - radius, y - radius, side, side), "#FFFFFF", radius=radius)
            style = Style(radius * 1.25, bold=True, align="center")
            self.sheet.text(middle, y + radius * 0.46, str(block.product), style)

    def _draw_label(self, block: Block, middle: float, baseline: float, room: float) -> None:
        """Write name and facings under a block; the name of a narrow one is its number above."""
        count = f"×{block.facings}"
        name = f"{self._face(block).name} {count}"
        for words, size in ((name, 7.5), (name, 6.2), (count, 7)):
            if width(printable(words), size) <= room - 1 * MM:
                self.sheet.text(middle, baseline, words, Style(size, align="center"))
                return
        if room <= _LEAST_BADGED:
            count = f"{block.product}{count}"
        size = min(0.9 * room / width(count, 1), 7)
        self.sheet.text(middle, baseline, count, Style(size, align="center"))

    def _face(self, block: Block) -> Face:
        known = 0 < block.product <= len(self.faces)
        return self.faces[block.product - 1] if known else Face("", _PALETTE[-1])
