"""The sheet of paper: A4 pages, their running head and foot, and what can be put on them.

Lengths are points, measured from the top left corner. Everything that touches ReportLab's
canvas is here, so that a paper is only a description of what stands where.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

from desktop.basics.i18n import _
from desktop.basics.layout import Layout
from desktop.printing.fonts import REGULAR, load, printable, width
from desktop.printing.measures import (
    ACCENT,
    FAINT,
    GUTTER,
    HEADING,
    INK,
    LEADING,
    LINE,
    MARGIN,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PLAIN,
    READING,
    SMALL,
    SOFT,
    TITLE,
    WHITE,
    Area,
)
from desktop.printing.outline_on import Outline
from desktop.printing.pen import Pen
from desktop.printing.pictures_on import Pictures
from desktop.printing.qr import modules
from desktop.printing.ticks_on import LATER_CODE, Back, Ticks, points
from desktop.printing.typeset import fitting_size, lines, shortened

__all__ = [
    "A4",
    "ACCENT",
    "ACROSS",
    "FAINT",
    "GUTTER",
    "HEADING",
    "INK",
    "LEADING",
    "LINE",
    "MARGIN",
    "MM",
    "PAGE_HEIGHT",
    "PAGE_WIDTH",
    "PLAIN",
    "QUIET",
    "READING",
    "SMALL",
    "SOFT",
    "TITLE",
    "TRIPLE",
    "WHITE",
    "Area",
    "Format",
    "Running",
    "Sheet",
    "Style",
    "first_baseline",
]

# What stands back is small, not pale: a laser makes grey letters out of dots.
QUIET = INK
# How far above the page's lower edge its foot stands, and the room that is kept for it.
_FOOT_ROOM = 18 * MM
_FOOT_LINE = 10 * MM
_TOP = 14 * MM


@dataclass(frozen=True)
class Format:
    """A sheet's size, where its text begins, and the foot that is kept free at its end."""

    wide: float
    high: float
    top: float = _TOP
    foot_room: float = _FOOT_ROOM
    foot_line: float = _FOOT_LINE


A4 = Format(PAGE_WIDTH, PAGE_HEIGHT)
ACROSS = Format(PAGE_HEIGHT, PAGE_WIDTH)
# Half of continuous paper of 241 mm: its torn edges lie within the margins.
TRIPLE = Format(241 * MM, 140 * MM, 8 * MM, 11 * MM, 6.5 * MM)


@dataclass(frozen=True)
class Style:
    """How a text is set. ``align`` is left, right or center: which point of it ``x`` names."""

    size: float = PLAIN
    bold: bool = False
    colour: str = INK
    align: str = "left"


BODY = Style()
_SMALL = Style(SMALL)
_MARK = Style(bold=True, align="right")


@dataclass(frozen=True)
class Running:
    """What stands on every page of one document: its name and number, and who issues it."""

    name: str
    number: str
    issuer: tuple[str, ...]


class Sheet(Outline, Pictures, Ticks):
    """One PDF in the making. ``y`` is where the next thing goes, ``bottom`` where the page ends."""

    def __init__(
        self,
        title: str,
        author: str,
        made_on: date | None = None,
        marks: Mapping[str, str] | None = None,
    ) -> None:
        """``made_on`` is the day of issue: the same paper is the same file, whenever it is made.

        ``marks`` says by number what stands above a document: that it is a draft, or a copy.
        """
        from reportlab.pdfgen.canvas import Canvas

        super().__init__()
        load()
        self._size = PAGE_WIDTH, PAGE_HEIGHT
        self._buffer = BytesIO()
        self._canvas: Any = Canvas(
            self._buffer,
            pagesize=self._size,
            invariant=1,
            pageCompression=1,
            initialFontName=REGULAR,
        )
        self._pen = Pen(self._canvas)
        if made_on:
            self._canvas._doc._timeStamp.YMDhms = (*made_on.timetuple()[:3], 0, 0, 0)
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
        self._lay(A4)

    def _lay(self, form: Format) -> None:
        self._format = form
        self._size = form.wide, form.high
        self._canvas.setPageSize(self._size)
        self.right = form.wide - MARGIN
        self.top = self.y = form.top
        self.bottom = form.high - form.foot_room

    @property
    def room(self) -> float:
        """The width between the margins."""
        return self.right - self.left

    @property
    def pages(self) -> int:
        """How many pages the document has by now."""
        return len(self._folios)

    def begin(self, running: Running | None, form: Format = A4, back: Back | None = None) -> None:
        """Start a document on a new page; its pages are counted for themselves.

        Without ``running`` the page is bare: no head, no foot, the whole of it to draw on. With
        ``back`` it comes back filled in: its pages bear marks, and it is noted what is ticked.
        """
        self._end_document()
        self._begin_noting(back)
        self._lay(form)
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
        self._pen.begin()
        self._note_page()
        self.y = self.top
        if self._running:
            foot = self._issuer_lines(self._running.issuer, self._foot_room(self._running))
            more = SMALL * LEADING * (len(foot) - 1)
            self.bottom = self._size[1] - self._format.foot_room - more
            self._forms += 1
            name = f"foot{self._forms}"
            self._folios.append((name, self._running))
            self._canvas.doForm(name)

    @property
    def running_head(self) -> float:
        """How much room the head of a later page takes: more where it bears a code."""
        return 15 * MM if self.comes_back else 9 * MM

    def mark(self, number: str, edge: float, baseline: float) -> None:
        """Write at a page's head what the document with this number is now: a draft, a copy."""
        if words := self._marks.get(number):
            self.text(edge, baseline, words, _MARK)

    def _draw_running_head(self, running: Running) -> None:
        baseline, end = self.top + 3 * MM, self.right
        number = min(width(printable(running.number), PLAIN), self.room / 2)
        if self.comes_back:
            self.note_code(self.right - LATER_CODE, self.top - 2 * MM, LATER_CODE)
            end -= LATER_CODE + GUTTER
        self.mark(running.number, end, self.top - 1.5 * MM)
        room = end - self.left - number - 2 * GUTTER
        # The first page has the name in full: here it is shortened.
        self.fitted(self.left, baseline, _("{name} (continued)").format(name=running.name), room)
        self.fitted(end, baseline, running.number, number, Style(align="right"))
        self.rule(self.left, baseline + 2.4 * MM, end)
        self.y = self.top + self.running_head

    def _end_document(self) -> None:
        """Turn the last page, and draw the feet, now that the number of pages is known."""
        if not self._open:
            return
        self._canvas.showPage()
        layout = self._noted_layout()
        for number, (name, running) in enumerate(self._folios, start=1):
            self._canvas.beginForm(name, 0, 0, *self._size)
            self._pen.begin()
            self._draw_foot(running, _folio(number, len(self._folios)))
            if layout is not None:
                self._draw_marks(layout, number)
            self._canvas.endForm()
        self._folios = []
        self._open = False

    def _draw_marks(self, layout: Layout, page: int) -> None:
        """The squares at a page's corners and its code, by which a scan of it is read."""
        corners = [points(mark) for mark in layout.marks]
        self.boxes([(x, y, side, side) for x, y, side in corners], "#000000")
        self.code(*points(layout.pages[page - 1].code), layout.code_of(page))

    def _draw_foot(self, running: Running, folio: str) -> None:
        """The issuer at the left, upwards in lines; number and page at the right."""
        issuer = self._issuer_lines(running.issuer, self._foot_room(running))
        stamp = f"{running.number}　{folio}" if running.number else folio
        baseline = self._size[1] - self._format.foot_line
        top = baseline - SMALL * LEADING * (len(issuer) - 1)
        self.rule(self.left, top - GUTTER, self.right)
        room = self._stamp_room(stamp)
        self.fitted(self.right, baseline, stamp, room, replace(_SMALL, align="right"))
        for line in issuer:
            self.text(self.left, top, line, _SMALL)
            top += SMALL * LEADING

    def _foot_room(self, running: Running) -> float:
        longest = f"{running.number}　{_folio(999, 999)}"
        return self.room - self._stamp_room(longest) - 2 * GUTTER

    def _stamp_room(self, stamp: str) -> float:
        return min(width(printable(stamp), SMALL), self.room / 2)

    @staticmethod
    def _issuer_lines(parts: tuple[str, ...], room: float) -> list[str]:
        """Name, address and phone; a part stays whole on a line if a line can hold it."""
        broken: list[str] = []
        for part in parts:
            joined = f"{broken[-1]}　{part}" if broken else part
            if broken and width(printable(joined), SMALL) <= room:
                broken[-1] = joined
            else:
                broken += lines(part, room, SMALL)
        return broken

    def issuer_height(self, parts: tuple[str, ...], room: float) -> float:
        """How much room ``issuer`` takes above its first line's."""
        return SMALL * LEADING * (len(self._issuer_lines(parts, room)) - 1)

    def issuer(self, baseline: float, parts: tuple[str, ...], room: float) -> None:
        """Write name, address and phone upwards from a page's foot, none of them cut."""
        baseline -= self.issuer_height(parts, room)
        for line in self._issuer_lines(parts, room):
            self.text(self.left, baseline, line, _SMALL)
            baseline += SMALL * LEADING

    def text(self, x: float, baseline: float, text: str, style: Style = BODY) -> None:
        """Write one line, as it is."""
        text = printable(text)
        if style.align != "left":
            wide = width(text, style.size, style.bold)
            x -= wide if style.align == "right" else wide / 2
        if not text:
            return
        self._note_text(x, baseline, text, style.size, bold=style.bold)
        height = self._size[1] - baseline
        self._pen.text(x, height, text, style.size, style.colour, bold=style.bold)

    def fitted(
        self,
        x: float,
        baseline: float,
        text: str,
        room: float,
        style: Style = BODY,
        smallest: float = SMALL,
    ) -> None:
        """Write one line, in a smaller size if it must be, shortened as a last resort."""
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

    def twice(self, draw: Callable[[], None]) -> Callable[[], None]:
        """Draw something at ``y``, and give what draws the same at another ``y`` of this page.

        It is laid out once; it must note nothing and turn no page.
        """
        begun = self.y
        noted = self._pen.noted(draw)
        high = self.y - begun

        def again() -> None:
            self._pen.again(noted, self.y - begun)
            self.y += high

        return again

    def rule(self, x: float, y: float, to: float, colour: str = LINE, weight: float = 0.6) -> None:
        """Draw a horizontal line."""
        self.note_print(x, y - weight / 2, to - x, weight)
        self._pen.line(x, self._size[1] - y, to, colour, weight)

    def line_to_write_on(self, x: float, y: float, to: float) -> None:
        """Draw a line on which people write by hand."""
        self._note_line(x, y, to)
        self.rule(x, y, to, INK, 0.5)

    def dashes(self, x: float, y: float, to: float) -> None:
        """Draw a dashed line."""
        self.path(((x, y), (to, y)), LINE, 0.5, dashed=True)

    def path(
        self,
        points: Sequence[tuple[float, float]],
        colour: str,
        weight: float = 0,
        *,
        dashed: bool = False,
    ) -> None:
        """Draw a line through points, or without a weight fill the area that they go round."""
        left, top = min(x for x, _y in points), min(y for _x, y in points)
        right, low = max(x for x, _y in points), max(y for _x, y in points)
        self.note_print(left - weight, top - weight, right - left + 2 * weight, low - top + weight)
        raised = [(x, self._size[1] - y) for x, y in points]
        self._pen.path(raised, colour, weight, dashed=dashed)

    def box(
        self,
        area: Area,
        fill: str | None = None,
        line: str | None = None,
        radius: float = 0,
        weight: float = 0.6,
    ) -> None:
        """Draw a rectangle, filled, outlined or both."""
        x, y, wide, high = area
        if fill:
            self.note_print(*area)
        elif line:
            self._note_frame(area)
        raised = x, self._size[1] - y - high, wide, high
        self._pen.box(raised, fill, line, radius, weight)

    def boxes(self, areas: Sequence[Area], fill: str) -> None:
        """Fill many rectangles as one path, which keeps papers small."""
        above = self._size[1]
        for area in areas:
            self.note_print(*area)
        self._pen.boxes(((x, above - y - high, wide, high) for x, y, wide, high in areas), fill)

    def head_code(self, x: float, y: float, side: float, number: str) -> None:
        """The code in a paper's head: of its number, or of this page of it."""
        if self.comes_back:
            self.note_code(x, y, side)
        else:
            self.code(x, y, side, number)

    def code(self, x: float, y: float, side: float, text: str) -> None:
        """A QR code of a document's number, for the scanner that finds it again."""
        rows = modules(text)
        self._pen.squares(x, self._size[1] - y, side / len(rows), rows, "#000000")


def first_baseline(size: float, leading: float = LEADING) -> float:
    """How far under the top of its line a text stands."""
    return size * (0.88 + (leading - 1) / 2)


def _folio(page: int, pages: int) -> str:
    return _("page {page} of {pages}").format(page=page, pages=pages)
