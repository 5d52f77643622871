"""The price-protection agreement as a contract (价格保护协议, A4, A7, A8), in two copies."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.basics.money import grouped, percent, percents
from desktop.printing.blocks import facts, section
from desktop.printing.letterhead import Heading, Letterhead, Outlet, head, running
from desktop.printing.measures import GUTTER, INK, LEADING, MM, PLAIN, READING, SMALL
from desktop.printing.page import Sheet, Style
from desktop.printing.paper import Paper
from desktop.printing.table import Column, Table
from desktop.printing.typeset import lines

_COPIES = (("甲方存", "第 1 份 / 共 2 份"), ("乙方存", "第 2 份 / 共 2 份"))
_SIZE = READING
_CLAUSE_LINE = _SIZE * 1.7
_AFTER_CLAUSE = 1.2 * MM
_HEADING = 15 * MM
_SHORT = 3  # lines: a clause no longer than this isn't torn
_ENDED = "（附表完，以下空白）"
_SIGNING_GAP = GUTTER
_SIGNED = (("代表签字", "日　　期"), ("代表签字", "日　　期", "收款账户"))


@dataclass(frozen=True)
class ProtectedPrice:
    """A line of the price table, per base unit (A4). A rate of None is the agreement's.

    A product that only has rates of its own has no price.
    """

    code: str
    name: str
    specification: str
    unit: str
    price_fen: int | None
    basic_rate: Decimal | None = None
    fund_rate: Decimal | None = None


@dataclass(frozen=True)
class Contract(Paper, kind="contract"):
    """An approved agreement. ``clauses`` are the office's texts, filled in, in their order.

    ``price_heading`` names what the prices of the annex are: 最低零售价 or 建议零售价 (A8);
    ``fund_name`` what the fund is called beside it; ``area`` is where the client may sell.
    ``approved_on`` is None for a preview.
    """

    letterhead: Letterhead
    title: str
    number: str
    client: Outlet
    starts: date
    ends: date
    basic_rate: Decimal
    fund_rate: Decimal
    lead_lines: tuple[str, ...]
    clauses: tuple[str, ...]
    price_heading: str
    prices: tuple[ProtectedPrice, ...]
    fund_name: str = "价格保护基金"
    area: str = ""
    approved_on: date | None = None

    @property
    def day(self) -> date:
        """The day of its issue, as far as it is known."""
        return self.approved_on or self.starts

    def called(self) -> str:
        """What its PDF is called."""
        return f"{self.title} {self.number} {self.client.name}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put both copies on a sheet, each with its own page numbers."""
        for keeper, copy in _COPIES:
            sheet.begin(running(f"{self.title}（{keeper}）", self.number, self.letterhead))
            head(sheet, self.letterhead, Heading(self.title, self.number, (copy, keeper)))
            _draw_parties(sheet, self)
            _draw_clauses(sheet, self)
            _draw_signing(sheet, self)
            _draw_prices(sheet, self)


def _draw_parties(sheet: Sheet, paper: Contract) -> None:
    office, client = paper.letterhead, paper.client
    leads = "、".join(paper.lead_lines)
    facts(
        sheet,
        (
            ("甲方", office.author),
            ("乙方", client.named),
            ("地址", office.address),
            ("地址", client.address),
            ("电话", office.phone),
            ("联系人", client.reach),
            ("期限", f"{paper.starts} 至 {paper.ends}"),
            ("约定区域", paper.area or "乙方店铺所在地"),
            ("主推系列", leads or "不约定"),
            ("零售价格", f"{paper.price_heading}见附表"),
            ("基本利润", f"货款的 {percent(paper.basic_rate)}，每次进货当场返还"),
            ("基　　金", f"{paper.fund_name}，货款的 {percent(paper.fund_rate)}，按季度结算"),
        ),
        to_write=True,
    )


def _draw_clauses(sheet: Sheet, paper: Contract) -> None:
    section(sheet, "双方约定", keep=2 * _CLAUSE_LINE)
    indent, clauses = 8 * MM, paper.clauses
    for number, clause in enumerate(clauses, start=1):
        broken = lines(clause, sheet.room - indent, _SIZE)
        # Nobody signs a page on which nothing of the agreement stands: two lines are enough.
        kept = max(len(broken) - 2, 0) if len(broken) > _SHORT else 0
        for place, line in enumerate(broken):
            if number == len(clauses) and place == kept:
                rest = (len(broken) - place + 1) * _CLAUSE_LINE
                sheet.need(rest + _HEADING + _signing_height(sheet, paper))
            # A clause's number never stands alone at the foot of a page.
            sheet.need(_CLAUSE_LINE * (1 if place else min(len(broken), 2)))
            baseline = sheet.y + _SIZE * 1.23
            if not place:
                sheet.text(sheet.left, baseline, f"{number}.", Style(_SIZE, bold=True))
            sheet.text(sheet.left + indent, baseline, line, Style(_SIZE))
            sheet.y += _CLAUSE_LINE
        sheet.y += _AFTER_CLAUSE
    # What stands below is no part of the text: nothing can be added to it unseen.
    words = "（以下无正文）" if clauses else "（条款尚未填写）"
    sheet.text(sheet.left + indent, sheet.y + _SIZE * 1.23, words, Style(_SIZE))
    sheet.y += _CLAUSE_LINE


def _parties(paper: Contract) -> tuple[str, str]:
    return f"甲方（盖章）：{paper.letterhead.author}", f"乙方（盖章）：{paper.client.name}"


def _signing_height(sheet: Sheet, paper: Contract) -> float:
    wide = (sheet.room - _SIGNING_GAP) / 2
    names = max(len(lines(party, wide, _SIZE, bold=True)) for party in _parties(paper))
    return names * _SIZE * LEADING + 46 * MM


def _draw_signing(sheet: Sheet, paper: Contract) -> None:
    high = _signing_height(sheet, paper)
    section(sheet, "签字盖章", "附表与正文同等有效", keep=high)
    top, wide = sheet.y + 2 * MM, (sheet.room - _SIGNING_GAP) / 2
    places = (sheet.left, sheet.left + wide + _SIGNING_GAP)
    ends = [
        sheet.paragraph(x, top, party, wide, Style(_SIZE, bold=True))
        for x, party in zip(places, _parties(paper), strict=True)
    ]
    for x, labels in zip(places, _SIGNED, strict=True):
        for line, label in enumerate(labels):
            y = max(ends) + (12 + 11 * line) * MM
            sheet.text(x, y, label, Style(PLAIN))
            sheet.rule(x + 15 * MM, y + 1 * MM, x + wide, INK, 0.5)
    note = "转账兑付用，户名与乙方签字人一致；只领现金可不填。"
    sheet.text(places[1] + 15 * MM, max(ends) + 38 * MM, note, Style(SMALL))
    sheet.y += high


def _draw_prices(sheet: Sheet, paper: Contract) -> None:
    basics = [price.basic_rate for price in paper.prices]
    funds = [price.fund_rate for price in paper.prices]
    own_rates = any(rate is not None for rate in (*basics, *funds))
    note = "单位：元，按最小销售单位"
    if own_rates:
        note += "；比例写“同正文”的，按正文的比例"
    rates = zip(percents(basics, "同正文"), percents(funds, "同正文"), strict=True)
    rows = [
        (
            str(number),
            price.code,
            f"{price.name} {price.specification}".rstrip(),
            price.unit,
            "—" if price.price_fen is None else grouped(price.price_fen),
            *(own if own_rates else ()),
        )
        for number, (price, own) in enumerate(zip(paper.prices, rates, strict=True), start=1)
    ]
    table = _price_table(paper, own_rates)
    section(sheet, "附表　产品价格", note, keep=table.beginning(sheet, rows))
    high = PLAIN * LEADING
    table.draw(sheet, rows, empty="本协议没有约定单个产品的价格。", keep=1 * MM + high)
    sheet.y += 1 * MM
    sheet.paragraph(sheet.left, sheet.y, _ENDED, sheet.room)
    sheet.y += high


def _price_table(paper: Contract, own_rates: bool) -> Table:
    """Rates have columns only where a product has its own: else all would say 同正文."""
    columns: tuple[Column, ...] = (
        Column("序", 8 * MM, whole=True),
        Column("编码", 22 * MM),
        Column("品名规格"),
        Column("单位", 12 * MM, "center"),
        Column(paper.price_heading, 24 * MM, "right", bold=True),
    )
    if own_rates:
        columns += (Column("基本利润", 18 * MM, "right"), Column("基金", 18 * MM, "right"))
    return Table(columns, padding=1.1 * MM)
