"""What the tests read back from a PDF: its text, where each character stands, its fonts."""

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from desktop.printing.typeset import NEVER_FIRST


@dataclass(frozen=True)
class Character:
    """A printed character: its box in points from the lower left corner, and its page."""

    text: str
    page: int
    left: float
    bottom: float
    right: float
    top: float


def texts(data: bytes) -> list[str]:
    """The text of each page, without the spaces that a reader guesses from gaps within a line."""
    return [_read(page.get_textpage()) for page in pypdfium2.PdfDocument(data)]


def _read(page: pypdfium2.PdfTextPage) -> str:
    """A quarter of an em between hanzi and figures is no space; one between columns is."""
    found: list[str] = []
    for index in range(page.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(page.raw, index))
        guessed = letter == " " and raw.FPDFText_IsGenerated(page.raw, index)
        if not (guessed and index > 0 and _near(page, index)):
            found.append(letter)
    return "".join(found).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _near(page: pypdfium2.PdfTextPage, index: int) -> bool:
    if index + 1 >= page.count_chars():
        return False
    _left, _bottom, right, _top = page.get_charbox(index - 1, loose=True)
    left, _bottom, _right, _top = page.get_charbox(index + 1, loose=True)
    size = raw.FPDFText_GetFontSize(page.raw, index - 1)
    return bool(left - right < 0.3 * size)


def text(data: bytes) -> str:
    """The text of the whole paper without line breaks."""
    return "".join("".join(page.split("\r\n")) for page in texts(data))


def characters(data: bytes) -> Iterator[Character]:
    """Every visible character, in the order in which it was drawn."""
    for number, page in enumerate(pypdfium2.PdfDocument(data)):
        read = page.get_textpage()
        for index in range(read.count_chars()):
            letter = chr(raw.FPDFText_GetUnicode(read.raw, index))
            if letter.isprintable() and not letter.isspace():
                yield Character(letter, number, *read.get_charbox(index))


def outside(data: bytes, margin: float = 12) -> list[Character]:
    """Characters that leave the page's frame."""
    sizes = [page.get_size() for page in pypdfium2.PdfDocument(data)]
    return [each for each in characters(data) if _is_outside(each, *sizes[each.page], margin)]


def _is_outside(each: Character, wide: float, high: float, margin: float) -> bool:
    return each.left < margin or each.right > wide - margin or not 12 < each.bottom < high - 24


def bad_starts(data: bytes) -> list[str]:
    """Closing punctuation with nothing printed close before it on its line."""
    found = []
    before: Character | None = None
    for each in characters(data):
        if each.text in NEVER_FIRST and each.text not in "-—…":
            near = (
                before is not None
                and before.page == each.page
                and abs(before.bottom - each.bottom) < 18
                and -4 < each.left - before.right < 14
            )
            if not near:
                found.append((before.text if before else "") + "|" + each.text)
        before = each
    return found


def drawn(data: bytes) -> Iterator[tuple[int, float, float, float, float]]:
    """Every drawn shape: its page, and its box in points from the lower left corner."""
    for number, page in enumerate(pypdfium2.PdfDocument(data)):
        for shape in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            yield number, *shape.get_bounds()
