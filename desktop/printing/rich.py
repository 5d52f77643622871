"""Paragraphs of which a part is bold or leads elsewhere, set like any other text."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from desktop.basics.manual_text import Span
from desktop.printing.fonts import between, printable, width
from desktop.printing.measures import LEADING
from desktop.printing.page import Sheet, Style, first_baseline
from desktop.printing.typeset import lines

Leads = Callable[[str], str]  # from a link as it is written to its key in the outline, or ""


def rich_lines(spans: Sequence[Span], room: float, size: float) -> list[list[Span]]:
    """The lines of a paragraph, each as the stretches that it is made of."""
    # Bold Latin letters are wider: where any is, all is measured so.
    bold = any(span.bold for span in spans)
    letters = [(sign, span) for span in spans for sign in printable(span.text)]
    broken, place = [], 0
    for line in lines("".join(sign for sign, _span in letters), room, size, bold):
        made = []
        for sign in line:
            while letters[place][0] != sign:  # a space that went where the line was broken
                place += 1
            made.append(letters[place])
            place += 1
        broken.append(list(_stretches(made)))
    return broken


def _stretches(letters: Sequence[tuple[str, Span]]) -> Iterator[Span]:
    for _look, group in groupby(letters, key=lambda one: (one[1].bold, one[1].link)):
        alike = list(group)
        yield replace(alike[0][1], text="".join(sign for sign, _span in alike))


def flow_rich(
    sheet: Sheet, broken: Sequence[Sequence[Span]], size: float, indent: float, leads: Leads
) -> None:
    """Write lines at ``y``, turning the page so that no line of several is left alone."""
    high = size * LEADING
    for place, line in enumerate(broken):
        left = len(broken) - place
        together = 2 if place == 0 or left == 2 else 1
        sheet.need(high * min(together, left))
        _draw(sheet, line, size, sheet.left + indent, leads)
        sheet.y += high


def _draw(sheet: Sheet, line: Sequence[Span], size: float, x: float, leads: Leads) -> None:
    before, baseline = "", sheet.y + first_baseline(size)
    for span in line:
        x += between(before, span.text) * size
        wide = width(span.text, size, span.bold)
        sheet.text(x, baseline, span.text, Style(size, bold=span.bold))
        if span.link and (key := leads(span.link)):
            sheet.link((x, sheet.y, wide, size * LEADING), key)
            sheet.rule(x, baseline + 0.18 * size, x + wide, weight=0.5)
        x += wide
        before = span.text
