"""The rebate sheet (返利结算单, B3): how a shop's rebate was reckoned, band by band."""

from dataclasses import dataclass
from datetime import date

from desktop.printing.blocks import facts, section, signatures
from desktop.printing.letterhead import Heading, Letterhead, Outlet, head, running
from desktop.printing.measures import LEADING, MM, PLAIN, READING, TITLE
from desktop.printing.page import Sheet, Style
from desktop.printing.paper import Paper
from desktop.printing.table import Column, Row, Table
from desktop.printing.vouchers import amount_box

KIND = "返利结算单"
_SIGNED = 15 * MM


@dataclass(frozen=True)
class SheetBand:
    """A band in words: from where it holds, at which rate, on what part, what that comes to."""

    threshold: str
    rate: str
    part: str
    amount: str


@dataclass(frozen=True)
class RebateSheet(Paper, kind="rebate_sheet"):
    """A plan's rebate of a shop; figures of the base (yuan, or units) are words already.

    ``bands`` are those of the plan, ``amount`` empty where one gives nothing. ``paid`` says how it
    was paid, empty as long as it is promised.
    """

    letterhead: Letterhead
    number: str
    day: date
    client: Outlet
    plan: str
    starts: date
    ends: date
    goods: str
    mode: str
    base: str
    bands: tuple[SheetBand, ...]
    amount_fen: int
    paid: str = ""

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.number} {self.client.name}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put the sheet on a page, to be signed."""
        sheet.begin(running(f"{KIND}　{self.client.name}", self.number, self.letterhead))
        subtitle = f"{self.plan}（{self.starts} 至 {self.ends}）"
        heading = Heading(KIND, self.number, (str(self.day),), subtitle, size=TITLE)
        head(sheet, self.letterhead, heading)
        facts(
            sheet,
            (
                *self.client.facts,
                ("参加产品", self.goods),
                ("计算办法", self.mode),
                ("兑付", self.paid or "尚未兑付"),
            ),
        )
        section(sheet, "怎样算出来的", keep=30 * MM)
        sheet.flow(f"期间进货（退货已扣除，赠品不计）：{self.base}", Style(READING))
        sheet.y += 2 * MM
        rows: list[Row] = [(one.threshold, one.rate, one.part, one.amount) for one in self.bands]
        _TABLE.draw(sheet, rows)
        sheet.y += 4 * MM
        sheet.need(24 * MM + 2 * _SIGNED + 2 * READING * LEADING)
        amount_box(sheet, self.amount_fen)
        sheet.flow("以上返利已与本店核对无误，所有返利如实入账，双方没有账外利益。", Style(PLAIN))
        sheet.y += 4 * MM
        signatures(sheet, ("店主签字（章）", "日期"), high=_SIGNED)
        signatures(sheet, ("办事处（盖章）", "会计", "经理"), high=_SIGNED)


_TABLE = Table(
    (
        Column("达到", 44 * MM),
        Column("返利", 44 * MM),
        Column("计算的部分"),
        Column("金额（元）", 30 * MM, "right", bold=True),
    ),
    padding=1.1 * MM,
)
