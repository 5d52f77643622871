"""Who issues a paper and for whom it is, and the head that every paper wears."""

import re
from dataclasses import dataclass

from desktop.printing.fonts import printable, width
from desktop.printing.page import ACCENT, MM, QUIET, Running, Sheet, Style, first_baseline
from desktop.printing.typeset import fitting_size, lines

_CODE = 17 * MM
_MOBILE = re.compile(r"(?<!\d)(1\d{2})(\d{4})(\d{4})(?!\d)", re.ASCII)


@dataclass(frozen=True)
class Letterhead:
    """The issuing office as it stands on paper."""

    company: str
    office: str
    address: str = ""
    phone: str = ""

    @property
    def author(self) -> str:
        """The office's full name, as a PDF's author; an office may bear its company's name."""
        if self.office.startswith(self.company):
            return self.office
        return f"{self.company}{self.office}"

    @property
    def parts(self) -> tuple[str, ...]:
        """Name, address and phone, as far as they are known."""
        return tuple(part for part in (self.author, self.address, self.phone) if part)


@dataclass(frozen=True)
class Outlet:
    """A client as it stands on its own papers."""

    code: str
    name: str
    contact: str = ""
    address: str = ""
    phone: str = ""

    @property
    def reach(self) -> str:
        """Contact and phone in one line."""
        return "　".join(part for part in (self.contact, spaced(self.phone)) if part)


def spaced(phone: str) -> str:
    """A phone number as people read it out: a mobile's eleven digits in groups of 3, 4 and 4."""
    return _MOBILE.sub(r"\1 \2 \3", phone)


def running(name: str, number: str, letterhead: Letterhead) -> Running:
    """The running head and foot of a paper."""
    return Running(name, number, letterhead.parts)


@dataclass(frozen=True)
class Heading:
    """What the head of a first page says: title, number, two or three facts, a subtitle."""

    title: str
    number: str
    facts: tuple[str, ...] = ()
    subtitle: str = ""
    size: float = 20


def head(sheet: Sheet, letterhead: Letterhead, heading: Heading) -> None:
    """Draw the head of a first page, with a QR code of the document's number."""
    sheet.mark(heading.number)
    number, facts = heading.number, heading.facts
    edge = sheet.right
    if number:
        sheet.code(sheet.right - _CODE, sheet.y, _CODE, number)
        edge -= _CODE + 4 * MM
        facts = (f"编号 {number}", *facts)
    baseline = sheet.y + 4.2 * MM
    for fact in facts:
        sheet.text(edge, baseline, fact, Style(8, colour=QUIET, align="right"))
        baseline += 4.6 * MM
    _draw_issuer(sheet, letterhead, edge - 60 * MM)
    sheet.y += 14 * MM if number else 12 * MM
    _draw_title(sheet, heading, edge - sheet.left)
    if heading.subtitle:
        top = sheet.y + 0.5 * MM
        style = Style(9.5, colour=QUIET)
        sheet.y = sheet.paragraph(sheet.left, top, heading.subtitle, sheet.room, style)
    sheet.y = max(sheet.y, sheet.top + _CODE) + 3 * MM


def _draw_title(sheet: Sheet, heading: Heading, room: float) -> None:
    """The title in one line, a little smaller if need be, else in several below the facts."""
    size = fitting_size(heading.title, room, heading.size, heading.size * 0.8, bold=True)
    broken = lines(heading.title, room, size, bold=True)
    if heading.number and len(broken) > 1:
        sheet.y += 5 * MM
    for line in broken:
        sheet.text(sheet.left, sheet.y + first_baseline(size, 1.35), line, Style(size, bold=True))
        sheet.y += size * 1.35


def _draw_issuer(sheet: Sheet, letterhead: Letterhead, edge: float) -> None:
    """Company and office beside each other, or below each other where the names are long."""
    baseline, room = sheet.y + 4.2 * MM, edge - sheet.left
    x = sheet.left + width(printable(letterhead.company), 11.5, bold=True) + 3 * MM
    sheet.fitted(
        sheet.left, baseline, letterhead.company, room, Style(11.5, bold=True, colour=ACCENT)
    )
    office = letterhead.office.removeprefix(letterhead.company)
    if x + width(printable(office), 9) > edge:
        x, baseline = sheet.left, baseline + 4.8 * MM
    sheet.fitted(x, baseline, office, edge - x, Style(9, colour=QUIET))
