"""What is ticked on a sheet, noted while it is drawn, and the marks by which a scan finds it.

A paper that comes back has a black square at each corner of its pages and a code that says which
page of which paper it is, as it was laid out then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.basics.layout import LaidPage, Layout, Rectangle, Square, Strip, Tick
from desktop.printing.fonts import width
from desktop.printing.measures import MM, Area

_MARK = 4.5 * MM
_MARK_IN = 7 * MM  # from the page's edge: a laser leaves some four millimetres white
_ABOUT = 1_000  # so far about a box, in hundredths of a millimetre, what is printed is noted
_LINE = 0.6  # a frame's
_RISES, _FALLS = 0.88, 0.14  # of a text's size it stands above and below its baseline
_LINE_HIGH, _LINE_UNDER = 5.5 * MM, 1 * MM  # what is written on a line reaches so far
LATER_CODE = 15 * MM  # the side of the code of a page that isn't the first


@dataclass(frozen=True)
class Back:
    """A paper that comes back: its kind, its number, and the office to which."""

    kind: str
    number: str
    office: str


@dataclass
class _Page:
    code: Square | None = None
    ticks: list[Tick] = field(default_factory=list)
    strips: list[Strip] = field(default_factory=list)
    printed: list[Area] = field(default_factory=list)
    texts: list[tuple[float, float, str, float, bool]] = field(default_factory=list)
    frames: list[Area] = field(default_factory=list)
    written: list[Area] = field(default_factory=list)


class Ticks:
    """The part of a sheet that knows what is ticked on it; places are points, as on the sheet."""

    _size: tuple[float, float]

    def __init__(self) -> None:
        self.layouts: list[Layout] = []
        self._back: Back | None = None
        self._noted: list[_Page] = []

    def _begin_noting(self, back: Back | None) -> None:
        self._back, self._noted = back, []

    def _note_page(self) -> None:
        if self._back is not None:
            self._noted.append(_Page())

    @property
    def comes_back(self) -> bool:
        """Whether the pages that are drawn now bear codes of their own."""
        return self._back is not None

    def note_code(self, x: float, y: float, side: float) -> None:
        """Keep a place for the code of this page; it is drawn once all of them are known."""
        self._noted[-1].code = _square(x, y, side)

    def note_tick(
        self,
        box: tuple[float, float, float],
        row: str,
        name: str,
        value: str,
        *,
        several: bool = False,
        printed: bool = False,
    ) -> None:
        """Note a box (x, y, side) that says ``value`` of a field of a row when it is ticked."""
        if self._back is not None:
            self._noted[-1].ticks.append(Tick(row, name, value, _square(*box), several, printed))

    def note_strip(self, row: str, area: Area) -> None:
        """Note the part of this page that is about a row."""
        if self._back is not None:
            self._noted[-1].strips.append(Strip(row, *(_hundredth(one) for one in area)))

    def note_print(self, x: float, y: float, wide: float, high: float) -> None:
        """Note something that is printed: none of it is a mark of a hand."""
        if self._back is not None:
            self._noted[-1].printed.append((x, y, wide, high))

    def _note_text(self, x: float, baseline: float, text: str, size: float, *, bold: bool) -> None:
        if self._back is not None:
            self._noted[-1].texts.append((x, baseline, text, size, bold))

    def _note_frame(self, area: Area) -> None:
        """Note a frame: people write in it."""
        if self._back is not None:
            self._noted[-1].frames.append(area)

    def _note_line(self, x: float, y: float, to: float) -> None:
        """Note a line on which people write."""
        if self._back is not None:
            high = _LINE_HIGH + _LINE_UNDER
            self._noted[-1].written.append((x, y - _LINE_HIGH, to - x, high))

    def _noted_layout(self) -> Layout | None:
        """What was noted of the document that ends; None of one that doesn't come back."""
        back, pages = self._back, self._noted
        if back is None or any(page.code is None for page in pages):
            return None
        wide, high = self._size
        far = _MARK_IN + _MARK
        marks = tuple(
            _square(x, y, _MARK) for y in (_MARK_IN, high - far) for x in (_MARK_IN, wide - far)
        )
        laid = tuple(
            LaidPage(page.code, tuple(page.ticks), tuple(page.strips), *_about(page))
            for page in pages
            if page.code is not None
        )
        size = _hundredth(wide), _hundredth(high)
        made = Layout(back.kind, back.number, back.office, *size, marks, laid)
        self.layouts.append(made)
        return made


def _about(page: _Page) -> tuple[tuple[Rectangle, ...], tuple[Rectangle, ...]]:
    """What is printed near a page's boxes, and where people write there."""
    rows: dict[int, Rectangle] = {}
    for tick in page.ticks:
        box, reach = tick.box, _ABOUT
        left, right = box.x - reach, box.x + box.side + reach
        known = rows.get(box.y, (left, 0, right, 0))
        top, low = box.y - reach, box.y + box.side + reach
        rows[box.y] = min(left, known[0]), top, max(right, known[2]), low
    boxes = {(tick.box.x, tick.box.y) for tick in page.ticks}
    frames = [one for one in page.frames if (_hundredth(one[0]), _hundredth(one[1])) not in boxes]
    edges = [edge for one in frames for edge in _edges(one)]
    near = {row for top, low in _heights(rows) for row in range(top // 1000, low // 1000 + 1)}
    texts = [
        (x, baseline - _RISES * size, width(text, size, bold), (_RISES + _FALLS) * size)
        for x, baseline, text, size, bold in page.texts
        if _hundredth(baseline) // 1000 in near
    ]
    about = [*rows.values()]
    return _near(page.printed + edges + texts, about), _near(page.written + frames, about)


def _heights(rows: dict[int, Rectangle]) -> list[tuple[int, int]]:
    return [(top, low) for _left, top, _right, low in rows.values()]


def _edges(frame: Area) -> list[Area]:
    x, y, wide, high = frame
    left, top, line = x - _LINE / 2, y - _LINE / 2, _LINE
    across = [(left, edge, wide + line, line) for edge in (top, top + high)]
    return across + [(edge, top, line, high + line) for edge in (left, left + wide)]


def _near(areas: Sequence[Area], about: Sequence[Rectangle]) -> tuple[Rectangle, ...]:
    """Those of some areas that reach into others, each once."""
    found: dict[Rectangle, None] = {}
    for x, y, wide, high in areas:
        left, top = _hundredth(x), _hundredth(y)
        right, low = _hundredth(x + wide), _hundredth(y + high)
        if any(left < one[2] and one[0] < right and top < one[3] and one[1] < low for one in about):
            found[left, top, right, low] = None
    return tuple(found)


def points(square: Square) -> tuple[float, float, float]:
    """A square's place in points."""
    return square.x * MM / 100, square.y * MM / 100, square.side * MM / 100


def _square(x: float, y: float, side: float) -> Square:
    return Square(_hundredth(x), _hundredth(y), _hundredth(side))


def _hundredth(length: float) -> int:
    return round(length / MM * 100)
