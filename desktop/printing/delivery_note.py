"""The delivery note (送货单, D5): customer copy and office copy of one drop's goods.

A short note has both copies on one sheet with a line to cut along; a long one has each copy
on pages of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from desktop.basics.money import grouped
from desktop.printing.blocks import (
    HALF,
    HALF_TOP,
    Pairs,
    facts,
    facts_height,
    halves,
    halves_foot,
    points,
    points_height,
    signatures,
    signatures_height,
)
from desktop.printing.fonts import width
from desktop.printing.letterhead import Heading, Letterhead, Outlet, copy_head, running
from desktop.printing.measures import GUTTER, HEADING, LINE, MM, PLAIN, READING, SMALL
from desktop.printing.page import Running, Sheet, Style
from desktop.printing.paper import Paper
from desktop.printing.table import Column, Part, Row, Subtotal, Table
from desktop.printing.typeset import lines
from desktop.printing.vouchers import in_figures, in_words

KIND = "送货单"
COPIES = ("客户联", "存根联")
_HEAD = 19 * MM
_ISSUER = 110 * MM
_ISSUER_LINE = 4.6 * MM
# The receiver signs and stamps here; beside it the amount and what was otherwise.
_RECEIVER = 46 * MM
_SIGNED = 7.5 * MM
_DUE_LABEL = 9 * MM
_DUE_LINE = 5 * MM


@dataclass(frozen=True)
class NoteLine:
    """One line: what is delivered, at which price, and the basic profit given back on it (M3)."""

    code: str
    name: str
    specification: str
    unit: str
    quantity: int
    price_fen: int
    supply_fen: int
    basic_fen: int

    @property
    def due_fen(self) -> int:
        """What is to be paid for the line."""
        return self.supply_fen - self.basic_fen


@dataclass(frozen=True)
class DeliveryNote(Paper, kind="delivery_note"):
    """The goods of one order at one stop, and the terms under which they can come back."""

    letterhead: Letterhead
    number: str
    order: str
    day: date
    client: Outlet
    driver: str
    lines: tuple[NoteLine, ...]
    terms: tuple[str, ...] = ()
    remark: str = ""

    @property
    def supply_fen(self) -> int:
        """The goods at supply prices."""
        return sum(line.supply_fen for line in self.lines)

    @property
    def basic_fen(self) -> int:
        """The basic profit given back."""
        return sum(line.basic_fen for line in self.lines)

    @property
    def due_fen(self) -> int:
        """What is to be paid."""
        return self.supply_fen - self.basic_fen

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.number} {self.client.name}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put both copies of the note on a sheet."""
        draw_notes(sheet, (self,))


def draw_notes(sheet: Sheet, notes: Sequence[DeliveryNote]) -> None:
    """Put notes on a sheet, each beginning a page."""
    for note in notes:
        laid = _Laid(note, note_rows(note), note_total(note), _closing_height(sheet, note))
        if _height(sheet, laid) <= HALF - HALF_TOP:
            halves(sheet, COPIES, note.letterhead, _heading(note), partial(_draw, laid))
        else:
            _draw_pages(sheet, laid)


@dataclass(frozen=True)
class _Laid:
    """A note with what both of its copies need: its rows, their sum, how high its end is."""

    note: DeliveryNote
    rows: list[Row]
    total: Row
    closing: float


def _draw_pages(sheet: Sheet, laid: _Laid) -> None:
    for copy in COPIES:
        sheet.begin(_running(laid.note, copy))
        copy_head(sheet, laid.note.letterhead, _heading(laid.note), copy)
        _draw(laid, sheet)


def _running(note: DeliveryNote, copy: str) -> Running:
    return running(f"{KIND}（{copy}）　{note.client.name}", note.number, note.letterhead)


def _heading(note: DeliveryNote) -> Heading:
    return Heading(KIND, note.number, (str(note.day),), size=HEADING)


def _draw(laid: _Laid, sheet: Sheet) -> None:
    sheet.y -= 2 * MM
    facts(sheet, _pairs(laid.note))
    sheet.y += 1 * MM
    _TABLE.draw(
        sheet,
        laid.rows,
        totals=(laid.total,),
        subtotal=page_subtotal(laid.note),
        empty="本单没有货物。",
        keep=laid.closing,
    )
    _draw_closing(sheet, laid)


def _pairs(note: DeliveryNote) -> Pairs:
    client = note.client
    pairs = (
        ("客户", client.named),
        ("订单", note.order),
        ("地址", client.address),
        ("联系人", client.reach),
    )
    return (*pairs, ("备注", note.remark)) if note.remark else pairs


_TABLE = Table(
    (
        Column("序", 5 * MM, whole=True),
        Column("编码", 14 * MM),
        Column("品名规格"),
        Column("数量", 14 * MM, "right", bold=True),
        Column("单价", 13 * MM, "right"),
        Column("金额", 16 * MM, "right"),
        Column("返基本利润", 15 * MM, "right"),
        Column("应付", 16 * MM, "right", bold=True),
        Column("实收数量", 12 * MM, "center", box=True),
    ),
    padding=0.35 * MM,
)


def note_rows(note: DeliveryNote) -> list[Row]:
    """The lines of a note, on whichever paper, with a box for what was really received."""
    return [
        (
            str(number),
            Part(line.code, SMALL),
            f"{line.name} {line.specification}".rstrip(),
            f"{line.quantity} {line.unit}".rstrip(),
            grouped(line.price_fen),
            grouped(line.supply_fen),
            grouped(-line.basic_fen),
            grouped(line.due_fen),
            "",
        )
        for number, line in enumerate(note.lines, start=1)
    ]


def note_total(note: DeliveryNote) -> Row:
    """The sum of all lines."""
    return _sum("合计", note.lines)


def page_subtotal(note: DeliveryNote) -> Subtotal:
    """The sum of the lines that stand on one page."""
    return lambda start, end: _sum("本页小计", note.lines[start:end])


def _sum(label: str, lines: Sequence[NoteLine]) -> Row:
    return (
        "",
        "",
        f"{label} {len(lines)} 行",
        "",
        "",
        grouped(sum(line.supply_fen for line in lines)),
        grouped(-sum(line.basic_fen for line in lines)),
        grouped(sum(line.due_fen for line in lines)),
        "",
    )


def _draw_closing(sheet: Sheet, laid: _Laid) -> None:
    """What is due, what was otherwise, and at the right the receiver's room to sign and stamp."""
    note = laid.note
    sheet.need(laid.closing)
    sheet.y += 2 * MM
    top, right = sheet.y, sheet.right
    high = _signing_height(sheet, note)
    box = right - _RECEIVER, top, _RECEIVER, high
    sheet.box(box, line=LINE, radius=1 * MM)
    sheet.text(box[0] + 2 * MM, top + 4.5 * MM, "收货人签字（章）", Style(SMALL))
    sheet.right = box[0] - GUTTER
    _draw_due(sheet, note)
    # What was refused and why is written down while both look at it (D6).
    signatures(sheet, ("短少、破损、拒收及原因",), high=_SIGNED)
    signatures(sheet, _signed(note), high=_SIGNED)
    sheet.right, sheet.y = right, top + high + 1 * MM
    points(sheet, note.terms)


def _draw_due(sheet: Sheet, note: DeliveryNote) -> None:
    baseline = sheet.y + 4.5 * MM
    sheet.text(sheet.left, baseline, "应付")
    figures = Style(HEADING, bold=True, align="right")
    sheet.text(sheet.right, baseline, in_figures(note.due_fen), figures)
    for line in _due_words(sheet.room, note):
        sheet.text(sheet.left + _DUE_LABEL, baseline, line, Style(READING, bold=True))
        baseline += _DUE_LINE
    sheet.y = baseline - _DUE_LINE + 1.5 * MM


def _due_words(room: float, note: DeliveryNote) -> list[str]:
    """The amount in capitals, in as many lines as stand beside its figures."""
    taken = _DUE_LABEL + GUTTER + width(in_figures(note.due_fen), HEADING, bold=True)
    return lines(in_words(note.due_fen), room - taken, READING, bold=True)


def _signed(note: DeliveryNote) -> tuple[str, ...]:
    return ("实收金额", f"送货人 {note.driver}".rstrip(), "日期")


def _signing_height(sheet: Sheet, note: DeliveryNote) -> float:
    room = sheet.room - _RECEIVER - GUTTER
    due = 6 * MM + _DUE_LINE * (len(_due_words(room, note)) - 1)
    return due + _SIGNED + signatures_height(room, _signed(note), _SIGNED)


def _closing_height(sheet: Sheet, note: DeliveryNote) -> float:
    return 3 * MM + _signing_height(sheet, note) + points_height(sheet, note.terms)


def _height(sheet: Sheet, laid: _Laid) -> float:
    """How high a copy is with its head and foot."""
    note = laid.note
    table = _TABLE.height(sheet, laid.rows, (laid.total,))
    body = facts_height(sheet, _pairs(note)) + 1 * MM + table
    foot = halves_foot(sheet, note.letterhead.parts)
    return _head_height(note.letterhead) + body + laid.closing + foot


def _head_height(letterhead: Letterhead) -> float:
    """The head with its code; a third line of the issuer's name makes it higher."""
    names = (letterhead.company, READING), (letterhead.office, PLAIN)
    count = sum(len(lines(name, _ISSUER, size)) for name, size in names)
    return _HEAD + _ISSUER_LINE * max(0, count - 2)
