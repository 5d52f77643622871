"""The delivery note (送货单, D5): customer copy and office copy of one drop's goods.

A short note has both copies on one sheet with a line to cut along; a long one has each copy
on pages of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from desktop.basics.money import capitals, grouped
from desktop.printing.blocks import (
    HALF,
    Pairs,
    facts,
    facts_height,
    halves,
    halves_foot,
    points,
    points_height,
    signatures,
)
from desktop.printing.letterhead import Heading, Letterhead, Outlet, head, running
from desktop.printing.measures import HEADING, MM, PLAIN, READING, SMALL
from desktop.printing.page import Running, Sheet, Style
from desktop.printing.table import Column, Part, Row, Subtotal, Table

KIND = "送货单"
COPIES = ("客户联", "存根联")
_HEAD = 25 * MM


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
class DeliveryNote:
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


def title(paper: DeliveryNote) -> str:
    """What the PDF is called."""
    return f"{KIND} {paper.number} {paper.client.name}"


def draw(sheet: Sheet, paper: DeliveryNote) -> None:
    """Put both copies of the note on a sheet."""
    draw_notes(sheet, (paper,))


def draw_notes(sheet: Sheet, notes: Sequence[DeliveryNote]) -> None:
    """Put notes on a sheet, each beginning a page."""
    for note in notes:
        if _height(sheet, note) <= HALF - 9 * MM:
            halves(sheet, COPIES, partial(_draw, sheet, note), note.letterhead.parts)
        else:
            _draw_pages(sheet, note)


def _draw_pages(sheet: Sheet, note: DeliveryNote) -> None:
    for copy in COPIES:
        sheet.begin(_running(note, copy))
        _draw(sheet, note, copy)


def _running(note: DeliveryNote, copy: str) -> Running:
    return running(f"{KIND}（{copy}）　{note.client.name}", note.number, note.letterhead)


def _draw(sheet: Sheet, note: DeliveryNote, copy: str) -> None:
    _draw_head(sheet, note, copy)
    rows, total = _rows(note)
    _TABLE.draw(
        sheet,
        rows,
        totals=(total,),
        subtotal=_subtotal(note),
        empty="本单没有货物。",
        keep=_closing_height(sheet, note),
    )
    _draw_amounts(sheet, note)


def _draw_head(sheet: Sheet, note: DeliveryNote, copy: str) -> None:
    head(
        sheet,
        note.letterhead,
        Heading(f"{KIND}　{copy}", note.number, (str(note.day),), size=HEADING),
    )
    sheet.y -= 2 * MM
    facts(sheet, _pairs(note))
    sheet.y += 1 * MM


def _pairs(note: DeliveryNote) -> Pairs:
    client = note.client
    pairs = (
        ("客户", f"{client.name}（{client.code}）"),
        ("订单", note.order),
        ("地址", client.address),
        ("联系人", client.reach),
    )
    return (*pairs, ("备注", note.remark)) if note.remark else pairs


_TABLE = Table(
    (
        Column("序", 5 * MM, whole=True),
        Column("编码", 15 * MM),
        Column("品名规格"),
        Column("单位", 7 * MM, "center"),
        Column("数量", 10 * MM, "right", bold=True),
        Column("单价", 14 * MM, "right"),
        Column("金额", 17 * MM, "right"),
        Column("返基本利润", 15 * MM, "right"),
        Column("应付", 17 * MM, "right", bold=True),
        Column("实收数量", 13 * MM, "center", box=True),
    ),
    size=SMALL,
    padding=0.9 * MM,
)


def _rows(note: DeliveryNote) -> tuple[list[Row], Row]:
    rows: list[Row] = [
        (
            str(number),
            Part(line.code, SMALL),
            f"{line.name} {line.specification}".rstrip(),
            line.unit,
            str(line.quantity),
            grouped(line.price_fen),
            grouped(line.supply_fen),
            grouped(-line.basic_fen),
            grouped(line.due_fen),
            "",
        )
        for number, line in enumerate(note.lines, start=1)
    ]
    return rows, _sum("合计", note.lines)


def _sum(label: str, lines: Sequence[NoteLine]) -> Row:
    return (
        "",
        label,
        f"{len(lines)} 行",
        "",
        "",
        "",
        grouped(sum(line.supply_fen for line in lines)),
        grouped(-sum(line.basic_fen for line in lines)),
        grouped(sum(line.due_fen for line in lines)),
        "",
    )


def _subtotal(note: DeliveryNote) -> Subtotal:
    return lambda start, end: _sum("本页小计", note.lines[start:end])


def _draw_amounts(sheet: Sheet, note: DeliveryNote) -> None:
    sheet.need(_closing_height(sheet, note))
    baseline = sheet.y + 6 * MM
    sheet.text(sheet.left, baseline, "应付（大写）", Style(PLAIN))
    words = capitals(note.due_fen)
    sheet.fitted(sheet.left + 20 * MM, baseline, words, 96 * MM, Style(READING, bold=True))
    amount = f"¥ {grouped(note.due_fen)}"
    sheet.fitted(sheet.right, baseline, amount, 50 * MM, Style(HEADING, bold=True, align="right"))
    sheet.y += 8 * MM
    # What was refused and why is written down while both look at it (D6).
    signatures(sheet, ("短少、破损、拒收及原因",), high=9 * MM)
    signatures(
        sheet,
        ("收货人签字（章）", "实收金额", f"送货人 {note.driver}".rstrip(), "日期"),
        high=10 * MM,
    )
    sheet.y += 1 * MM
    points(sheet, note.terms)


def _closing_height(sheet: Sheet, note: DeliveryNote) -> float:
    return 28 * MM + points_height(sheet, note.terms)


def _height(sheet: Sheet, note: DeliveryNote) -> float:
    """How high a copy is with its head and foot."""
    rows, total = _rows(note)
    body = facts_height(sheet, _pairs(note)) + _TABLE.height(sheet, rows, (total,))
    return _HEAD + body + _closing_height(sheet, note) + halves_foot(sheet, note.letterhead.parts)
