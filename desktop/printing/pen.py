"""What draws on a page, in as few of PDF's operators as it needs.

ReportLab writes colour, width and place anew for each text and line, number by number; a manifest
has thousands of them. What stands already isn't said again, and what was set once is kept.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from desktop.printing.fonts import RARE, font_named, runs

_ROUND = 0.4472  # how far from a corner the handles of its curve stand, in radii, as ReportLab's
_BOLDER = 0.03  # the outline that makes the rare font bold, in sizes


# The dark stretches of each row of a grid: where they start, and of how many squares.
Rows = tuple[tuple[tuple[int, int], ...], ...]


class Pen:
    """The operators of one PDF; y goes upwards, as in PDF."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._set: dict[tuple[str, float, bool], str] = {}
        self._colours: dict[str, str] = {}
        self._weight = -1.0

    def begin(self) -> None:
        """A page or form begins: nothing of what was chosen holds there."""
        self._colours = {}
        self._weight = -1.0

    def noted(self, draw: Callable[[], None]) -> list[str]:
        """What somebody draws on this page, for ``again``: it stands by itself."""
        self.begin()
        code = self._canvas._code
        start = len(code)
        draw()
        return code[start:]  # type: ignore[no-any-return]

    def again(self, noted: Sequence[str], down: float) -> None:
        """Draw what was noted once more, further down on its page."""
        self._say(f"q 1 0 0 1 0 {_n(-down)} cm")
        self._canvas._code += noted
        self._say("Q")

    def text(self, x: float, y: float, text: str, size: float, colour: str, *, bold: bool) -> None:
        """Write a printable text from a point to the right."""
        code = self._set.get((text, size, bold))
        if code is None:
            code = self._set[text, size, bold] = self._pieces(text, size, bold)
        self._colour("rg", colour)
        if bold and " 2 Tr" in code:
            self._colour("RG", colour)
            self._width(size * _BOLDER)
        self._say(f"BT 1 0 0 1 {_n(x)} {_n(y)} Tm {code} ET")

    def line(self, x: float, y: float, to: float, colour: str, weight: float) -> None:
        """A horizontal line."""
        self._colour("RG", colour)
        self._width(weight)
        self._say(f"n {_n(x)} {_n(y)} m {_n(to)} {_n(y)} l S")

    def path(
        self,
        points: Sequence[tuple[float, float]],
        colour: str,
        weight: float,
        *,
        dashed: bool,
    ) -> None:
        """A line through points, or without a weight the area that they go round."""
        self._colour("RG" if weight else "rg", colour)
        self._width(weight)
        (x, y), *others = points
        way = " ".join(f"{_n(x)} {_n(y)} l" for x, y in others)
        drawn = f"n {_n(x)} {_n(y)} m {way} {'S' if weight else 'f*'}"
        self._say(f"[3 3] 0 d {drawn} [] 0 d" if dashed else drawn)

    def boxes(self, areas: Iterable[tuple[float, float, float, float]], fill: str) -> None:
        """Fill rectangles, each from its lower left corner, as one path."""
        self._colour("rg", fill)
        said = " ".join(f"{_n(x)} {_n(y)} {_n(wide)} {_n(high)} re" for x, y, wide, high in areas)
        self._say(f"n {said} f*")

    def squares(self, x: float, y: float, side: float, rows: Rows, fill: str) -> None:
        """Squares of a grid downwards from its upper left corner, by stretches of each row."""
        self._colour("rg", fill)
        grid = f"q {_n(side)} 0 0 {_n(-side)} {_n(x)} {_n(y)} cm"
        self._say(f"{grid} n {_stretches(rows)} f* Q")

    def box(
        self,
        area: tuple[float, float, float, float],
        fill: str | None,
        line: str | None,
        radius: float,
        weight: float,
    ) -> None:
        """A rectangle from its lower left corner, filled, outlined or both."""
        if fill:
            self._colour("rg", fill)
        if line:
            self._colour("RG", line)
            self._width(weight)
        x, y, wide, high = area
        shape = (
            _rounded(x, y, wide, high, radius)
            if radius
            else f"{_n(x)} {_n(y)} {_n(wide)} {_n(high)} re"
        )
        end = "B*" if fill and line else "f*" if fill else "S" if line else "n"
        self._say(f"n {shape} {end}")

    def _say(self, code: str) -> None:
        self._canvas._code.append(code)

    def _colour(self, operator: str, colour: str) -> None:
        if self._colours.get(operator) != colour:
            self._colours[operator] = colour
            self._say(f"{_rgb(colour)} {operator}")

    def _width(self, weight: float) -> None:
        if self._weight != weight:
            self._weight = weight
            self._say(f"{_n(weight)} w")

    def _pieces(self, text: str, size: float, bold: bool) -> str:
        """The operators that set a line: its pieces by font, with the gaps between them."""
        # ReportLab knows no spacing between two characters: a line is one array of its pieces.
        code: list[str] = []
        array: list[str] = []
        now, doc = "", self._canvas._doc
        for name, piece, gap in runs(text, bold):
            font, more = font_named(name), gap
            for subset, letters in font.splitString(piece, doc):
                wanted = font.getSubsetInternalName(subset, doc)
                if wanted != now:
                    if array:
                        code.append(f"[{''.join(array)}] TJ")
                    # The rare font has one weight: an outline makes it bold enough beside Noto.
                    thick = bold and name == RARE
                    code.append(f"{wanted} {size:g} Tf{' 2 Tr' if thick else ' 0 Tr' * bold}")
                    array, now = [], wanted
                if more:
                    array.append(f"{-1000 * more:g}")
                    more = 0
                array.append(f"({self._canvas._escape(letters)})")
        return " ".join([*code, f"[{''.join(array)}] TJ", *(["0 Tr"] if bold else [])])


def _rounded(x: float, y: float, wide: float, high: float, radius: float) -> str:
    left, left_handle, left_end, right_end, right_handle, right = _corners(x, wide, radius)
    low, low_handle, low_end, top_end, top_handle, top = _corners(y, high, radius)
    return (
        f"{left_end} {low} m {right_end} {low} l"
        f" {right_handle} {low} {right} {low_handle} {right} {low_end} c"
        f" {right} {top_end} l"
        f" {right} {top_handle} {right_handle} {top} {right_end} {top} c"
        f" {left_end} {top} l"
        f" {left_handle} {top} {left} {top_handle} {left} {top_end} c"
        f" {left} {low_end} l"
        f" {left} {low_handle} {left_handle} {low} {left_end} {low} c h"
    )


def _corners(start: float, length: float, radius: float) -> tuple[str, ...]:
    """From one side to the other: the side, the handle of its curve, where that ends, and back."""
    handle, end = _ROUND * radius, start + length
    places = (start, start + handle, start + radius, end - radius, end - handle, end)
    return tuple(map(_n, places))


def _n(number: float) -> str:
    """A number as exactly as ReportLab writes it: to the seventh figure, or the sixth decimal."""
    return f"{number:.7g}" if number >= 1 else f"{number:.6f}"


@lru_cache(512)
def _stretches(rows: Rows) -> str:
    return " ".join(
        f"{start} {row} {count} 1 re" for row, across in enumerate(rows) for start, count in across
    )


@lru_cache(64)
def _rgb(colour: str) -> str:
    return " ".join(f"{_n(part / 255)}" for part in bytes.fromhex(colour[1:]))
