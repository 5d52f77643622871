"""Scans: pictures of papers in, what is ticked on them out. No SQL, no Qt, no ReportLab.

Pillow, numpy, zxing-cpp and PDFium are loaded when the first scan is read.
"""

from dataclasses import dataclass

from desktop.basics.layout import Layout
from desktop.scans.answers import FAINT, LOST, MISSED, STRUCK, TWO, Answer, answers_of
from desktop.scans.boxes import Box, read_boxes
from desktop.scans.codes import Found, codes_in
from desktop.scans.grey import Grey
from desktop.scans.pictures import as_png, pages_of
from desktop.scans.straighten import way_of
from desktop.scans.strips import strip_of
from desktop.scans.unread import Unread, why_unread

__all__ = [
    "FAINT",
    "LOST",
    "MISSED",
    "STRUCK",
    "TWO",
    "Answer",
    "Box",
    "Found",
    "Grey",
    "ReadPage",
    "Unread",
    "codes_in",
    "pages_of",
    "read_page",
    "why_unread",
]


@dataclass(frozen=True)
class ReadPage:
    """A page as it was read: its number from 1, its answers, and a picture (PNG) of each row."""

    page: int
    boxes: tuple[Box, ...]
    answers: tuple[Answer, ...]
    pictures: dict[str, bytes]


def read_page(grey: Grey, found: Found, layout: Layout) -> ReadPage | None:
    """Read the page that a code was found on; None where too little of it can be seen.

    ``layout`` is that of the paper as it was printed. Raises ValueError when it has no such page.
    """
    number = found.says.page
    if not 0 < number <= len(layout.pages):
        raise ValueError(f"page {number} of {len(layout.pages)}")
    page = layout.pages[number - 1]
    way = way_of(grey, layout, page, found.corners)
    if way is None:
        return None
    boxes = tuple(read_boxes(grey, layout, page, way))
    pictures = {one.row: as_png(strip_of(grey, one, way)) for one in page.strips}
    return ReadPage(number, boxes, tuple(answers_of(boxes)), pictures)
