"""Tables on paper: repeated heads, rows that break across pages, subtotals of every page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from desktop.printing.page import ACCENT, INK, LINE, MM, QUIET, SOFT, Sheet, Style, first_baseline
from desktop.printing.typeset import fitting_size, lines

_LINE = 1.45
# So many rows at least stand on a page with the table's total and what follows it.
_COMPANY = 3
_SMALLEST = 5.5  # at which 100,000,000.00 still stands whole in a narrow column


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

    ``box`` draws an empty box in each row, to be filled in by hand. Figures and ``whole`` texts,
    such as numbers and dates, are set smaller rather than broken.
    """

    title: str
    width: float = 0
    align: str = "left"
    bold: bool = False
    colour: str = INK
    box: bool = False
    whole: bool = False


@dataclass(frozen=True)
class _Line:
    """One line of a cell, measured."""

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
    size: float = 8.5
    gap: float = 3 * MM
    padding: float = 1.3 * MM
    least: float = 0
    paint: Paint | None = None

    def height(self, sheet: Sheet, rows: Sequence[Row], total: bool = False) -> float:
        """How high the rows are with their head, on one page."""
        widths = self._widths(sheet)
        body = sum(self._row_height(self._measure(row, widths)) for row in rows)
        return self._head_height(widths) + body + (self.strip_height if total else 0)

    def beginning(self, sheet: Sheet, rows: Sequence[Row]) -> float:
        """How much room the head and its first rows need: a heading above stays with them."""
        widths = self._widths(sheet)
        return self._begin_height(rows, widths, self._tail(sheet, rows, widths, 0, 0))

    def _begin_height(
        self, rows: Sequence[Row], widths: list[float], tail: dict[int, float]
    ) -> float:
        first = [self._row_height(self._measure(row, widths)) for row in rows[:2]]
        high, below = sum(first), sum(first[:1]) + tail.get(0, 0)
        return self._head_height(widths) + max(high, below, 2 * self.strip_height)

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
        empty: str = "（无）",
        keep: float = 0,
    ) -> None:
        """Put the rows at ``sheet.y``, turning pages as needed.

        ``subtotal(start, end)`` gives the row that closes a page on which rows start to end − 1
        stand; it is drawn on every page once there is more than one. ``keep`` is the height of
        what is drawn after the table: it never stands on a page without the last rows.
        """
        widths = self._widths(sheet)
        tail = self._tail(sheet, rows, widths, self.strip_height * len(totals), keep)
        sheet.need(self._begin_height(rows, widths, tail) + self.strip_height * bool(subtotal))
        self._draw_head(sheet, widths)
        if not rows:
            self._draw_empty(sheet, empty)
        first, turned = 0, False
        for number, row in enumerate(rows):
            left = self._measure(row, widths)
            reserve = self.strip_height * bool(subtotal) + tail.get(number, 0)
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

        The last rows stay with what closes the table, as long as a page holds them together.
        """
        heights = [self._row_height(self._measure(row, widths)) for row in rows[-_COMPANY:]]
        whole = sheet.bottom - sheet.top - 9 * MM - self._head_height(widths) - self.strip_height
        found, below = {len(rows) - 1: totals}, totals + keep
        for place, high in enumerate(reversed(heights), start=1):
            if below + high > whole:
                break
            found[len(rows) - place] = below
            below += high
        return found

    def _break(
        self, sheet: Sheet, row: Measured, reserve: float, number: int, widths: list[float]
    ) -> Measured:
        """Draw what fits of a row that is higher than a page; what is left of it."""
        whole = sheet.bottom - sheet.top - 9 * MM - self._head_height(widths) - reserve
        if self._row_height(row) <= whole:
            return row
        space = sheet.bottom - reserve - sheet.y - 2 * self.padding
        fitting = [_fitting(cell, space) for cell in row]
        if any(fitting):
            head = [cell[:count] for cell, count in zip(row, fitting, strict=True)]
            self._draw_row(sheet, head, number, widths)
        return [cell[count:] for cell, count in zip(row, fitting, strict=True)]

    def _widths(self, sheet: Sheet) -> list[float]:
        taken = sum(column.width for column in self.columns)
        taken += self.gap * (len(self.columns) - 1)
        free = [column for column in self.columns if not column.width]
        each = (sheet.room - taken) / len(free) if free else 0
        return [column.width or each for column in self.columns]

    def _measure(self, row: Row, widths: list[float]) -> Measured:
        return [
            self._measure_cell(cell, column, wide)
            for cell, column, wide in zip(row, self.columns, widths, strict=True)
        ]

    def _measure_cell(self, cell: Cell, column: Column, wide: float) -> list[_Line]:
        parts = cell if isinstance(cell, tuple) else (cell,)
        measured: list[_Line] = []
        for each in parts:
            part = Part(each, bold=column.bold) if isinstance(each, str) else each
            size = part.size or self.size
            if column.whole or column.align == "right":
                size = fitting_size(part.text, wide, size, _SMALLEST, part.bold)
            colour = part.colour or column.colour
            measured += [
                _Line(text, size, part.bold, colour)
                for text in (lines(part.text, wide + 0.01, size, part.bold) if part.text else ())
            ]
        return measured

    def _row_height(self, row: Measured) -> float:
        text = max((_height(cell) for cell in row), default=0)
        return max(text + 2 * self.padding, self.least, self.strip_height)

    def _head_height(self, widths: list[float]) -> float:
        return (
            max(
                len(lines(column.title, wide, self.size - 1)) * (self.size - 1) * _LINE
                for column, wide in zip(self.columns, widths, strict=True)
            )
            + 2 * self.padding
        )

    def _draw_head(self, sheet: Sheet, widths: list[float]) -> None:
        titles = [
            [
                _Line(text, self.size - 1, False, QUIET)
                for text in lines(column.title, wide, self.size - 1)
            ]
            for column, wide in zip(self.columns, widths, strict=True)
        ]
        high = self._head_height(widths)
        self._draw_cells(sheet, titles, widths, sheet.y + self.padding)
        sheet.y += high
        sheet.rule(sheet.left, sheet.y, sheet.right, ACCENT, 0.9)

    def _draw_row(self, sheet: Sheet, row: Measured, number: int, widths: list[float]) -> None:
        high = self._row_height(row)
        if self.paint:
            self.paint(sheet, number, sheet.left, sheet.y, high)
        self._draw_boxes(sheet, high, widths)
        # Short rows of a tall table stand in the middle, so that a signature has its room.
        text = max((_height(cell) for cell in row), default=0)
        self._draw_cells(sheet, row, widths, sheet.y + (high - text) / 2)
        sheet.y += high
        sheet.rule(sheet.left, sheet.y, sheet.right, LINE, 0.5)

    def _draw_boxes(self, sheet: Sheet, high: float, widths: list[float]) -> None:
        x = sheet.left
        inset = min(1 * MM, high * 0.12)
        for column, wide in zip(self.columns, widths, strict=True):
            if column.box:
                area = x, sheet.y + inset, wide, high - 2 * inset
                sheet.box(area, line=LINE, radius=0.8 * MM)
            x += wide + self.gap

    def _draw_strip(
        self, sheet: Sheet, row: Row, widths: list[float], fill: str | None = None
    ) -> None:
        bold = [replace(cell, bold=True) if isinstance(cell, Part) else cell for cell in row]
        cells = [Part(cell, bold=True) if isinstance(cell, str) else cell for cell in bold]
        if fill:
            inset = 1.5 * MM
            sheet.box(
                (sheet.left - inset, sheet.y, sheet.room + 2 * inset, self.strip_height), fill
            )
        self._draw_cells(sheet, self._measure(cells, widths), widths, sheet.y + self.padding)
        sheet.y += self.strip_height
        sheet.rule(sheet.left, sheet.y, sheet.right, LINE, 0.5)

    def _draw_empty(self, sheet: Sheet, words: str) -> None:
        baseline = sheet.y + self.padding + first_baseline(self.size, _LINE)
        sheet.text(sheet.left, baseline, words, Style(self.size, colour=QUIET))
        sheet.y += self.strip_height
        sheet.rule(sheet.left, sheet.y, sheet.right, LINE, 0.5)

    def _draw_cells(self, sheet: Sheet, row: Measured, widths: list[float], top: float) -> None:
        x = sheet.left
        for cell, column, wide in zip(row, self.columns, widths, strict=True):
            y = top
            anchor = x + {"left": 0, "right": wide}.get(column.align, wide / 2)
            for line in cell:
                style = Style(line.size, line.bold, line.colour, column.align)
                sheet.text(anchor, y + first_baseline(line.size, _LINE), line.text, style)
                y += line.size * _LINE
            x += wide + self.gap


def _height(cell: list[_Line]) -> float:
    return sum(line.size * _LINE for line in cell)


def _fitting(cell: list[_Line], space: float) -> int:
    """How many lines of a cell fit into a height."""
    count, used = 0, 0.0
    for line in cell:
        used += line.size * _LINE
        if used > space:
            break
        count += 1
    return count
