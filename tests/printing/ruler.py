"""A printer's eye on a PDF: sizes and ink of letters, baselines, what is printed over what."""

from collections.abc import Iterator
from ctypes import c_double, c_uint
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

Box = tuple[float, float, float, float]

_DEPTH = 0.6  # points that the boxes of two letters may share


@dataclass(frozen=True)
class Letter:
    """A visible letter: its ink's box from the lower left corner, baseline, size and colour."""

    text: str
    page: int
    box: Box
    baseline: float
    size: float
    ink: tuple[int, int, int]


def letters(data: bytes) -> list[Letter]:
    """Every letter of a PDF that leaves ink."""
    return [one for page in _pages(data) for one in page]


def _pages(data: bytes) -> Iterator[list[Letter]]:
    for number, page in enumerate(pypdfium2.PdfDocument(data)):
        read = page.get_textpage()
        yield [
            _letter(read, number, index)
            for index in range(read.count_chars())
            if chr(raw.FPDFText_GetUnicode(read.raw, index)).isprintable()
            and not chr(raw.FPDFText_GetUnicode(read.raw, index)).isspace()
        ]


def _letter(read: pypdfium2.PdfTextPage, page: int, index: int) -> Letter:
    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(read.raw, index, x, y)
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    raw.FPDFText_GetFillColor(read.raw, index, red, green, blue, alpha)
    return Letter(
        chr(raw.FPDFText_GetUnicode(read.raw, index)),
        page,
        read.get_charbox(index),
        y.value,
        round(raw.FPDFText_GetFontSize(read.raw, index), 2),
        (red.value, green.value, blue.value),
    )


def overprinted(data: bytes) -> list[tuple[str, str, int]]:
    """Letters whose ink runs into that of another: both, and their page."""
    found = []
    for page in _pages(data):
        page.sort(key=lambda one: one.box[0])
        for place, one in enumerate(page):
            _left, low, right, high = one.box
            for other in page[place + 1 :]:
                left, bottom, _right, top = other.box
                if left >= right - _DEPTH:
                    break
                if bottom < high and top > low and _depth(one.box, other.box) > _DEPTH:
                    found.append((one.text, other.text, one.page))
    return found


def _depth(one: Box, other: Box) -> float:
    """How deep two boxes run into each other, in points."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return min(wide, high)


def uneven(data: bytes, most: float = 2.5) -> list[tuple[float, float, int]]:
    """Baselines so close that they were meant to be one, and their page."""
    found = []
    for page in _pages(data):
        baselines = sorted({round(one.baseline, 2) for one in page})
        for lower, upper in pairwise(baselines):
            if 0.05 < upper - lower < most:
                found.append((lower, upper, page[0].page))
    return found
