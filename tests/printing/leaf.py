"""How a page of a PDF is filled: where its text ends, and what stands on it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2

from tests.printing import pdf

_MM = 72 / 25.4
# Between the running head and the foot of an upright page.
_TOP, _BOTTOM = 14 * _MM, 18 * _MM
_FOLIO = re.compile(r"第\s?(\d+)\s?页\s?/\s?共\s?(\d+)\s?页")


@dataclass(frozen=True)
class Leaf:
    """A page: its number among those of its document, its text, the share of it that is empty."""

    number: int
    count: int
    text: str
    empty: float

    @property
    def is_last(self) -> bool:
        """Whether its document ends here."""
        return self.number == self.count


def leaves(data: bytes) -> Iterator[Leaf]:
    """The pages with a number, as full as what is drawn on them goes down, ruler in hand."""
    document = pypdfium2.PdfDocument(data)
    for page, text in zip(document, pdf.texts(data), strict=True):
        folio = _FOLIO.search(text)
        if folio is None:
            continue
        high = page.get_height()
        foot = _foot(page)
        bottoms = [each.get_bounds()[1] for each in page.get_objects(max_depth=1)]
        lowest = min((bottom for bottom in bottoms if bottom > foot + 1), default=high - _TOP)
        empty = (lowest - foot) / (high - _TOP - foot)
        yield Leaf(int(folio[1]), int(folio[2]), text, empty)


def _foot(page: pypdfium2.PdfPage) -> float:
    """Where the rule above the foot lies: the lowest one across the page."""
    rules = [
        bottom
        for left, bottom, right, top in (each.get_bounds() for each in page.get_objects())
        if top - bottom < 2 and right - left > page.get_width() * 0.7
    ]
    return min(rules, default=_BOTTOM)
