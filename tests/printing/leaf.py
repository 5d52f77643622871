"""How full the pages of a PDF are: how far down the ink on each of them goes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2

_MM = 72 / 25.4
_TOP, _FOOT = 14 * _MM, 15 * _MM  # the margin above, and where the foot of one line begins
_WHITE = 250
_FOLIO = re.compile(r"第\s*(\d+)\s*页\s*/\s*共\s*(\d+)\s*页")


@dataclass(frozen=True)
class Leaf:
    """A page of a document, and the share of it that is empty below its last ink."""

    number: int
    count: int
    empty: float

    @property
    def is_last(self) -> bool:
        """Whether its document ends here."""
        return self.number == self.count


def leaves(data: bytes) -> Iterator[Leaf]:
    """The pages that bear a number, ruler in hand."""
    for page in pypdfium2.PdfDocument(data):
        folio = _FOLIO.search(page.get_textpage().get_text_range())
        if folio:
            yield Leaf(int(folio[1]), int(folio[2]), _empty(page))


def _empty(page: pypdfium2.PdfPage) -> float:
    picture = page.render(scale=0.5).to_pil().convert("L")
    end = int(picture.height - _FOOT / 2)
    ink = picture.crop((0, 0, picture.width, end)).point(lambda grey: 255 * (grey < _WHITE))
    lowest = ink.getbbox()[3] if ink.getbbox() else 0
    return (end - lowest) / (end - _TOP / 2)
