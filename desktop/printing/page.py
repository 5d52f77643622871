"""The sheet of paper: A4 pages, their running head and foot, and what can be put on them.

Lengths are points, measured from the top left corner. Everything that touches ReportLab's
canvas is here, so that a paper is only a description of what stands where.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from typing import Any

from desktop.printing.fonts import RARE, printable, runs, width
from desktop.printing.typeset import fitting_size, lines, shortened

MM = 72 / 25.4
PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
MARGIN = 18 * MM
LEADING = 1.55

# A rectangle: its top left corner, width and height.
Area = tuple[float, float, float, float]
_SMALLEST = 5.5

INK = "#1D2329"
QUIET = "#69717C"
LINE = "#D3D8DE"
ACCENT = "#0B6E69"
SOFT = "#E3F1F0"
FAINT = "#F5F6F7"
WRONG = "#B4322A"
WHITE = "#FFFFFF"


@dataclass(frozen=True)
class Style:
    """How a text is set. ``align`` is left, right or center: which point of it ``x`` names."""

    size: float = 9
    bold: bool = False
    colour: str = INK
    align: str = "left"


BODY = Style()
_RUNNING = Style(8.5, colour=QUIET)
_FOOT = Style(7.5, colour=QUIET)
_MARK = Style(9, bold=True, colour="#000000", align="right")


@dataclass(frozen=True)
class Running:
    """What stands on every page of one document: its name and number, and who issues it."""

    name: str
    number: str
    issuer: tuple[str, ...]


class Sheet:
    """One PDF in the making. ``y`` is where the next thing goes, ``bottom`` where the page ends."""

    def __init__(self, title: str, author: str, marks: Mapping[str, str] | None = None) -> None:
        from reportlab.pdfgen.canvas import Canvas

        width("", 1)
        self._size = PAGE_WIDTH, PAGE_HEIGHT
        self._buffer = BytesIO()
        self._canvas: Any = Canvas(
            self._buffer, pagesize=self._size, invariant=1, pageCompression=1
        )
        self._canvas.setTitle(printable(title))
        self._canvas.setAuthor(printable(author))
        self._canvas.setCreator("众小 Zhongxiao")
        self._canvas.setSubject(printable(title))
        self._marks = marks or {}
        self._running: Running | None = None
        self._folios: list[tuple[str, Running]] = []
        self._forms = 0
        self._open = False
        self.left = MARGIN
        self._lay(PAGE_WIDTH, PAGE_HEIGHT)

    def _lay(self, wide: float, high: float) -> None:
        self._size = wide, high
        self._canvas.setPageSize(self._size)
        self.right = wide - MARGIN
        self.top = self.y = 14 * MM
        self.bottom = high - 18 * MM

    @property
    def room(self) -> float:
        """The width between the margins."""
        return self.right - self.left

    def begin(self, running: Running | None, across: bool = False) -> None:
        """Start a document on a new page; its pages are counted for themselves.

        Without ``running`` the page is bare: no head, no foot, the whole of it to draw on.
        ``across`` lays the paper on its side.
        """
        self._end_document()
        self._lay(*((PAGE_HEIGHT, PAGE_WIDTH) if across else (PAGE_WIDTH, PAGE_HEIGHT)))
        self._running = running
        self._start_page()

    def next_page(self) -> None:
        """Go on with the same document on a new page, under its running head."""
        self._canvas.showPage()
        self._start_page()
        if self._running:
            self._draw_running_head(self._running)

    def need(self, height: float) -> bool:
        """Turn the page unless so much height is left on it; whether it was turned."""
        if self.y + height <= self.bottom or self.y <= self.top:
            return False
        self.next_page()
        return True

    def finish(self) -> bytes:
        """Close the last document and give the PDF."""
        self._end_document()
        self._canvas.save()
        return self._buffer.getvalue()

    def _start_page(self) -> None:
        self._open = True
        self.y = self.top
        if self._running:
            self._forms += 1
            name = f"foot{self._forms}"
            self._folios.append((name, self._running))
            self._canvas.doForm(name)

    def mark(self, number: str) -> None:
        """Write above a page what the document with this number is now: a draft, a copy."""
        if words := self._marks.get(number):
            self.text(self.right, self.top - 1.5 * MM, words, _MARK)

    def _draw_running_head(self, running: Running) -> None:
        self.mark(running.number)
        baseline = self.top + 3 * MM
        room = self.room - width(printable(running.number), _RUNNING.size) - 8 * MM
        # The first page has the name in full: here it is shortened before it is hard to read.
        self.fitted(self.left, baseline, f"（续）{running.name}", room, _RUNNING, smallest=7)
        self.text(self.right, baseline, running.number, replace(_RUNNING, align="right"))
        self.rule(self.left, baseline + 2.4 * MM, self.right)
        self.y = baseline + 6 * MM

    def _end_document(self) -> None:
        """Turn the last page, and draw the feet, now that the number of pages is known."""
        if not self._open:
            return
        self._canvas.showPage()
        for number, (name, running) in enumerate(self._folios, start=1):
            self._canvas.beginForm(name, 0, 0, *self._size)
            self._draw_foot(running, f"第 {number} 页 / 共 {len(self._folios)} 页")
            self._canvas.endForm()
        self._folios = []
        self._open = False

    def _draw_foot(self, running: Running, folio: str) -> None:
        baseline = self._size[1] - 10 * MM
        stamp = f"{running.number}　{folio}" if running.number else folio
        self.rule(self.left, baseline - 4 * MM, self.right)
        self.text(self.right, baseline, stamp, replace(_FOOT, align="right"))
        room = self.room - width(printable(stamp), _FOOT.size) - 8 * MM
        self.issuer(baseline, running.issuer, room)

    def issuer(self, baseline: float, parts: tuple[str, ...], room: float) -> None:
        """Write name, address and phone at a page's foot, as many of them as have room."""
        name, *rest = parts
        choices = ("　".join(parts), "　".join((name, *rest[-1:])), name)
        fitting = (text for text in choices if width(printable(text), _FOOT.size) <= room)
        self.fitted(self.left, baseline, next(fitting, name), room, _FOOT)

    def text(self, x: float, baseline: float, text: str, style: Style = BODY) -> None:
        """Write one line, as it is."""
        text = printable(text)
        if style.align != "left":
            wide = width(text, style.size, style.bold)
            x -= wide if style.align == "right" else wide / 2
        canvas = self._canvas
        canvas.setFillColorRGB(*_rgb(style.colour))
        for font, piece in runs(text, style.bold):
            canvas.setFont(font, style.size)
            # The rare font has one weight: a thin outline makes it bold enough beside Noto.
            thick = style.bold and font == RARE
            if thick:
                canvas.setStrokeColorRGB(*_rgb(style.colour))
                canvas.setLineWidth(style.size * 0.03)
            canvas.drawString(x, self._size[1] - baseline, piece, mode=2 if thick else None)
            x += width(piece, style.size, style.bold)

    def fitted(
        self,
        x: float,
        baseline: float,
        text: str,
        room: float,
        style: Style = BODY,
        smallest: float = _SMALLEST,
    ) -> None:
        """Write one line, smaller if it must be, and shortened only when that isn't enough."""
        size = fitting_size(text, room, style.size, smallest, style.bold)
        text = shortened(text, room + 0.01, size, style.bold)
        self.text(x, baseline, text, replace(style, size=size))

    def paragraph(self, x: float, top: float, text: str, room: float, style: Style = BODY) -> float:
        """Write a text in as many lines as it needs; where it ends. It doesn't turn the page."""
        for line in lines(text, room, style.size, style.bold):
            self.text(x, top + first_baseline(style.size), line, style)
            top += style.size * LEADING
        return top

    def flow(self, text: str, style: Style = BODY, indent: float = 0) -> None:
        """Write a text at ``y`` across the page, turning pages where it must."""
        high = style.size * LEADING
        for line in lines(text, self.room - indent, style.size, style.bold):
            self.need(high)
            self.text(self.left + indent, self.y + first_baseline(style.size), line, style)
            self.y += high

    def rule(self, x: float, y: float, to: float, colour: str = LINE, weight: float = 0.6) -> None:
        """Draw a horizontal line."""
        canvas = self._canvas
        canvas.setStrokeColorRGB(*_rgb(colour))
        canvas.setLineWidth(weight)
        canvas.line(x, self._size[1] - y, to, self._size[1] - y)

    def dashes(self, x: float, y: float, to: float) -> None:
        """Draw a dashed line."""
        self._canvas.setDash([3, 3], 0)
        self.rule(x, y, to, QUIET, 0.5)
        self._canvas.setDash()

    def box(
        self,
        area: Area,
        fill: str | None = None,
        line: str | None = None,
        radius: float = 0,
        weight: float = 0.6,
    ) -> None:
        """Draw a rectangle, filled, outlined or both."""
        canvas = self._canvas
        if fill:
            canvas.setFillColorRGB(*_rgb(fill))
        if line:
            canvas.setStrokeColorRGB(*_rgb(line))
            canvas.setLineWidth(weight)
        x, y, wide, high = area
        shape = {"fill": int(bool(fill)), "stroke": int(bool(line))}
        if radius:
            canvas.roundRect(x, self._size[1] - y - high, wide, high, radius, **shape)
        else:
            canvas.rect(x, self._size[1] - y - high, wide, high, **shape)

    def boxes(self, areas: Sequence[Area], fill: str) -> None:
        """Fill many rectangles as one path, which keeps papers small."""
        path = self._canvas.beginPath()
        for x, y, wide, high in areas:
            path.rect(x, self._size[1] - y - high, wide, high)
        self._canvas.setFillColorRGB(*_rgb(fill))
        self._canvas.drawPath(path, fill=1, stroke=0)

    def code(self, x: float, y: float, side: float, text: str) -> None:
        """A QR code of a document's number, for the scanner that finds it again."""
        rows = _modules(text)
        cell = side / len(rows)
        dark = [
            (x + start * cell, y + row * cell, count * cell, cell)
            for row, stretches in enumerate(rows)
            for start, count in stretches
        ]
        self.boxes(dark, "#000000")

    def picture(self, x: float, y: float, side: float, data: bytes) -> bool:
        """A JPEG or PNG picture within a square, its proportions kept; False if unreadable."""
        from reportlab.lib.utils import ImageReader

        try:
            image = ImageReader(BytesIO(data))
            wide, high = image.getSize()
        except Exception:  # noqa: BLE001 - ReportLab passes on whatever its decoder raises
            return False
        scale = side / max(wide, high, 1)
        wide, high = wide * scale, high * scale
        lower = self._size[1] - y - (side + high) / 2
        self._canvas.drawImage(image, x + (side - wide) / 2, lower, wide, high, mask="auto")
        return True


@lru_cache(maxsize=256)
def _modules(text: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """A QR code's rows as stretches of dark modules (start, count)."""
    from reportlab.graphics.barcode.qr import QrCodeWidget

    code = QrCodeWidget(text, barLevel="M").qr
    code.make()
    count = code.getModuleCount()
    return tuple(
        _stretches([code.isDark(row, column) for column in range(count)]) for row in range(count)
    )


def _stretches(row: list[bool]) -> tuple[tuple[int, int], ...]:
    found, column = [], 0
    for dark, group in groupby(row):
        count = len(list(group))
        if dark:
            found.append((column, count))
        column += count
    return tuple(found)


def first_baseline(size: float, leading: float = LEADING) -> float:
    """How far under the top of its line a text stands."""
    return size * (0.88 + (leading - 1) / 2)


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255
