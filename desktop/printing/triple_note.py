"""The delivery note on continuous paper of 241 × 140 mm with three parts (三联送货单, D5).

One print goes through all three parts. Every page has a subtotal, the last one the total too.
"""

from dataclasses import dataclass
from datetime import date

from desktop.printing.blocks import signatures, signatures_height
from desktop.printing.delivery_note import (
    KIND,
    DeliveryNote,
    note_rows,
    note_total,
    page_subtotal,
)
from desktop.printing.fonts import printable, width
from desktop.printing.letterhead import Letterhead, running
from desktop.printing.measures import GUTTER, HEADING, MM, PLAIN, READING, SMALL
from desktop.printing.page import TRIPLE, Sheet, Style
from desktop.printing.paper import Paper
from desktop.printing.table import Column, Table
from desktop.printing.typeset import lines
from desktop.printing.vouchers import in_figures, in_words

PARTS = ("第一联 存根", "第二联 财务", "第三联 客户")
_CODE = 15 * MM
_SIGNED = 10 * MM
_LINE = 4.3 * MM


@dataclass(frozen=True)
class TripleNote(Paper, kind="triple_note"):
    """The same note as on A4, laid out for a printer with carbon copies."""

    note: DeliveryNote

    @property
    def letterhead(self) -> Letterhead:  # type: ignore[override]
        """The office that issues it."""
        return self.note.letterhead

    @property
    def number(self) -> str:
        """The note's number: its prints are counted with those on A4."""
        return self.note.number

    @property
    def day(self) -> date:
        """The day of its issue."""
        return self.note.day

    def called(self) -> str:
        """What its PDF is called."""
        return self.note.called()

    def draw_on(self, sheet: Sheet) -> None:
        """Put it on sheets of its own size."""
        note = self.note
        sheet.begin(running(f"{KIND}　{note.client.name}", note.number, note.letterhead), TRIPLE)
        _draw_head(sheet, note)
        closing = _closing_height(sheet, note)
        _TABLE.draw(
            sheet,
            note_rows(note),
            totals=(note_total(note),),
            subtotal=page_subtotal(note),
            empty="本单没有货物。",
            keep=closing,
        )
        _draw_closing(sheet, note)


def _draw_head(sheet: Sheet, note: DeliveryNote) -> None:
    """Issuer, title and number in one band; then whom it is for, in two lines."""
    edge, top = sheet.right, sheet.y
    if note.number:
        sheet.code(sheet.right - _CODE, top, _CODE, note.number)
        edge -= _CODE + GUTTER
    issuer = note.letterhead
    title = (sheet.left + sheet.right) / 2
    third = (sheet.room - _CODE) / 3
    baseline = top + 5 * MM
    for text, style in ((issuer.company, Style(PLAIN, bold=True)), (_office(issuer), Style(SMALL))):
        for line in lines(text, third, style.size, style.bold) if text else ():
            sheet.text(sheet.left, baseline, line, style)
            baseline += _LINE
    sheet.text(title, top + 6 * MM, KIND, Style(HEADING, bold=True, align="center"))
    right = Style(SMALL, align="right")
    room = edge - title - 12 * MM
    sheet.mark(note.number, edge, top + 1.5 * MM)
    named = (f"编号 {note.number}" if note.number else "", f"{note.day}", f"订单 {note.order}")
    for place, text in enumerate(filter(None, named)):
        sheet.fitted(edge, top + 6 * MM + place * _LINE, text, room, right)
    sheet.y = max(baseline, top + _CODE + 1 * MM)
    client = note.client
    for pairs in (
        (("客户", client.named), ("联系人", client.reach)),
        (("地址", client.address), ("备注", note.remark)),
    ):
        sheet.y = _draw_pairs(sheet, pairs)
    sheet.y += 1 * MM


def _office(issuer: Letterhead) -> str:
    return issuer.office.removeprefix(issuer.company)


def _draw_pairs(sheet: Sheet, pairs: tuple[tuple[str, str], ...]) -> float:
    """Facts side by side, the first with two thirds of the room; where they end."""
    wide = sheet.room * 2 / 3 - GUTTER
    x, room, ends = sheet.left, wide, []
    for label, text in pairs:
        if text:
            sheet.text(x, sheet.y + 3.4 * MM, label, Style(SMALL))
            start = x + 12 * MM
            ends.append(sheet.paragraph(start, sheet.y, text, room - 12 * MM))
        x, room = sheet.left + wide + GUTTER, sheet.room - wide - GUTTER
    return max(ends, default=sheet.y)


_TABLE = Table(
    (
        Column("序", 6 * MM, whole=True),
        Column("编码", 20 * MM),
        Column("品名规格"),
        Column("数量", 18 * MM, "right", bold=True),
        Column("单价", 17 * MM, "right"),
        Column("金额", 20 * MM, "right"),
        Column("返基本利润", 18 * MM, "right"),
        Column("应付", 20 * MM, "right", bold=True),
        Column("实收", 15 * MM, "center", box=True),
    ),
    gap=2 * MM,
    padding=0.35 * MM,
)


def _due(sheet: Sheet, note: DeliveryNote) -> list[str]:
    taken = 12 * MM + GUTTER + width(in_figures(note.due_fen), HEADING, bold=True)
    return lines(in_words(note.due_fen), sheet.room - taken, READING, bold=True)


def _closing_height(sheet: Sheet, note: DeliveryNote) -> float:
    due = 5.5 * MM + _LINE * (len(_due(sheet, note)) - 1)
    return due + signatures_height(sheet.room, _signers(note), _SIGNED) + _LINE + 1 * MM


def _signers(note: DeliveryNote) -> tuple[str, ...]:
    return ("仓库", f"送货人 {note.driver}".rstrip(), "实收金额", "收货人签字（章）")


def _draw_closing(sheet: Sheet, note: DeliveryNote) -> None:
    sheet.need(_closing_height(sheet, note))
    baseline = sheet.y + 5 * MM
    sheet.text(sheet.left, baseline, "应付", Style(PLAIN))
    figures = Style(HEADING, bold=True, align="right")
    sheet.text(sheet.right, baseline, in_figures(note.due_fen), figures)
    for place, line in enumerate(_due(sheet, note)):
        sheet.text(sheet.left + 12 * MM, baseline + place * _LINE, line, Style(READING, bold=True))
        sheet.y = baseline + place * _LINE + 0.5 * MM
    signatures(sheet, _signers(note), high=_SIGNED)
    parts = "　".join(printable(one) for one in PARTS)
    terms = note.terms[0] if note.terms else ""
    room = sheet.room - width(parts, SMALL) - GUTTER
    baseline = sheet.y + 3 * MM
    sheet.fitted(sheet.left, baseline, terms, room, Style(SMALL))
    sheet.text(sheet.right, baseline, parts, Style(SMALL, align="right"))
    sheet.y += _LINE
