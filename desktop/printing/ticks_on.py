"""What is ticked on a sheet, noted while it is drawn, and the marks by which a scan finds it.

A paper that comes back has a black square at each corner of its pages and a code that says which
page of which paper it is, as it was laid out then.
"""

from dataclasses import dataclass, field

from desktop.basics.layout import LaidPage, Layout, Square, Strip, Tick
from desktop.printing.measures import MM, Area

_MARK = 4.5 * MM
_MARK_IN = 7 * MM  # from the page's edge: a laser leaves some four millimetres white
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
            LaidPage(page.code, tuple(page.ticks), tuple(page.strips))
            for page in pages
            if page.code is not None
        )
        size = _hundredth(wide), _hundredth(high)
        made = Layout(back.kind, back.number, back.office, *size, marks, laid)
        self.layouts.append(made)
        return made


def points(square: Square) -> tuple[float, float, float]:
    """A square's place in points."""
    return square.x * MM / 100, square.y * MM / 100, square.side * MM / 100


def _square(x: float, y: float, side: float) -> Square:
    return Square(_hundredth(x), _hundredth(y), _hundredth(side))


def _hundredth(length: float) -> int:
    return round(length / MM * 100)
