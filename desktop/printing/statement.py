"""The fund statement (基金对账单, S6): a client's price-protection fund over one quarter."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.basics.calendar import Quarter
from desktop.basics.money import capitals, grouped, percent
from desktop.printing.blocks import facts, received, section, signatures, slip_head, tick_box
from desktop.printing.fonts import width
from desktop.printing.letterhead import Heading, Letterhead, Outlet, head, running
from desktop.printing.measures import (
    GUTTER,
    INK,
    LEADING,
    MM,
    PLAIN,
    READING,
    SMALL,
    SOFT,
    TITLE,
)
from desktop.printing.page import Sheet, Style
from desktop.printing.paper import Paper
from desktop.printing.table import Column, Part, Row, Table
from desktop.printing.typeset import lines

KIND = "基金对账单"
_STATES = {
    "settled": "本季应结 ¥{settled}，已列入季度结算，兑付时凭领款单签字领取。",
    "held": "本季有案件等待裁定，暂不结算，余额转入下一季度。",
    "carried": "本季没有可结算的余额，余额转入下一季度。",
    "open": "本季尚未结算，以下为截至打印时的数字。",
}
# What a term of the sum is called, its sign, its amount.
Term = tuple[str, str, int]
_TERM_INSET = 3 * MM
_SLIP_CODE = 14 * MM
_ABOVE_WORDS, _TICKS, _SIGNED = 14 * MM, 6 * MM, 12 * MM


@dataclass(frozen=True)
class Movement:
    """One movement of the fund: ``fund_fen`` is positive when the fund grows.

    ``words`` says what it was (交货, 退货, 没收 …); ``goods_fen`` are the goods it rests on,
    at supply prices, None where there are none. ``origin`` is the note on which goods that went
    back had come: the client has that paper.
    """

    day: date
    document: str
    words: str
    goods_fen: int | None
    fund_fen: int
    origin: str = ""

    @property
    def said(self) -> str:
        """What it was, with the paper that it goes back to."""
        return f"{self.words}（原单 {self.origin}）" if self.origin else self.words


@dataclass(frozen=True)
class FundStatement(Paper, kind="statement", dated="issued_on"):
    """A client's quarter: opening, movements, what was settled for it, closing (S1).

    ``state`` is settled, held, carried or open. ``fund_rate`` is that of the agreement in force
    at the quarter's end, if any. The client is asked to answer by ``confirm_by``.
    """

    letterhead: Letterhead
    number: str
    client: Outlet
    quarter: str
    issued_on: date
    confirm_by: date
    opening_fen: int
    movements: tuple[Movement, ...]
    accrued_fen: int
    returned_fen: int
    forfeited_fen: int
    settled_fen: int
    closing_fen: int
    state: str
    agreement: str = ""
    fund_rate: Decimal | None = None
    fund_name: str = "价格保护基金"

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.number} {self.client.name}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put the statement with its confirmation slip on a sheet."""
        sheet.begin(running(f"{KIND}　{self.client.name}", self.number, self.letterhead))
        quarter = Quarter.parse(self.quarter)
        heading = Heading(
            f"{self.fund_name}对账单",
            self.number,
            (str(self.issued_on), f"请于 {self.confirm_by} 前核对"),
            f"{quarter.chinese}（{quarter.start} 至 {quarter.end}）",
            size=TITLE,
        )
        head(sheet, self.letterhead, heading)
        _draw_client(sheet, self)
        _draw_sum(sheet, self)
        _draw_movements(sheet, self)
        _draw_slip(sheet, self)


def _draw_client(sheet: Sheet, paper: FundStatement) -> None:
    rate = f"（按进货额 {percent(paper.fund_rate)} 计提）" if paper.fund_rate is not None else ""
    facts(
        sheet,
        (
            *paper.client.facts,
            ("协议", f"{paper.agreement}{rate}"),
        ),
    )


def _draw_sum(sheet: Sheet, paper: FundStatement) -> None:
    """The quarter as one sum: opening + accrued − returned − forfeited − settled = closing."""
    section(sheet, "本季一览", "单位：元", keep=26 * MM)
    terms = (
        ("期初余额", "", paper.opening_fen),
        ("计提", "+", paper.accrued_fen),
        ("退货冲减", "−", paper.returned_fen),
        ("没收", "−", paper.forfeited_fen),
        ("结算", "−", paper.settled_fen),
        ("期末余额", "=", paper.closing_fen),
    )
    plain = [_plain(term) for term in terms]
    # The largest amounts stand in two rows rather than cut.
    across = next((count for count in (6, 3) if _all_fit(plain, _term_width(sheet, count))), 2)
    for start in range(0, len(plain), across):
        _draw_terms(sheet, plain[start : start + across], across, last=start + across >= len(plain))
    sheet.y += 1 * MM
    words = _STATES.get(paper.state, "").format(settled=grouped(paper.settled_fen))
    sheet.flow(words, Style(PLAIN))


def _term_width(sheet: Sheet, across: int) -> float:
    return (sheet.room - GUTTER * (across - 1)) / across


def _all_fit(terms: list[Term], wide: float) -> bool:
    return all(
        width(grouped(amount_fen), SMALL, bold=True) <= wide - _TERM_INSET
        for _label, _sign, amount_fen in terms
    )


def _draw_terms(sheet: Sheet, terms: list[Term], across: int, last: bool) -> None:
    """Draw a row of the sum; the quarter's end, its ``last``, has a frame."""
    wide, high = _term_width(sheet, across), 14 * MM
    for place, (label, sign, amount_fen) in enumerate(terms):
        x = sheet.left + place * (wide + GUTTER)
        frame = INK if last and place == len(terms) - 1 else None
        sheet.box((x, sheet.y, wide, high), SOFT, frame, 1.4 * MM, 1)
        middle, baseline = x + wide / 2, sheet.y + 10.5 * MM
        sheet.text(middle, sheet.y + 5 * MM, label, Style(SMALL, align="center"))
        style = Style(READING, bold=True, align="center")
        sheet.fitted(middle, baseline, grouped(amount_fen), wide - _TERM_INSET, style)
        if sign:
            sheet.text(x - GUTTER / 2, baseline, sign, style)
    sheet.y += high + 1.5 * MM


def _plain(term: Term) -> Term:
    """A forfeiture given back is added: less a negative amount reads like a misprint."""
    label, sign, amount_fen = term
    return (label, "+", -amount_fen) if sign == "−" and amount_fen < 0 else term


_TABLE = Table(
    (
        Column("日期", 20 * MM),
        Column("单据", 26 * MM),
        Column("摘要"),
        Column("货款", 19 * MM, "right"),
        Column("基金", 17 * MM, "right", bold=True),
        Column("余额", 20 * MM, "right"),
    ),
    padding=1.1 * MM,
)


def _draw_movements(sheet: Sheet, paper: FundStatement) -> None:
    balances = [paper.opening_fen]
    for movement in paper.movements:
        balances.append(balances[-1] + movement.fund_fen)
    rows: list[Row] = [("", "", Part("期初余额", bold=True), "", "", grouped(paper.opening_fen))]
    rows += [
        (
            str(movement.day),
            movement.document,
            movement.said,
            "" if movement.goods_fen is None else grouped(movement.goods_fen),
            grouped(movement.fund_fen),
            grouped(balance),
        )
        for movement, balance in zip(paper.movements, balances[1:], strict=True)
    ]
    if not paper.movements:
        rows.append(("", "", Part("本季没有进货、退货或没收。"), "", "", ""))
    moved = sum(movement.fund_fen for movement in paper.movements)
    totals: list[Row] = [
        ("", "", "季末余额（结算前）", "", grouped(moved), grouped(balances[-1])),
    ]
    if paper.settled_fen:
        settled = f"{Quarter.parse(paper.quarter).chinese}结算，转入应付"
        rest = grouped(balances[-1] - paper.settled_fen)
        totals.append(("", "", Part(settled), "", grouped(-paper.settled_fen), rest))
        totals.append(("", "", "期末余额，转入下一季度", "", "", grouped(paper.closing_fen)))
    note = "货款按供货价；基金为负是冲减"
    section(sheet, "逐笔明细", note, keep=_TABLE.beginning(sheet, rows))
    _TABLE.draw(sheet, rows, totals=totals, keep=_slip_height(sheet, paper))


def _slip_words(paper: FundStatement) -> tuple[str, str]:
    """What the shop confirms, and what it is asked to do."""
    quarter = Quarter.parse(paper.quarter).chinese
    closing = f"¥{grouped(paper.closing_fen)}（人民币{capitals(paper.closing_fen)}）"
    words = (
        f"{received(paper.letterhead, paper.client)}{quarter}{KIND} {paper.number}，"
        f"本季结算 ¥{grouped(paper.settled_fen)}，期末余额 {closing}。"
    )
    asked = (
        f"请于 {paper.confirm_by} 前核对，在本联签字后交给业务员。"
        "如有不符，请写明差异，我们与您逐笔核对。"
    )
    return words, asked


def _slip_height(sheet: Sheet, paper: FundStatement) -> float:
    confirmed, asked = _slip_words(paper)
    words = len(lines(confirmed, _slip_room(sheet), PLAIN)) * PLAIN
    note = len(lines(asked, sheet.room, SMALL)) * SMALL
    return _ABOVE_WORDS + (words + note) * LEADING + _TICKS + _SIGNED


def _slip_room(sheet: Sheet) -> float:
    return sheet.room - _SLIP_CODE - GUTTER


def _draw_slip(sheet: Sheet, paper: FundStatement) -> None:
    """The confirmation slip at the foot of the last page, to cut off, sign and send back."""
    confirmed, asked = _slip_words(paper)
    high = _slip_height(sheet, paper)
    sheet.need(high)
    top = sheet.bottom - high
    slip_head(sheet, top, f"{KIND}回执", paper.number, _SLIP_CODE)
    room = _slip_room(sheet)
    sheet.y = sheet.paragraph(sheet.left, top + _ABOVE_WORDS, confirmed, room)
    baseline = sheet.y + 5 * MM
    tick_box(sheet, sheet.left, baseline, "数额相符")
    tick_box(sheet, sheet.left + 30 * MM, baseline, "数额不符，差异与原因：")
    sheet.rule(sheet.left + 73 * MM, baseline + 1 * MM, sheet.right, INK, 0.5)
    sheet.y += _TICKS
    signatures(sheet, ("店主签字（章）", "日期"), high=_SIGNED)
    sheet.paragraph(sheet.left, sheet.y, asked, sheet.room, Style(SMALL))
