"""The shelf drawn to scale: levels, packs side by side, and what stands where (P3, P5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.printing.blocks import section
from desktop.printing.fonts import printable, width
from desktop.printing.measures import FAINT, GUTTER, INK, LEADING, MM, PLAIN, SMALL, WHITE
from desktop.printing.page import Area, Sheet, Style
from desktop.printing.typeset import lines

# Most offices print in black: it is the numbers that tell products apart, colours only help.
_PALETTE = ("#A9CFE8", "#EBC88F", "#DBB3CF", "#B3DBC2", "#EDB9AB", "#C6C1E6", "#DCD795", "#CFD8DE")
_BOARD = "#8A7B66"
_BOARD_HIGH = 1.3 * MM
_TALLEST = 165 * MM
_POST = 1.1 * MM
_SIDE = 12 * MM  # at the left, for the levels' names
_HEADING = 14 * MM
# Rather a new page than a drawing smaller than this share of the largest possible.
_SMALLER = 0.55
_SHARES = (0.8, _SMALLER, 0.4, 0.25)
_BADGE = 2.2 * MM  # a badge's radius
_LEAST_BADGED = 2 * _BADGE + 0.4 * MM
_LABEL = SMALL * LEADING
_BESIDE = 45 * MM  # so much room beside a narrow shelf says by name what stands there


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
    """One level of a shelf: its clear height and its blocks from left to right.

    A ``width_mm`` of 0 is the shelf's.
    """

    height_mm: int
    blocks: tuple[Block, ...]
    width_mm: int = 0


@dataclass(frozen=True)
class Shelf:
    """A shelf of a width, its levels from the top, and advice on how to use it."""

    width_mm: int
    levels: tuple[Level, ...]
    note: str = ""

    @property
    def high_mm(self) -> int:
        """All levels on top of each other."""
        return sum(level.height_mm for level in self.levels)


@dataclass(frozen=True)
class Face:
    """How a product shows on the shelf: its name, the colour of its line, its picture if any."""

    name: str
    colour: str
    picture: bytes = b""


def line_colours(product_lines: Iterable[str]) -> dict[str, str]:
    """Give each line a colour, in the order in which the lines first appear."""
    names = dict.fromkeys(product_lines)
    return {name: _PALETTE[place % len(_PALETTE)] for place, name in enumerate(names)}


def shelf_fits(sheet: Sheet, shelf: Shelf, faces: tuple[Face, ...]) -> bool:
    """Whether what is left of the page can hold the shelf large enough to be read."""
    room = sheet.bottom - sheet.y
    return _scale(sheet, shelf, faces, room) >= _SMALLER * _largest(sheet, shelf)


def draw_shelf(sheet: Sheet, shelf: Shelf, faces: tuple[Face, ...]) -> None:
    """Draw the shelf as large as the page allows, both directions to one scale."""
    if shelf.high_mm <= 0 or shelf.width_mm <= 0:
        return
    if not shelf_fits(sheet, shelf, faces):
        sheet.next_page()
    scale = _scale(sheet, shelf, faces, sheet.bottom - sheet.y)
    count = len(shelf.levels)
    section(sheet, "怎么摆", f"货架宽 {shelf.width_mm // 10} 厘米、{count} 层，按实际比例", keep=0)
    left = sheet.left + _SIDE + _POST
    drawing = _Drawing(sheet, left, scale, shelf.width_mm, faces)
    for number, level in enumerate(shelf.levels, start=1):
        if scale > 0:
            drawing.draw_level(level, number, count)
        else:
            drawing.tell_level(level, number)
    if shelf.note:
        sheet.y += 1 * MM
        sheet.flow(shelf.note)


def _largest(sheet: Sheet, shelf: Shelf) -> float:
    wide = sheet.room - _SIDE - 2 * _POST
    return min(wide / max(shelf.width_mm, 1), _TALLEST / max(shelf.high_mm, 1))


def _scale(sheet: Sheet, shelf: Shelf, faces: tuple[Face, ...], room: float) -> float:
    """At how many points a millimetre the shelf with its words fits into a height; 0 if not."""
    largest = _largest(sheet, shelf)
    note = len(lines(shelf.note, sheet.room, PLAIN)) * PLAIN * LEADING if shelf.note else 0
    for share in _SHARES:
        # Words take no more lines under a shelf that is drawn larger than this.
        drawing = _Drawing(sheet, sheet.left, largest * share, shelf.width_mm, faces)
        strips = sum(_BOARD_HIGH + drawing.strip_height(level) for level in shelf.levels)
        scale = (room - _HEADING - strips - note - 2 * MM) / max(shelf.high_mm, 1)
        if scale >= largest * share:
            return min(scale, largest)
    return 0


def _within(area: Area, edge: float) -> Area:
    """A pack's area without the edge in its line's colour."""
    x, y, wide, high = area
    return x + edge, y + edge, max(wide - 2 * edge, 0), max(high - 2 * edge, 0)


@dataclass(frozen=True)
class _Drawing:
    """Where a shelf is drawn, and at how many points a millimetre."""

    sheet: Sheet
    left: float
    scale: float
    width_mm: int
    faces: tuple[Face, ...]

    def draw_level(self, level: Level, number: int, count: int) -> None:
        """Draw a level at ``sheet.y``: its name, space, packs, board and label strip."""
        sheet, wide, high = self.sheet, self._wide(level), level.height_mm * self.scale
        floor = sheet.y + high
        strip = self.strip_height(level)
        for x in (self.left - _POST, self.left + wide):
            sheet.box((x, sheet.y, _POST, high + _BOARD_HIGH + strip), fill=_BOARD)
        sheet.box((self.left, sheet.y, wide, high), fill=FAINT)
        labels = self._labels(level)
        x, baseline = self.left, floor + _BOARD_HIGH + SMALL * 1.2
        sheet.text(sheet.left, baseline, f"第 {number} 层", Style(SMALL))
        if number == 1 < count:
            sheet.text(sheet.left, baseline - _LABEL, "最上", Style(SMALL))
        highs = [
            min((each.height_mm or level.height_mm * 3 // 5) * self.scale, high)
            for each in level.blocks
        ]
        # All numbers of a level stand in one row, amid its lowest packs.
        badge = min((each for each in highs if each > _LEAST_BADGED), default=0) / 2
        for block, taken, tall in zip(level.blocks, self._widths(level), highs, strict=True):
            self._draw_packs(block, (x, floor, taken, tall), badge)
            if labels:
                label = labels[block.product, block.facings]
                sheet.text(x + taken / 2, baseline, label, Style(SMALL, align="center"))
            x += taken
        if not labels:
            for line in self._listed(level):
                sheet.text(self.left + 1 * MM, baseline, line, Style(SMALL))
                baseline += _LABEL
        sheet.box((self.left, floor, wide, _BOARD_HIGH), fill=_BOARD)
        self._name_beside(level, floor - high, high + strip)
        sheet.y = floor + _BOARD_HIGH + strip

    def _name_beside(self, level: Level, top: float, high: float) -> None:
        """Write what stands on a level at its right, where a narrow shelf leaves the room."""
        x = self.left + self.width_mm * self.scale + _POST + GUTTER
        room = self.sheet.right - x
        if room < _BESIDE:
            return
        each = [f"{block.product}　{self._label(block, named=True)}" for block in level.blocks]
        told = [line for words in each for line in lines(words, room, SMALL)]
        if len(told) * _LABEL > high:
            told = lines("　".join(each), room, SMALL)[: int(high / _LABEL)]
        for place, line in enumerate(told):
            self.sheet.text(x, top + (place + 0.8) * _LABEL, line, Style(SMALL))

    def tell_level(self, level: Level, number: int) -> None:
        """A level in words alone: of more levels than a page can hold nothing is drawn."""
        self.sheet.flow(f"第 {number} 层　{self._blocks_in_words(level)}")

    def strip_height(self, level: Level) -> float:
        """How much room the words under a level's board take."""
        count = 1 if self._labels(level) else len(self._listed(level))
        return max(count, 1) * _LABEL + 0.6 * MM

    def _wide(self, level: Level) -> float:
        return (level.width_mm or self.width_mm) * self.scale

    def _widths(self, level: Level) -> list[float]:
        taken_mm = sum(block.facings * block.facing_mm for block in level.blocks)
        # A level that planning overfilled is drawn narrower rather than over the shelf's edge.
        squeeze = min(1, (level.width_mm or self.width_mm) / taken_mm) if taken_mm else 1
        return [block.facings * block.facing_mm * self.scale * squeeze for block in level.blocks]

    def _labels(self, level: Level) -> dict[tuple[int, int], str]:
        """What stands under each block, if all of them have the room: name and facings."""
        widths = self._widths(level)
        for named in (True, False):
            words = [self._label(block, named) for block in level.blocks]
            if all(
                width(printable(text), SMALL) <= wide - 1 * MM
                for text, wide in zip(words, widths, strict=True)
            ):
                keys = [(block.product, block.facings) for block in level.blocks]
                return dict(zip(keys, words, strict=True))
        return {}

    def _label(self, block: Block, named: bool) -> str:
        name = self._face(block).name if named else str(block.product)
        return f"{name} ×{block.facings}" if named else f"{name}×{block.facings}"

    def _listed(self, level: Level) -> list[str]:
        """The blocks of a level in words, where they are too narrow to be written under."""
        return lines(self._blocks_in_words(level), self._wide(level) - 2 * MM, SMALL)

    def _blocks_in_words(self, level: Level) -> str:
        words = "、".join(self._label(block, named=True) for block in level.blocks)
        return f"左起：{words}" if words else "（空）"

    def _draw_packs(self, block: Block, area: Area, badge: float) -> None:
        """Draw packs with a little light between them, and ``badge`` above their floor a number."""
        x, floor, taken, high = area
        if block.facings <= 0:
            return
        pack = taken / block.facings
        gap = min(0.5 * MM, pack * 0.12)
        places = (x + place * pack + gap / 2 for place in range(block.facings))
        face = self._face(block)
        areas = [(left, floor - high, pack - gap, high) for left in places]
        self.sheet.boxes(areas, face.colour)
        if face.picture:
            self.sheet.pictures([_within(area, gap) for area in areas], face.picture)
        if min(taken, high) > _LEAST_BADGED:
            middle, y, side = x + taken / 2, floor - badge, 2 * _BADGE
            area = middle - _BADGE, y - _BADGE, side, side
            self.sheet.box(area, WHITE, INK, radius=_BADGE, weight=0.4)
            style = Style(SMALL, bold=True, align="center")
            self.sheet.text(middle, y + SMALL * 0.36, str(block.product), style)

    def _face(self, block: Block) -> Face:
        known = 0 < block.product <= len(self.faces)
        return self.faces[block.product - 1] if known else Face("", _PALETTE[-1])
