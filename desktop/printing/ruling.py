"""The ruling (处理决定书, V5, V6): what was found, what follows, the appeal."""

from dataclasses import dataclass
from datetime import date

from desktop.basics.money import grouped
from desktop.printing.blocks import facts, received, section, signatures, slip_head
from desktop.printing.letterhead import Heading, Letterhead, Outlet, head, running
from desktop.printing.measures import GUTTER, LEADING, MM, PLAIN, READING, TITLE
from desktop.printing.page import Sheet, Style
from desktop.printing.paper import Paper
from desktop.printing.table import Column, Part, Row, Table
from desktop.printing.typeset import lines
from desktop.printing.vouchers import amount_box, in_figures

KIND = "处理决定书"
_CODE = 14 * MM
_SLIP_TOP, _SIGNED = 14 * MM, 13 * MM
_ABOVE_SLIP = 3 * MM


@dataclass(frozen=True)
class Taken:
    """What the ruling took of one place: the fund, or a payout with its number, in fen."""

    words: str
    number: str
    amount_fen: int


@dataclass(frozen=True)
class Ruling(Paper, kind="ruling"):
    """A ruling as it was given on a ``day``; it says nothing of who reported (V2).

    ``found`` and ``decided`` are sentences, ``clauses`` those of the agreement that it rests on,
    each with its number in the contract. Not ``upheld``, nothing is ``taken``; ``fund_share`` is
    what part of the fund was. It can be appealed against up to and including ``appeal_until``.
    """

    letterhead: Letterhead
    number: str
    day: date
    client: Outlet
    kind_words: str
    agreement: str
    seen_on: date
    found: str
    evidence: int
    clauses: tuple[tuple[int, str], ...]
    upheld: bool
    decided: str
    fund_share: str
    taken: tuple[Taken, ...]
    appeal_days: int
    appeal_until: date
    ruled_by: str

    @property
    def total_fen(self) -> int:
        """All that is forfeited."""
        return sum(one.amount_fen for one in self.taken)

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.number} {self.client.name}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put the ruling on a sheet, with the slip that says it was received at its foot."""
        sheet.begin(running(f"{KIND}　{self.client.name}", self.number, self.letterhead))
        dates = (f"裁定 {self.day}", *((f"申诉至 {self.appeal_until}",) if self.upheld else ()))
        head(sheet, self.letterhead, Heading(KIND, self.number, dates, size=TITLE))
        _draw_facts(sheet, self)
        _draw_found(sheet, self)
        _draw_decided(sheet, self)
        if self.upheld:
            _draw_appeal(sheet, self)
        _draw_slip(sheet, self)


def _draw_facts(sheet: Sheet, paper: Ruling) -> None:
    facts(
        sheet,
        (
            *paper.client.facts,
            ("协议", paper.agreement),
            ("类别", paper.kind_words),
            ("发现日期", str(paper.seen_on)),
        ),
    )


def _draw_found(sheet: Sheet, paper: Ruling) -> None:
    section(sheet, "查明的事实", keep=2 * READING * LEADING)
    sheet.flow(paper.found, Style(READING))
    if paper.evidence:
        sheet.flow(f"证据 {paper.evidence} 件，存办事处备查。", Style(PLAIN))
    if paper.clauses:
        section(sheet, "依据的约定", f"协议 {paper.agreement}", keep=2 * PLAIN * LEADING)
        for number, clause in paper.clauses:
            _draw_clause(sheet, number, clause)


def _draw_clause(sheet: Sheet, number: int, clause: str) -> None:
    indent = 14 * MM
    for place, line in enumerate(lines(clause, sheet.room - indent, PLAIN)):
        sheet.need(PLAIN * LEADING)
        if not place:
            sheet.paragraph(sheet.left, sheet.y, f"第 {number} 条", indent, Style(PLAIN, bold=True))
        sheet.y = sheet.paragraph(sheet.left + indent, sheet.y, line, sheet.room - indent)


_TABLE = Table(
    (Column("没收的款项"), Column("单据", 44 * MM), Column("金额（元）", 30 * MM, "right")),
    padding=1.1 * MM,
)


def _draw_decided(sheet: Sheet, paper: Ruling) -> None:
    rows: list[Row] = [(one.words, one.number, grouped(one.amount_fen)) for one in paper.taken]
    section(sheet, "处理决定", keep=2 * READING * LEADING + 20 * MM)
    sheet.flow(paper.decided, Style(READING))
    if not paper.upheld:
        return
    sheet.y += 2 * MM
    note = f"基金没收比例 {paper.fund_share}" if paper.fund_share else ""
    total: Row = (Part("合计", bold=True), note, grouped(paper.total_fen))
    _TABLE.draw(sheet, rows, totals=[total], empty="裁定之日名下没有余额，也没有尚未兑付的款项。")
    sheet.y += 3 * MM
    sheet.need(24 * MM)
    amount_box(sheet, paper.total_fen)


def _draw_appeal(sheet: Sheet, paper: Ruling) -> None:
    """Never on a page before that of the signatures: those stand alone on no page."""
    words = (
        f"对本决定有异议的，可以在裁定之日起 {paper.appeal_days} 日内，"
        f"最迟 {paper.appeal_until}（含当日），向{paper.letterhead.author}提出申诉，并附证据。"
        "申诉成立的，没收的全部款项如数恢复；到期没有申诉的，本决定生效。"
    )
    high = len(lines(words, sheet.room, READING)) * READING * LEADING
    section(sheet, "申诉", keep=high + _slip_height(sheet, paper))
    sheet.flow(words, Style(READING))


def _slip_words(paper: Ruling) -> str:
    taken = f"，没收金额 {in_figures(paper.total_fen)}" if paper.upheld else ""
    return (
        f"{received(paper.letterhead, paper.client)}"
        f"《{KIND}》{paper.number}（{paper.day} 裁定{taken}）。"
        "签收只表示收到，不影响申诉。"
    )


def _slip_height(sheet: Sheet, paper: Ruling) -> float:
    """What the office's signatures and the receipt take of a page."""
    broken = lines(_slip_words(paper), sheet.room - _CODE - GUTTER, PLAIN)
    high = _SLIP_TOP + max(len(broken) * PLAIN * LEADING, 12 * MM) + _SIGNED
    return _ABOVE_SLIP + high + _SIGNED


def _draw_slip(sheet: Sheet, paper: Ruling) -> None:
    """Who signs for the office, and the receipt at the foot of the last page, to cut off."""
    room = sheet.room - _CODE - GUTTER
    sheet.y += _ABOVE_SLIP
    high = _slip_height(sheet, paper) - _ABOVE_SLIP - _SIGNED
    sheet.need(high + _SIGNED)
    signatures(sheet, (f"裁定人 {paper.ruled_by}".rstrip(), "办事处（盖章）"), high=_SIGNED)
    top = sheet.bottom - high
    slip_head(sheet, top, f"{KIND}送达回执", paper.number, _CODE)
    sheet.paragraph(sheet.left, top + _SLIP_TOP, _slip_words(paper), room)
    sheet.y = sheet.bottom - _SIGNED
    signatures(sheet, ("店主签字（章）", "收到日期", "送达人"), high=_SIGNED)
