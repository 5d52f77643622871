"""The receipt (收据): the office for money that a client paid, the client for a credit paid out."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from desktop.printing.blocks import facts
from desktop.printing.letterhead import Heading, Letterhead, Outlet
from desktop.printing.page import HEADING, MM, READING, Sheet, Style
from desktop.printing.paper import Paper
from desktop.printing.vouchers import Signers, amount_box, copies

KIND = "收据"
_REFUND = "退款收据"
_COPIES = ("客户联", "会计联")


@dataclass(frozen=True)
class Receipt(Paper, kind="receipt"):
    """Money that changed hands: ``reason`` says for what, ``means`` how, in words.

    ``paid_out`` is a client's credit given back; ``cashier`` took or paid the money.
    """

    letterhead: Letterhead
    number: str
    day: date
    client: Outlet
    reason: str
    amount_fen: int
    means: str
    cashier: str = ""
    paid_out: bool = False

    @property
    def name(self) -> str:
        """What the paper is called."""
        return _REFUND if self.paid_out else KIND

    def called(self) -> str:
        """What its PDF is called."""
        return f"{self.name} {self.number} {self.client.name}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put both copies on one page."""
        copies(
            sheet,
            _COPIES,
            self.letterhead,
            Heading(self.name, self.number, (str(self.day),), size=HEADING),
            partial(_draw, self),
            _signers(self),
            f"{self.name}　{self.client.name}",
        )


def _draw(paper: Receipt, sheet: Sheet) -> None:
    client = paper.client
    payer = "收款客户" if paper.paid_out else "付款客户"
    facts(
        sheet,
        (
            (payer, client.named),
            ("联系人", client.reach),
            ("事由", paper.reason),
            ("方式", paper.means),
        ),
    )
    sheet.y += 3 * MM
    amount_box(sheet, paper.amount_fen)
    sheet.flow(_sentence(paper), Style(READING))


def _signers(paper: Receipt) -> Signers:
    cashier = f"出纳 {paper.cashier}".rstrip()
    if paper.paid_out:
        return (("领款人签字（章）", "日期"), (cashier, "会计", "经理"))
    return (("收款单位（盖章）", cashier), ("交款人", "会计"))


def _sentence(paper: Receipt) -> str:
    office = paper.letterhead.author
    if paper.paid_out:
        return f"今收到{office}退还的上列款项，已核对无误。"
    return f"今收到{paper.client.name}交来的上列款项，已登记入账。"
