"""The small parts that papers share: section headings, key figures, signatures, cut lines."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.printing.fonts import width
from desktop.printing.page import (
    ACCENT,
    INK,
    LEADING,
    LINE,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QUIET,
    SOFT,
    Sheet,
    Style,
    first_baseline,
)
from desktop.printing.typeset import lines

HALF = PAGE_HEIGHT / 2
_FACT = 8.5
_HANGING = 2.2
_FACT_GAP = 6 * MM
_FACT_LABEL = 17 * MM
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Figure:
    """A key figure: what it is, the figure itself, and a word on where it comes from."""

    label: str
    value: str
    note: str = ""


def section(sheet: Sheet, title: str, note: str = "", keep: float = 30 * MM) -> None:
    """A section's heading with its accent bar; it stays with the ``keep`` points below it."""
    sheet.need(13 * MM + keep)
    sheet.y += 5 * MM
    sheet.box((sheet.left, sheet.y, 1.3 * MM, 5 * MM), fill=ACCENT)
    sheet.text(sheet.left + 3.6 * MM, sheet.y + 4.1 * MM, title, Style(12.5, bold=True))
    if note:
        sheet.text(sheet.right, sheet.y + 4.1 * MM, note, Style(8, colour=QUIET, align="right"))
    sheet.y += 8.5 * MM


def figures(sheet: Sheet, values: tuple[Figure, ...]) -> None:
    """Key figures side by side on soft ground."""
    gap, high = 4 * MM, 19 * MM
    sheet.need(high)
    wide = (sheet.room - gap * (len(values) - 1)) / len(values)
    for place, figure in enumerate(values):
        x = sheet.left + place * (wide + gap)
        room = wide - 8 * MM
        sheet.box((x, sheet.y, wide, high), fill=SOFT, radius=1.6 * MM)
        sheet.fitted(x + 4 * MM, sheet.y + 5.2 * MM, figure.label, room, Style(8, colour=QUIET))
        sheet.fitted(
            x + 4 * MM, sheet.y + 11.6 * MM, figure.value, room, Style(15, bold=True, colour=ACCENT)
        )
        sheet.fitted(x + 4 * MM, sheet.y + 16.2 * MM, figure.note, room, Style(7.5, colour=QUIET))
    sheet.y += high + 3 * MM


def facts(sheet: Sheet, pairs: Pairs, columns: int = 2) -> None:
    """Labelled facts (客户：…) in columns, each as many lines as it needs."""
    gap, wide = _FACT_GAP, _fact_width(sheet, columns)
    for start in range(0, len(pairs), columns):
        row = pairs[start : start + columns]
        for place, (label, value) in enumerate(row):
            x = sheet.left + place * (wide + gap)
            sheet.text(x, sheet.y + first_baseline(_FACT), label, Style(_FACT, colour=QUIET))
            room = wide - _FACT_LABEL
            sheet.paragraph(x + _FACT_LABEL, sheet.y, value or "—", room, Style(_FACT))
        sheet.y += _fact_height(row, wide)


def facts_height(sheet: Sheet, pairs: Pairs, columns: int = 2) -> float:
    """How much room ``facts`` will take."""
    wide = _fact_width(sheet, columns)
    starts = range(0, len(pairs), columns)
    return sum(_fact_height(pairs[start : start + columns], wide) for start in starts)


def _fact_width(sheet: Sheet, columns: int) -> float:
    return (sheet.room - _FACT_GAP * (columns - 1)) / columns


def _fact_height(row: Pairs, wide: float) -> float:
    count = max(len(lines(value or "—", wide - _FACT_LABEL, _FACT)) for _, value in row)
    return count * _FACT * LEADING + 0.9 * MM


def signatures(sheet: Sheet, names: tuple[str, ...], high: float = 12 * MM) -> None:
    """Names, each with a line of the same length to sign on, side by side."""
    sheet.need(high)
    gap, size = 5 * MM, 8.5
    labels = [width(name, size) + 1.5 * MM for name in names]
    line = (sheet.room - sum(labels) - gap * (len(names) - 1)) / len(names)
    baseline = sheet.y + high - 3 * MM
    x = sheet.left
    for name, label in zip(names, labels, strict=True):
        sheet.text(x, baseline, name, Style(size, colour=QUIET))
        sheet.rule(x + label, baseline + 1 * MM, x + label + line, INK, 0.5)
        x += label + line + gap
    sheet.y += high


def points(sheet: Sheet, texts: tuple[str, ...], size: float = 8) -> None:
    """Draw numbered sentences, such as terms, each with a hanging indent."""
    style = Style(size, colour=QUIET)
    indent = _HANGING * size
    for number, text in enumerate(texts, start=1):
        for place, line in enumerate(lines(text, sheet.room - indent, size)):
            sheet.need(size * LEADING)
            baseline = sheet.y + first_baseline(size)
            if not place:
                sheet.text(sheet.left, baseline, f"{number}.", style)
            sheet.text(sheet.left + indent, baseline, line, style)
            sheet.y += size * LEADING


def points_height(sheet: Sheet, texts: tuple[str, ...], size: float = 8) -> float:
    """How much room ``points`` will take."""
    room = sheet.room - _HANGING * size
    return sum(len(lines(text, room, size)) for text in texts) * size * LEADING


def halves(
    sheet: Sheet, names: tuple[str, str], draw: Callable[[str], None], issuer: tuple[str, ...]
) -> None:
    """Two copies on one page, to cut apart: ``draw`` draws the copy of that name at ``sheet.y``."""
    sheet.begin(None)
    whole = sheet.top, sheet.bottom
    for place, name in enumerate(names):
        sheet.top = sheet.y = place * HALF + 9 * MM
        sheet.bottom = (place + 1) * HALF
        draw(name)
        baseline = sheet.bottom - 5.5 * MM
        sheet.issuer(baseline, issuer, sheet.room - 30 * MM)
        sheet.text(sheet.right, baseline, name, Style(7.5, colour=QUIET, align="right"))
    cut_line(sheet, HALF)
    sheet.top, sheet.bottom = whole


def cut_line(sheet: Sheet, y: float, words: str = "沿此线裁开") -> None:
    """A dashed line across the whole page, to cut along."""
    room = (len(words) + 2) * 7
    middle = PAGE_WIDTH / 2
    sheet.dashes(0, y, middle - room / 2)
    sheet.dashes(middle + room / 2, y, PAGE_WIDTH)
    sheet.text(middle, y + 2.4, words, Style(7, colour=QUIET, align="center"))


def tick_box(sheet: Sheet, x: float, baseline: float, words: str, size: float = 9) -> None:
    """An empty box to tick, and what it stands for."""
    sheet.box((x, baseline - size * 0.82, size * 0.95, size * 0.95), line=INK, weight=0.7)
    sheet.text(x + size * 1.5, baseline, words, Style(size))


def rule_off(sheet: Sheet, space: float = 2 * MM) -> None:
    """A thin line across the page with some room around it."""
    sheet.y += space
    sheet.rule(sheet.left, sheet.y, sheet.right, LINE)
    sheet.y += space
