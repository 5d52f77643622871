"""Why a page isn't read though its code is: it was cut off, or was photographed from aside."""

from dataclasses import dataclass

from desktop.basics.layout import LaidPage, Layout
from desktop.scans.codes import Found
from desktop.scans.grey import Grey, Point, Way, turned
from desktop.scans.straighten import corners_of

_MILLIMETRES_OUT = 200  # hundredths: so far out of the picture a corner is cut off, and not blurred


@dataclass(frozen=True)
class Unread:
    """What is missing of a page: whether corners lie out of the picture, and rows with them."""

    cut: bool
    rows: tuple[str, ...] = ()


def why_unread(grey: Grey, found: Found, layout: Layout) -> Unread:
    """What a person has to do otherwise with a page that ``read_page`` couldn't read."""
    page = _page(layout, found.says.page)
    if page is None:
        return Unread(cut=False)
    way = turned(corners_of(page.code), found.corners)
    if all(_seen(grey, way, mark.middle, _MILLIMETRES_OUT) for mark in layout.marks):
        return Unread(cut=False)
    questions = {tick.field for tick in page.ticks if tick.row == tick.field}  # of a single form
    rows = (
        one.row
        for one in page.strips
        if one.row not in questions
        and not all(_seen(grey, way, corner) for corner in _ends(one.x, one.y, one.wide, one.high))
    )
    return Unread(cut=True, rows=tuple(dict.fromkeys(rows)))


def _page(layout: Layout, number: int) -> LaidPage | None:
    return layout.pages[number - 1] if 0 < number <= len(layout.pages) else None


def _ends(x: int, y: int, wide: int, high: int) -> tuple[Point, Point]:
    return (x + wide / 2, y), (x + wide / 2, y + high)


def _seen(grey: Grey, way: Way, place: Point, more: float = 0) -> bool:
    """Whether a place lies in the picture, or no farther out of it (hundredths of a mm)."""
    x, y = way.point(place)
    edge = more / 100 * way.scale_at(place)
    high, wide = int(grey.shape[0]), int(grey.shape[1])
    return -edge <= x <= wide + edge and -edge <= y <= high + edge
