"""Who issues a paper and for whom it is, and the head that every paper wears."""

import re
from dataclasses import dataclass, replace

from desktop.basics.i18n import _
from desktop.printing.fonts import printable, width
from desktop.printing.measures import GUTTER, HEADING, MM, PLAIN, READING, SMALL, TITLE
from desktop.printing.page import Running, Sheet, Style, first_baseline
from desktop.printing.typeset import lines

_CODE = 17 * MM
_FIRST = 4.2 * MM
_MARKED = 0.2 * MM  # above the first fact, whatever stands there
_PITCH = 4.6 * MM
_MOST_LINES = 2
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

    @property
    def named(self) -> str:
        """Its name with its code."""
        return f"{self.name}（{self.code}）"

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Who it is, as most of its papers begin."""
        return ("客户", self.named), ("联系人", self.reach), ("地址", self.address)


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
    size: float = TITLE


def head(sheet: Sheet, letterhead: Letterhead, heading: Heading) -> None:
    """Draw the head of a first page, with a QR code of the document's number."""
    number, facts = heading.number, heading.facts
    edge = sheet.right
    if number:
        sheet.head_code(sheet.right - _CODE, sheet.y, _CODE, number)
        edge -= _CODE + GUTTER
        facts = (_("No. {number}").format(number=number), *facts)
    sheet.mark(heading.number, edge, sheet.y + _MARKED)
    for place, fact in enumerate(facts):
        baseline = sheet.y + _FIRST + place * _PITCH
        style = Style(SMALL, align="right")
        sheet.fitted(edge, baseline, fact, sheet.room / 2, style)
    widest = max((width(printable(fact), SMALL) for fact in facts), default=0)
    widest = min(widest, sheet.room / 2)
    beside = sheet.y + _FIRST + (len(facts) - 1) * _PITCH + 2 * MM
    below = _draw_issuer(sheet, letterhead, edge - widest - GUTTER - sheet.left)
    sheet.y = max(sheet.y + 12 * MM, below + 3 * MM)
    _draw_title(sheet, heading, edge - sheet.left, (edge - widest - GUTTER - sheet.left, beside))
    if heading.subtitle:
        sheet.y = sheet.paragraph(sheet.left, sheet.y + 0.5 * MM, heading.subtitle, sheet.room)
    sheet.y = max(sheet.y, sheet.top + _CODE) + 3 * MM


def copy_head(sheet: Sheet, letterhead: Letterhead, heading: Heading, copy: str) -> None:
    """The head of one of a paper's copies, which its title names."""
    head(sheet, letterhead, replace(heading, title=f"{heading.title}　{copy}"))


def _draw_title(sheet: Sheet, heading: Heading, room: float, beside: tuple[float, float]) -> None:
    """The title in a line or two, below the facts where it would run into them.

    ``beside`` is the room at their left, and where they end.
    """
    size = heading.size
    broken = lines(heading.title, room, size, bold=True)
    if len(broken) > _MOST_LINES:
        size = min(size, HEADING)
        broken = lines(heading.title, room, size, bold=True)
    free, end = beside
    if len(broken) > 1 or width(printable(broken[0]), size, bold=True) > free:
        sheet.y = max(sheet.y, end)
    for line in broken:
        sheet.text(sheet.left, sheet.y + first_baseline(size, 1.35), line, Style(size, bold=True))
        sheet.y += size * 1.35


def _draw_issuer(sheet: Sheet, letterhead: Letterhead, room: float) -> float:
    """Company and office beside each other, or below each other where the names are long.

    Tells the baseline of the last line.
    """
    strong, plain = Style(READING, bold=True), Style(PLAIN)
    baseline, x = sheet.y + _FIRST, sheet.left
    company = lines(letterhead.company or letterhead.office, room, strong.size, strong.bold)
    for place, line in enumerate(company):
        sheet.text(sheet.left, baseline + place * _PITCH, line, strong)
    baseline += (len(company) - 1) * _PITCH
    office = letterhead.office.removeprefix(letterhead.company or letterhead.office)
    x += width(company[-1], strong.size, strong.bold) + GUTTER
    if not office:
        return baseline
    if x + width(printable(office), plain.size) > sheet.left + room:
        x, baseline = sheet.left, baseline + _PITCH
    broken = lines(office, room, plain.size)
    for place, line in enumerate(broken):
        sheet.text(x, baseline + place * _PITCH, line, plain)
    return baseline + (len(broken) - 1) * _PITCH
