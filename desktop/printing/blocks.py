"""The small parts that papers share: section headings, key figures, signatures, cut lines."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from desktop.printing.fonts import printable, width
from desktop.printing.letterhead import Heading, Letterhead, Outlet, copy_head
from desktop.printing.measures import (
    ACCENT,
    GUTTER,
    HEADING,
    INK,
    LEADING,
    LINE,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PLAIN,
    SMALL,
    SOFT,
)
from desktop.printing.page import Sheet, Style, first_baseline
from desktop.printing.typeset import fitting_size, lines

HALF = PAGE_HEIGHT / 2
HALF_TOP = 10 * MM
_HANGING = 2.2
_FACT_LABEL = 17 * MM
_SHORTEST_LINE = 18 * MM
_KEEPER = 20 * MM
ANSWER = 3.7 * MM  # the side of a box that a scan is read by
ANSWER_WORDS = 4.8 * MM  # where its words begin
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Figure:
    """A key figure: what it is, the figure itself, and a word on where it comes from."""

    label: str
    value: str
    note: str = ""


def received(letterhead: Letterhead, client: Outlet) -> str:
    """How what a shop confirms on a slip begins."""
    return f"{letterhead.author}：本店（{client.name}，{client.code}）已收到"


def slip_head(sheet: Sheet, top: float, title: str, number: str, code: float) -> None:
    """A slip to cut off: the line, its title, and its paper's code, ``code`` points wide."""
    cut_line(sheet, top + 3 * MM)
    sheet.text(sheet.left, top + 11 * MM, title, Style(HEADING, bold=True))
    sheet.code(sheet.right - code, top + 8 * MM, code, number)


def section(sheet: Sheet, title: str, note: str = "", keep: float = 30 * MM) -> None:
    """A section's heading with its accent bar; it stays with the ``keep`` points below it."""
    sheet.need(13 * MM + keep)
    sheet.y += 5 * MM
    sheet.box((sheet.left, sheet.y, 1.3 * MM, 5 * MM), fill=ACCENT)
    left, baseline = sheet.left + 3.6 * MM, sheet.y + 4.1 * MM
    sheet.text(left, baseline, title, Style(HEADING, bold=True))
    if note:
        room = sheet.right - left - width(printable(title), HEADING, bold=True) - GUTTER
        sheet.fitted(sheet.right, baseline, note, room, Style(SMALL, align="right"))
    sheet.y += 8.5 * MM


def figures(sheet: Sheet, values: tuple[Figure, ...]) -> None:
    """Key figures side by side on soft ground, as high as the longest of their words needs."""
    inset = GUTTER / 2
    wide = (sheet.room - GUTTER * (len(values) - 1)) / len(values)
    room = wide - 2 * inset
    cards = [_card(figure, room) for figure in values]
    baselines = _card_baselines(cards)
    high = max((max(places, default=0) for places in baselines), default=0) + 3 * MM
    sheet.need(high)
    for place, (card, places) in enumerate(zip(cards, baselines, strict=True)):
        x = sheet.left + place * (wide + GUTTER)
        sheet.box((x, sheet.y, wide, high), fill=SOFT, radius=1.6 * MM)
        for (text, style), baseline in zip(card, places, strict=True):
            sheet.text(x + inset, sheet.y + baseline, text, style)
    sheet.y += high + 3 * MM


def _card(figure: Figure, room: float) -> list[tuple[str, Style]]:
    """The lines of a figure: its label, itself, a word on where it comes from."""
    size = fitting_size(figure.value, room, HEADING, bold=True)
    return [
        (text, style)
        for words, style in (
            (figure.label, Style(SMALL)),
            (figure.value, Style(size, bold=True)),
            (figure.note, Style(SMALL)),
        )
        for text in (lines(words, room, style.size, style.bold) if words else ())
    ]


def _card_baselines(cards: list[list[tuple[str, Style]]]) -> list[list[float]]:
    """Where the lines of each card stand under its top: first ones, then the rest, in step."""
    first = 5.2 * MM
    found = []
    for card in cards:
        baseline, places = first, []
        for place, (_text, style) in enumerate(card):
            if place:
                baseline += 6.4 * MM if style.bold and not card[place - 1][1].bold else 4.4 * MM
            places.append(baseline)
        found.append(places)
    return found


def facts(sheet: Sheet, pairs: Pairs, columns: int = 2, *, to_write: bool = False) -> None:
    """Labelled facts (客户：…) in columns, each as many lines as it needs.

    One that isn't known is left out, or with ``to_write`` has a line to write it on.
    """
    wide = _fact_width(sheet, columns)
    for row in _fact_rows(pairs, columns, to_write):
        for place, (label, value) in enumerate(row):
            x, baseline = sheet.left + place * (wide + GUTTER), sheet.y + first_baseline(PLAIN)
            sheet.text(x, baseline, label, Style(SMALL))
            if value:
                sheet.paragraph(x + _FACT_LABEL, sheet.y, value, wide - _FACT_LABEL)
            else:
                sheet.line_to_write_on(x + _FACT_LABEL, baseline + 1 * MM, x + wide)
        sheet.y += _fact_height(row, wide)


def facts_height(sheet: Sheet, pairs: Pairs, columns: int = 2, *, to_write: bool = False) -> float:
    """How much room ``facts`` will take."""
    wide = _fact_width(sheet, columns)
    return sum(_fact_height(row, wide) for row in _fact_rows(pairs, columns, to_write))


def known(pairs: Pairs) -> Pairs:
    """The facts of which something is known."""
    return tuple((label, value) for label, value in pairs if value)


def _fact_rows(pairs: Pairs, columns: int, to_write: bool) -> list[Pairs]:
    shown = pairs if to_write else known(pairs)
    return [shown[start : start + columns] for start in range(0, len(shown), columns)]


def _fact_width(sheet: Sheet, columns: int) -> float:
    return (sheet.room - GUTTER * (columns - 1)) / columns


def _fact_height(row: Pairs, wide: float) -> float:
    count = max(len(lines(value, wide - _FACT_LABEL, PLAIN)) for _, value in row)
    return count * PLAIN * LEADING + 0.9 * MM


def signatures(sheet: Sheet, names: tuple[str, ...], high: float = 12 * MM) -> None:
    """Names, each with a line of the same length to sign on, side by side.

    A name that would leave no room to sign stands in several lines, and the block is higher.
    """
    room = sheet.room - GUTTER * (len(names) - 1)
    labels = _labels(room, names)
    high = signatures_height(sheet.room, names, high)
    sheet.need(high)
    widths = [max(width(text, PLAIN) for text in label) + 1.5 * MM for label in labels]
    line = (room - sum(widths)) / len(names)
    baseline = sheet.y + high - 3 * MM
    x = sheet.left
    for label, wide in zip(labels, widths, strict=True):
        for above, text in enumerate(reversed(label)):
            sheet.text(x, baseline - above * PLAIN * LEADING, text)
        sheet.line_to_write_on(x + wide, baseline + 1 * MM, x + wide + line)
        x += wide + line + GUTTER
    sheet.y += high


def signatures_height(room: float, names: tuple[str, ...], high: float) -> float:
    """How high ``signatures`` will be within a width."""
    labels = _labels(room - GUTTER * (len(names) - 1), names)
    return high + PLAIN * LEADING * (max(map(len, labels)) - 1)


def _labels(room: float, names: tuple[str, ...]) -> list[list[str]]:
    """The lines of each name: one, where enough room is left to sign beside all of them."""
    if sum(width(printable(name), PLAIN) + _SHORTEST_LINE for name in names) <= room:
        return [[printable(name)] for name in names]
    most = room / len(names) - _SHORTEST_LINE
    return [lines(name, most, PLAIN) if name else [""] for name in names]


def points(sheet: Sheet, texts: tuple[str, ...], size: float = SMALL) -> None:
    """Draw numbered sentences, such as terms, each with a hanging indent."""
    style = Style(size)
    indent = _HANGING * size
    for number, text in enumerate(texts, start=1):
        for place, line in enumerate(lines(text, sheet.room - indent, size)):
            sheet.need(size * LEADING)
            baseline = sheet.y + first_baseline(size)
            if not place:
                sheet.text(sheet.left, baseline, f"{number}.", style)
            sheet.text(sheet.left + indent, baseline, line, style)
            sheet.y += size * LEADING


def points_height(sheet: Sheet, texts: tuple[str, ...], size: float = SMALL) -> float:
    """How much room ``points`` will take."""
    room = sheet.room - _HANGING * size
    return sum(len(lines(text, room, size)) for text in texts) * size * LEADING


def halves(
    sheet: Sheet,
    names: tuple[str, str],
    letterhead: Letterhead,
    heading: Heading,
    body: Callable[[Sheet], None],
) -> None:
    """Two copies on one page, to cut apart: the head names each, ``body`` is alike in both."""
    sheet.begin(None)
    whole = sheet.top, sheet.bottom
    again: Callable[[], None] | None = None
    for place, name in enumerate(names):
        sheet.top = sheet.y = place * HALF + HALF_TOP
        sheet.bottom = (place + 1) * HALF
        copy_head(sheet, letterhead, heading, name)
        if again is None:
            again = sheet.twice(partial(body, sheet))
        else:
            again()
        baseline = sheet.bottom - 5.5 * MM
        sheet.issuer(baseline, letterhead.parts, sheet.room - _KEEPER - GUTTER)
        sheet.text(sheet.right, baseline, name, Style(SMALL, align="right"))
    cut_line(sheet, HALF)
    sheet.top, sheet.bottom = whole


def halves_foot(sheet: Sheet, issuer: tuple[str, ...]) -> float:
    """How much room the foot of each half takes: more when the office's address is long."""
    return 10 * MM + sheet.issuer_height(issuer, sheet.room - _KEEPER - GUTTER)


def cut_line(sheet: Sheet, y: float, words: str = "沿此线裁开") -> None:
    """A dashed line across the whole page, to cut along."""
    room = (len(words) + 2) * SMALL
    middle = PAGE_WIDTH / 2
    sheet.dashes(0, y, middle - room / 2)
    sheet.dashes(middle + room / 2, y, PAGE_WIDTH)
    sheet.text(middle, y + 2.8, words, Style(SMALL, align="center"))


def tick_box(sheet: Sheet, x: float, baseline: float, words: str, size: float = PLAIN) -> None:
    """An empty box to tick, and what it stands for."""
    sheet.box((x, baseline - size * 0.82, size * 0.95, size * 0.95), line=INK, weight=0.7)
    sheet.text(x + size * 1.5, baseline, words, Style(size))


def answer_box(
    sheet: Sheet,
    x: float,
    baseline: float,
    words: str,
    said: tuple[str, str, str],
    *,
    size: float = PLAIN,
    several: bool = False,
    printed: bool = False,
) -> None:
    """A box that a scan is read by, and what it stands for.

    ``said`` are the row, the field and the value that a tick in it says. It is larger than one
    that only people read.
    """
    y = baseline - 0.36 * PLAIN - ANSWER / 2
    sheet.box((x, y, ANSWER, ANSWER), line=INK, weight=0.8)
    sheet.note_tick((x, y, ANSWER), *said, several=several, printed=printed)
    sheet.text(x + ANSWER_WORDS, baseline, words, Style(size))


def rule_off(sheet: Sheet, space: float = 2 * MM) -> None:
    """A thin line across the page with some room around it."""
    sheet.y += space
    sheet.rule(sheet.left, sheet.y, sheet.right, LINE)
    sheet.y += space
