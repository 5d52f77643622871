"""Tables on paper: repeated heads, rows that break across pages, subtotals of every page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from desktop.basics.i18n import _
from desktop.printing.fonts import printable, width
from desktop.printing.measures import ACCENT, GUTTER, INK, LINE, MM, PLAIN, SMALL, SOFT, Area
from desktop.printing.page import Sheet, Style, first_baseline
from desktop.printing.typeset import fitting_size, lines

_LINE = 1.45
# A column whose texts may be broken never gives more of its room to figures than to keep this.
_LEAST_FREE = 22 * MM
_ANCHORS = {"left": 0.0, "center": 0.5, "right": 1.0}  # by how a column is set
_LOW = 1.5  # strips: a row of a single line is no higher
_BEGUN = 4  # strips of a row higher than a page that stand under the table's head at least


@dataclass(frozen=True)
class Part:
    """One paragraph of a cell. Without a size or colour it takes the column's."""

    text: str
    size: float = 0
    bold: bool = False
    colour: str = ""


Cell = str | Part | tuple[Part, ...]
Row = Sequence[Cell]


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in points (0 shares what is left), how it is set.

    ``box`` draws an empty box in each row, to be filled in by hand; ``fill`` draws what it likes
    into each row's cell: (sheet, row, its area, the row's baselines). Figures and ``whole`` texts,
    such as numbers and dates, are never broken: they are set smaller, and then get more room.
    """

    title: str
    width: float = 0
    align: str = "left"
    bold: bool = False
    colour: str = INK
    box: bool = False
    whole: bool = False
    fill: Callable[[Sheet, int, Area, Sequence[float]], None] | None = None


@dataclass(frozen=True)
class _Line:
    """One line of a cell, measured: lines side by side stand on one baseline."""

    text: str
    size: float
    bold: bool
    colour: str


Measured = list[list[_Line]]
Subtotal = Callable[[int, int], Row]
Paint = Callable[[Sheet, int, float, float, float], None]


@dataclass(frozen=True)
class Table:
    """How a table looks; ``draw`` puts rows on a sheet.

    ``gap`` lies between columns, ``padding`` above and under a row's text. ``least`` is the
    smallest height of a row. ``paint`` draws into the first column: (sheet, row, x, y, height).
    """

    columns: tuple[Column, ...]
    size: float = PLAIN
    gap: float = GUTTER
    padding: float = 1.3 * MM
    least: float = 0
    paint: Paint | None = None

    def height(self, sheet: Sheet, rows: Sequence[Row], totals: Sequence[Row] = ()) -> float:
        """How high the rows are with their head and totals, on one page."""
        widths = self._widths(sheet, rows, totals)
        body = sum(self._row_height(self._measure(row, widths)) for row in rows)
        return self._head_height(widths) + body + self._strips_height(totals, widths)

    def beginning(self, sheet: Sheet, rows: Sequence[Row], totals: Sequence[Row] = ()) -> float:
        """How much room the head and its first row need: a heading above stays with them."""
        widths = self._widths(sheet, rows, totals)
        return self._begin_height(sheet, rows, widths, {})

    def _begin_height(
        self, sheet: Sheet, rows: Sequence[Row], widths: list[float], tail: dict[int, float]
    ) -> float:
        first = [self._row_height(self._measure(row, widths)) for row in rows[:1]]
        if sum(first) > self._whole(sheet, widths):  # it breaks anyhow, so it may begin here
            first = [_BEGUN * self.strip_height]
        return self._head_height(widths) + max(sum(first) + tail.get(0, 0), self.strip_height)

    @property
    def strip_height(self) -> float:
        """The height of a subtotal or total row of one line."""
        return self.size * _LINE + 2 * self.padding

    def draw(
        self,
        sheet: Sheet,
        rows: Sequence[Row],
        totals: Sequence[Row] = (),
        subtotal: Subtotal | None = None,
        empty: str = "",
        keep: float = 0,
    ) -> None:
        """Put the rows at ``sheet.y``, turning pages as needed.

        ``subtotal(start, end)`` gives the row that closes a page on which rows start to end − 1
        stand; it is drawn on every page once there is more than one. ``keep`` is the height of
        what is drawn after the table: it never stands on a page without the last row.
        """
        widths = self._widths(sheet, rows, totals)
        tail = self._tail(sheet, rows, widths, self._strips_height(totals, widths), keep)
        below = self._strip_measured(subtotal(0, len(rows)), widths)[1] if subtotal else 0
        sheet.need(self._begin_height(sheet, rows, widths, tail) + below)
        self._draw_head(sheet, widths)
        if not rows:
            self._draw_empty(sheet, empty or _("(none)"))
        first, turned = 0, False
        for number, row in enumerate(rows):
            left = self._measure(row, widths)
            reserve = below + tail.get(number, 0)
            while sheet.y + self._row_height(left) + reserve > sheet.bottom:
                left = self._break(sheet, left, reserve, number, widths)
                if subtotal and number > first:
                    self._draw_strip(sheet, subtotal(first, number), widths)
                    first = number
                sheet.next_page()
                self._draw_head(sheet, widths)
                turned = True
            self._draw_row(sheet, left, number, widths)
        if subtotal and turned:
            self._draw_strip(sheet, subtotal(first, len(rows)), widths)
        for place, total in enumerate(totals, start=1):
            self._draw_strip(sheet, total, widths, fill=SOFT if place == len(totals) else None)

    def _tail(
        self, sheet: Sheet, rows: Sequence[Row], widths: list[float], totals: float, keep: float
    ) -> dict[int, float]:
        """By row: what must have room under it on its page.

        The last row stays with what closes the table, as long as a page holds them together, and
        one of a single line takes the one before along: alone on a page it looks forgotten. Higher
        rows, or more of them, would leave the page before emptier than it need be.
        """
        if not rows:
            return {}
        last = len(rows) - 1
        whole = self._whole(sheet, widths) - self.strip_height
        high = self._row_height(self._measure(rows[last], widths))
        tail = {last: totals + keep if high + totals + keep <= whole else totals}
        if last > 1:
            before = self._row_height(self._measure(rows[last - 1], widths))
            low = max(before, high) < _LOW * self.strip_height
            if low and before + high + tail[last] <= whole:
                tail[last - 1] = high + tail[last]
        return tail

    def _whole(self, sheet: Sheet, widths: list[float]) -> float:
        """How much room a page has under its running head and the table's."""
        return sheet.bottom - sheet.top - sheet.running_head - self._head_height(widths)

    def _break(
        self, sheet: Sheet, row: Measured, reserve: float, number: int, widths: list[float]
    ) -> Measured:
        """Draw what fits of a row that is higher than a page; what is left of it."""
        if self._row_height(row) <= self._whole(sheet, widths) - reserve:
            return row
        space = sheet.bottom - reserve - sheet.y - 2 * self.padding
        fresh = sheet.y <= sheet.top + sheet.running_head + self._head_height(widths) + 1
        # A fresh page takes a line in any case: the next one has no more room.
        count = max(_fitting(row, space), int(fresh))
        if count:
            self._draw_row(sheet, [cell[:count] for cell in row], number, widths)
        return [cell[count:] for cell in row]

    def _widths(self, sheet: Sheet, rows: Sequence[Row], totals: Sequence[Row] = ()) -> list[float]:
        room = sheet.room - self.gap * (len(self.columns) - 1)
        return _widths(
            self.columns, room, tuple(tuple(row) for row in (*rows, *map(_strong, totals)))
        )

    def _measure(self, row: Row, widths: list[float]) -> Measured:
        return [
            self._measure_cell(cell, column, wide)
            for cell, column, wide in zip(row, self.columns, widths, strict=True)
        ]

    def _measure_cell(self, cell: Cell, column: Column, wide: float) -> list[_Line]:
        if not cell:
            return []
        is_whole = column.whole or column.align == "right"
        return _measured(cell, self.size, wide, is_whole, column.bold, column.colour)

    def _row_height(self, row: Measured) -> float:
        return self._high(sum(_pitches(row)))

    def _high(self, lines: float) -> float:
        """How high a row is of whose lines that is the height."""
        return max(lines + 2 * self.padding, self.least, self.strip_height)

    def _strips_height(self, totals: Sequence[Row], widths: list[float]) -> float:
        return sum(self._strip_measured(row, widths)[1] for row in totals)

    def _strip_measured(self, row: Row, widths: list[float]) -> tuple[Measured, float]:
        measured = self._measure(_strong(row), widths)
        return measured, max(sum(_pitches(measured)) + 2 * self.padding, self.strip_height)

    def _head_height(self, widths: list[float]) -> float:
        return sum(_pitches(self._head_measured(widths))) + 2 * self.padding

    def _head_measured(self, widths: list[float]) -> Measured:
        return _titles(tuple(column.title for column in self.columns), tuple(widths))

    def _draw_head(self, sheet: Sheet, widths: list[float]) -> None:
        titles = self._head_measured(widths)
        baselines = _baselines(_pitches(titles), sheet.y + self.padding)
        self._draw_cells(sheet, titles, widths, baselines)
        sheet.y += self._head_height(widths)
        sheet.rule(sheet.left, sheet.y, sheet.right, ACCENT, 0.9)

    def _draw_row(self, sheet: Sheet, row: Measured, number: int, widths: list[float]) -> None:
        pitches = _pitches(row)
        lines = sum(pitches)
        high = self._high(lines)
        if self.paint:
            self.paint(sheet, number, sheet.left, sheet.y, high)
        # Short rows of a tall table stand in the middle, so that a signature has its room.
        baselines = _baselines(pitches, sheet.y + (high - lines) / 2)
        self._draw_boxes(sheet, number, high, widths, baselines)
        self._draw_cells(sheet, row, widths, baselines)
        sheet.y += high
        sheet.rule(sheet.left, sheet.y, sheet.right, LINE, 0.5)

    def _draw_boxes(
        self,
        sheet: Sheet,
        number: int,
        high: float,
        widths: list[float],
        baselines: Sequence[float],
    ) -> None:
        x = sheet.left
        inset = min(1 * MM, high * 0.12)
        for column, wide in zip(self.columns, widths, strict=True):
            if column.box:
                area = x, sheet.y + inset, wide, high - 2 * inset
                sheet.box(area, line=LINE, radius=0.8 * MM)
            if column.fill:
                column.fill(sheet, number, (x, sheet.y, wide, high), baselines)
            x += wide + self.gap

    def _draw_strip(
        self, sheet: Sheet, row: Row, widths: list[float], fill: str | None = None
    ) -> None:
        measured, high = self._strip_measured(row, widths)
        if fill:
            inset = 1.5 * MM
            sheet.box((sheet.left - inset, sheet.y, sheet.room + 2 * inset, high), fill)
        baselines = _baselines(_pitches(measured), sheet.y + self.padding)
        self._draw_cells(sheet, measured, widths, baselines)
        sheet.y += high
        sheet.rule(sheet.left, sheet.y, sheet.right, LINE, 0.5)

    def _draw_empty(self, sheet: Sheet, words: str) -> None:
        baseline = sheet.y + self.padding + first_baseline(self.size, _LINE)
        sheet.text(sheet.left, baseline, words, Style(self.size))
        sheet.y += self.strip_height
        sheet.rule(sheet.left, sheet.y, sheet.right, LINE, 0.5)

    def _draw_cells(
        self, sheet: Sheet, row: Measured, widths: list[float], baselines: Sequence[float]
    ) -> None:
        """Draw cells side by side; their first lines stand on one baseline, and so on down."""
        x = sheet.left
        for cell, column, wide in zip(row, self.columns, widths, strict=True):
            anchor = x + wide * _ANCHORS[column.align]
            for line, baseline in zip(cell, baselines, strict=False):
                style = _style(line.size, line.bold, line.colour, column.align)
                sheet.text(anchor, baseline, line.text, style)
            x += wide + self.gap


@lru_cache(4)  # a table is laid out for its height, and again for each copy that is drawn
def _widths(
    columns: tuple[Column, ...], room: float, rows: tuple[tuple[Cell, ...], ...]
) -> list[float]:
    """Each column's width; figures that don't fit get more from the columns that share."""
    given = [column.width for column in columns]
    free = given.count(0)
    least = min(_LEAST_FREE, (room - sum(given)) / free) if free else 0
    wanting = [
        max(_least_width(columns[place], [row[place] for row in rows]) - wide, 0) if wide else 0
        for place, wide in enumerate(given)
    ]
    left = max(room - sum(given) - least * free, 0)
    short = max(sum(wanting) - left, 0)
    # Before a figure is torn, those columns give whose texts leave room.
    spare = [_spare(columns[place], [row[place] for row in rows]) for place in range(len(given))]
    given_up = _shared(spare, min(short, sum(spare))) if short else [0.0] * len(given)
    more = _shared(wanting, left + sum(given_up))
    widths = [wide + extra - less for wide, extra, less in zip(given, more, given_up, strict=True)]
    each = (room - sum(widths)) / free if free else 0
    return [wide or each for wide in widths]


def _spare(column: Column, cells: Sequence[Cell]) -> float:
    """How much of a column's own width its heading and texts leave."""
    if not column.width or column.box or column.fill:
        return 0
    texts = [(part.text, part.bold or column.bold) for one in cells for part in _parts(one, False)]
    used = max((width(printable(text), SMALL, bold) for text, bold in texts), default=0)
    title = max(width(text, SMALL) for text in lines(column.title, column.width, SMALL))
    return max(column.width - max(used, title) - 0.1, 0)


def _least_width(column: Column, cells: Sequence[Cell]) -> float:
    """How wide the widest text of a column is that may not be broken, set small."""
    if not (column.whole or column.align == "right"):
        return 0
    texts = {
        (part.text, part.bold or column.bold)
        for cell in cells
        for part in _parts(cell, column.bold)
    }
    return max((width(printable(text), SMALL, bold) + 0.1 for text, bold in texts), default=0)


@lru_cache(256)  # a head is measured for its height, and to be drawn on every page
def _titles(titles: tuple[str, ...], widths: tuple[float, ...]) -> Measured:
    return [
        [_Line(text, SMALL, False, INK) for text in lines(title, wide, SMALL)] if title else []
        for title, wide in zip(titles, widths, strict=True)
    ]


_style = lru_cache(256)(Style)  # hundreds of cells are set in a few ways


@lru_cache(8_192)  # a row is measured for its table's height, for its page's end, and to be drawn
def _measured(
    cell: Cell, usual: float, wide: float, is_whole: bool, bold: bool, colour: str
) -> list[_Line]:
    measured: list[_Line] = []
    for part in _parts(cell, bold):
        size = part.size or usual
        if is_whole:
            size = fitting_size(part.text, wide, size, bold=part.bold)
        measured += [
            _Line(text, size, part.bold, part.colour or colour)
            for text in (lines(part.text, wide + 0.01, size, part.bold) if part.text else ())
        ]
    return measured


def _strong(row: Row) -> Row:
    """A row as a subtotal or total: bold."""
    bold = [replace(cell, bold=True) if isinstance(cell, Part) else cell for cell in row]
    return [Part(cell, bold=True) if isinstance(cell, str) else cell for cell in bold]


def _parts(cell: Cell, bold: bool) -> tuple[Part, ...]:
    if isinstance(cell, str):
        return (Part(cell, bold=bold),)
    return cell if isinstance(cell, tuple) else (cell,)


def _shared(wanting: list[float], room: float) -> list[float]:
    """What each gets of a room: all it wants where it wants little, else an equal part.

    A figure that doesn't fit even so is broken as a last resort.
    """
    given = [0.0] * len(wanting)
    hungry = sorted((place for place, want in enumerate(wanting) if want), key=wanting.__getitem__)
    for done, place in enumerate(hungry):
        given[place] = min(wanting[place], room / (len(hungry) - done))
        room -= given[place]
    return given


def _pitches(row: Measured) -> list[float]:
    """How high each line of a row is: as the largest letters on it ask for."""
    if max(map(len, row), default=0) == 1:  # as most rows are
        return [max([cell[0].size for cell in row if cell]) * _LINE]
    return [max(line.size for line in across if line) * _LINE for across in zip_longest(*row)]


def _baselines(pitches: Sequence[float], top: float) -> list[float]:
    found = []
    for pitch in pitches:
        found.append(top + first_baseline(pitch / _LINE, _LINE))
        top += pitch
    return found


def _fitting(row: Measured, space: float) -> int:
    """How many lines of a row fit into a height."""
    count, used = 0, 0.0
    for pitch in _pitches(row):
        used += pitch
        if used > space:
            break
        count += 1
    return count
