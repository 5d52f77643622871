"""The settlement list (基金兑付签收表, S5): a rep's or an area's payouts, each to be signed for."""

from dataclasses import dataclass
from datetime import date

from desktop.basics.calendar import Quarter
from desktop.basics.money import grouped
from desktop.printing.blocks import signatures, signatures_height
from desktop.printing.letterhead import Heading, Letterhead, head, running
from desktop.printing.measures import HEADING, LEADING, MM, PLAIN, SMALL
from desktop.printing.page import Sheet, Style
from desktop.printing.paper import Paper
from desktop.printing.table import Column, Part, Row, Table
from desktop.printing.vouchers import amount_box

KIND = "基金兑付签收表"
_UNPAID = "□现金 □转账 □抵货款"
_SIGNERS = ("制表", "会计", "出纳", "经理")
_SIGNED = 13 * MM
_ROW = 10.5 * MM  # a person signs in it


@dataclass(frozen=True)
class ListedPayout:
    """One payout; ``means`` in words once it is paid, then ``paid_on`` too."""

    number: str
    client: str
    phone: str
    amount_fen: int
    means: str = ""
    paid_on: date | None = None


@dataclass(frozen=True)
class PayoutList(Paper, kind="payout_list"):
    """The payouts of a quarter's settlement that a rep or an area has (``group``).

    ``blocked`` are clients whose payout waits for a case's ruling: they don't stand on it.
    """

    letterhead: Letterhead
    day: date
    quarter: str
    group: str
    payouts: tuple[ListedPayout, ...]
    blocked: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """None: each client's voucher is what is counted."""
        return ""

    @property
    def total_fen(self) -> int:
        """All of the list, paid or not."""
        return sum(one.amount_fen for one in self.payouts)

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.quarter} {self.group}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put the list on sheets, its sum in figures and capitals at the end."""
        name = f"{Quarter.parse(self.quarter).chinese}　{self.group}"
        sheet.begin(running(f"{KIND}　{name}", str(self.day), self.letterhead))
        paid = sum(one.amount_fen for one in self.payouts if one.paid_on)
        heading = Heading(
            f"{KIND}　{name}",
            "",
            (str(self.day), f"{len(self.payouts)} 家"),
            "每家领款时在本人一栏签字；领款单另附。",
            size=HEADING,
        )
        head(sheet, self.letterhead, heading)
        rows = [_row(number, one) for number, one in enumerate(self.payouts, start=1)]
        totals: list[Row] = [("", Part("合计", bold=True), grouped(self.total_fen), "", "", "")]
        if paid:
            totals.insert(0, ("", "其中已兑付", grouped(paid), "", "", ""))
        high = 24 * MM + signatures_height(sheet.room, _SIGNERS, _SIGNED)
        _TABLE.draw(sheet, rows, totals=totals, subtotal=self._subtotal, keep=high)
        sheet.y += 3 * MM
        amount_box(sheet, self.total_fen)
        if self.blocked:
            words = "、".join(self.blocked)
            sheet.flow(f"有案件等待裁定，暂不兑付，未列入：{words}。", Style(SMALL))
        sheet.need(signatures_height(sheet.room, _SIGNERS, _SIGNED) + PLAIN * LEADING)
        signatures(sheet, _SIGNERS, high=_SIGNED)

    def _subtotal(self, start: int, end: int) -> Row:
        amount = sum(one.amount_fen for one in self.payouts[start:end])
        return ("", "本页小计", grouped(amount), "", "", "")


_TABLE = Table(
    (
        Column("序", 7 * MM, whole=True),
        Column("客户"),
        Column("金额（元）", 20 * MM, "right", bold=True),
        Column("方式", 36 * MM),
        Column("领款人签字（章）", 32 * MM, box=True),
        Column("日期", 20 * MM, box=True),
    ),
    gap=2.4 * MM,
    padding=0.8 * MM,
    least=_ROW,
)


def _row(number: int, one: ListedPayout) -> Row:
    under = Part(f"{one.number}　{one.phone}".rstrip(), size=SMALL)
    means = f"{one.means}，{one.paid_on} 已付" if one.paid_on else one.means or _UNPAID
    amount = grouped(one.amount_fen)
    return str(number), (Part(one.client), under), amount, Part(means, size=SMALL), "", ""
