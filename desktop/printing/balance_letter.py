"""The balance letter (往来对账函): what stands between office and client, with a slip to answer."""

from dataclasses import dataclass
from datetime import date

from desktop.basics.money import capitals, grouped
from desktop.printing.blocks import (
    Figure,
    facts,
    figures,
    received,
    section,
    signatures,
    slip_head,
    tick_box,
)
from desktop.printing.letterhead import Heading, Letterhead, Outlet, head, running
from desktop.printing.measures import (
    GUTTER,
    INK,
    LEADING,
    MM,
    PLAIN,
    READING,
    SMALL,
    TITLE,
)
from desktop.printing.page import Sheet, Style
from desktop.printing.paper import Paper
from desktop.printing.table import Column, Row, Table
from desktop.printing.typeset import lines

KIND = "往来对账函"
_CODE = 14 * MM
_ABOVE, _TICKS, _SIGNED = 14 * MM, 13 * MM, 13 * MM


@dataclass(frozen=True)
class OpenItem:
    """What the client was charged with and what of it is still open, in fen."""

    day: date
    number: str
    words: str
    charged_fen: int
    open_fen: int


@dataclass(frozen=True)
class BalanceLetter(Paper, kind="balance_letter"):
    """What stood at the end of ``as_of``, in fen; ``owed_fen`` below 0 is the client's credit.

    ``by_age`` tells how old what it owes is, in words with amounts; ``items`` are the oldest
    first. ``fund_fen`` stands in its fund, ``payable_fen`` is settled and not paid yet.
    """

    letterhead: Letterhead
    number: str
    day: date
    client: Outlet
    as_of: date
    answer_by: date
    owed_fen: int
    by_age: tuple[tuple[str, int], ...]
    items: tuple[OpenItem, ...]
    fund_fen: int
    payable_fen: int
    fund_name: str = "价格保护基金"

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.number} {self.client.name}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put the letter with its slip on one page, longer ones on several."""
        sheet.begin(running(f"{KIND}　{self.client.name}", self.number, self.letterhead))
        heading = Heading(
            KIND,
            self.number,
            (str(self.day), f"请于 {self.answer_by} 前回复"),
            f"截至 {self.as_of} 双方往来余额",
            size=TITLE,
        )
        head(sheet, self.letterhead, heading)
        facts(sheet, self.client.facts)
        sheet.y += 2 * MM
        sheet.flow(_words(self), Style(READING))
        sheet.y += 2 * MM
        _draw_balances(sheet, self)
        _draw_items(sheet, self)
        _draw_slip(sheet, self)


def _words(paper: BalanceLetter) -> str:
    return (
        "为核对双方往来账目，我方账面余额列示如下，请与贵店记录核对，"
        f"在下方回执上勾选、签章后，于 {paper.answer_by} 前交业务员或寄回。"
        "本函仅为核对账目，不是催款；此后的收付款不在其内。"
    )


def _draw_balances(sheet: Sheet, paper: BalanceLetter) -> None:
    """The three balances, each with whose it is, and how old what is owed is."""
    owes = paper.owed_fen >= 0
    figures(
        sheet,
        (
            Figure(
                "贵店欠我方货款" if owes else "贵店预付货款（我方欠贵店）",
                f"¥{grouped(abs(paper.owed_fen))}",
                "应收货款" if owes else "预收货款",
            ),
            Figure(f"贵店名下{paper.fund_name}", f"¥{grouped(paper.fund_fen)}", "尚未结算"),
            Figure("已结算、尚未兑付", f"¥{grouped(paper.payable_fen)}", "应付基金"),
        ),
    )
    if paper.owed_fen > 0:
        ages = "　".join(f"{words} ¥{grouped(fen)}" for words, fen in paper.by_age)
        sheet.flow(f"货款账龄：{ages}", Style(PLAIN))
        sheet.flow(f"欠款大写：人民币{capitals(paper.owed_fen)}", Style(PLAIN))


_TABLE = Table(
    (
        Column("日期", 22 * MM),
        Column("单据", 40 * MM),
        Column("摘要"),
        Column("原金额", 26 * MM, "right"),
        Column("未付", 26 * MM, "right", bold=True),
    ),
    padding=0.9 * MM,
)


def _draw_items(sheet: Sheet, paper: BalanceLetter) -> None:
    if not paper.items:
        return
    rows: list[Row] = [
        (str(one.day), one.number, one.words, grouped(one.charged_fen), grouped(one.open_fen))
        for one in paper.items
    ]
    totals: list[Row] = [("", "", "合计", "", grouped(sum(one.open_fen for one in paper.items)))]
    section(sheet, "未付清的送货", "先付最早的", keep=_TABLE.beginning(sheet, rows))
    _TABLE.draw(sheet, rows, totals=totals, keep=_slip_height(sheet, paper))


def _slip_words(paper: BalanceLetter) -> str:
    owed = f"{'欠货款' if paper.owed_fen >= 0 else '预付货款'} ¥{grouped(abs(paper.owed_fen))}"
    return (
        f"{received(paper.letterhead, paper.client)}"
        f"{KIND} {paper.number}。截至 {paper.as_of}：{owed}，"
        f"{paper.fund_name} ¥{grouped(paper.fund_fen)}，"
        f"已结算未兑付 ¥{grouped(paper.payable_fen)}。"
    )


def _slip_room(sheet: Sheet) -> float:
    return sheet.room - _CODE - GUTTER


def _slip_height(sheet: Sheet, paper: BalanceLetter) -> float:
    broken = len(lines(_slip_words(paper), _slip_room(sheet), PLAIN))
    return _ABOVE + max(broken * PLAIN * LEADING, 9 * MM) + _TICKS + _SIGNED


def _draw_slip(sheet: Sheet, paper: BalanceLetter) -> None:
    """The slip at the foot of the last page, to cut off: agreed, or by how much it differs."""
    high = _slip_height(sheet, paper)
    sheet.need(high)
    top = sheet.bottom - high
    slip_head(sheet, top, f"{KIND}回执", paper.number, _CODE)
    sheet.paragraph(sheet.left, top + _ABOVE, _slip_words(paper), _slip_room(sheet))
    baseline = sheet.bottom - _SIGNED - _TICKS + 5 * MM
    tick_box(sheet, sheet.left, baseline, "相符")
    tick_box(sheet, sheet.left + 22 * MM, baseline, "不相符，我店账面欠货款")
    sheet.rule(sheet.left + 66 * MM, baseline + 1 * MM, sheet.left + 100 * MM, INK, 0.5)
    sheet.text(sheet.left + 101 * MM, baseline, "元，相差", Style(PLAIN))
    sheet.rule(sheet.left + 117 * MM, baseline + 1 * MM, sheet.left + 145 * MM, INK, 0.5)
    sheet.text(sheet.left + 146 * MM, baseline, "元", Style(PLAIN))
    sheet.text(sheet.left, baseline + 6.5 * MM, "差异说明", Style(SMALL))
    sheet.rule(sheet.left + 14 * MM, baseline + 7.5 * MM, sheet.right, INK, 0.5)
    sheet.y = sheet.bottom - _SIGNED
    signatures(sheet, ("店主签字（章）", "日期", "经手业务员"), high=_SIGNED)
