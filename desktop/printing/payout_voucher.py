"""The payout voucher (领款单, S5, M7): the client signs for what it was paid."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from desktop.basics.calendar import Quarter
from desktop.printing.blocks import facts
from desktop.printing.letterhead import Heading, Letterhead, Outlet
from desktop.printing.measures import HEADING, MM, PLAIN
from desktop.printing.page import Sheet, Style
from desktop.printing.paper import Paper
from desktop.printing.vouchers import amount_box, copies

KIND = "领款单"
_COPIES = ("会计联", "客户联")
# What the client's signature says, by how it was paid.
_RECEIPTS = {
    "": "以上款项，本店今日领讫。",
    "现金": "以上款项，本店今日领讫，当面点清。",
    "转账": "以上款项，请转入下列账户，户名为领款人。",
    "抵付货款": "以上款项，本店同意抵付应付货款，不另领现金。",
}


@dataclass(frozen=True)
class PayoutVoucher(Paper, kind="payout_voucher"):
    """A payout of a settled fund. ``means`` in words: 现金, 转账, 抵付货款; empty: left to tick.

    ``paid_by`` is the cashier, ``settlement`` the number of the settlement it comes from.
    """

    letterhead: Letterhead
    number: str
    day: date
    client: Outlet
    quarter: str
    settlement: str
    amount_fen: int
    means: str
    paid_by: str = ""
    remark: str = ""
    fund_name: str = "价格保护基金"

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.number} {self.client.name}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put both copies on one page."""
        cashier = f"出纳 {self.paid_by}".rstrip()
        account = (("收款户名、账号（转账）",),) if self.means in ("", "转账") else ()
        copies(
            sheet,
            _COPIES,
            self.letterhead,
            Heading(KIND, self.number, (str(self.day),), size=HEADING),
            partial(_draw, self),
            (*account, ("领款人签字（章）", "日期"), (cashier, "会计", "经理")),
            f"{KIND}　{self.client.name}",
        )


def _draw(paper: PayoutVoucher, sheet: Sheet) -> None:
    client = paper.client
    facts(
        sheet,
        (
            ("领款客户", client.named),
            ("联系人", client.reach),
            ("事由", f"{Quarter.parse(paper.quarter).chinese}{paper.fund_name}"),
            ("结算单", paper.settlement),
            ("方式", paper.means or "□ 现金　□ 转账　□ 抵付货款"),
            ("备注", paper.remark),
        ),
    )
    sheet.y += 3 * MM
    amount_box(sheet, paper.amount_fen)
    sheet.flow(_RECEIPTS.get(paper.means, _RECEIPTS[""]), Style(PLAIN))
