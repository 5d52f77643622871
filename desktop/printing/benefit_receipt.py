"""The benefit receipt (利益签收单): every benefit is booked and signed for (section 2, B1)."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from desktop.printing.blocks import facts
from desktop.printing.letterhead import Heading, Letterhead, Outlet
from desktop.printing.page import HEADING, MM, READING, Sheet, Style
from desktop.printing.paper import Paper
from desktop.printing.vouchers import amount_box, copies

KIND = "利益签收单"
_COPIES = ("客户联", "会计联")
# What the client's signature says, by how the benefit was paid.
_SENTENCES = {
    "cash": "本店今日收到上列现金，当面点清。",
    "setoff": "上列金额，本店同意抵付应付货款，不另领现金。",
    "goods": "本店今日收到上列物品，数量、外观已验收。",
}
# What stays the office's own: nobody gets the money that it cost.
_THING = "本店今日收到上列{what}，外观已验收；归办事处所有，由本店使用、保管。"


@dataclass(frozen=True)
class BenefitReceipt(Paper, kind="benefit_receipt"):
    """A benefit given to a client: ``what`` in words, what it cost, how it was paid.

    ``paid_by`` is cash, setoff or goods; ``lasting`` is what stays with the shop, such as a sign.
    ``agreement`` is the number of the client's agreement in force on the day; ``tag`` the lasting
    thing's own, ``goods`` what was given, where it is named. With ``for_thing`` the client signs
    for the lasting thing; papers from before that say how it was paid.
    """

    letterhead: Letterhead
    number: str
    day: date
    client: Outlet
    what: str
    amount_fen: int
    paid_by: str
    means: str
    lasting: bool = False
    agreement: str = ""
    giver: str = ""
    tag: str = ""
    goods: str = ""
    for_thing: bool = False

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.number} {self.client.name}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put both copies on one page."""
        by_hand = not self.goods and (self.paid_by == "goods" or self.lasting)
        goods = (("品名、规格、数量",),) if by_hand else ()
        given = (f"经办 {self.giver}".rstrip(), "会计", "经理")
        copies(
            sheet,
            _COPIES,
            self.letterhead,
            Heading(KIND, self.number, (str(self.day),), size=HEADING),
            partial(_draw, self),
            (*goods, ("签收人签字（章）", "日期"), given),
            f"{KIND}　{self.client.name}",
        )


def _draw(paper: BenefitReceipt, sheet: Sheet) -> None:
    facts(
        sheet,
        (
            *paper.client.facts,
            ("协议", paper.agreement),
            ("利益", _named(paper)),
            ("资产编号", paper.tag),
            ("货品", paper.goods),
            ("起始", f"自 {paper.day} 起" + ("由本店使用、保管" if paper.lasting else "")),
        ),
    )
    sheet.y += 2 * MM
    amount_box(sheet, paper.amount_fen)
    sheet.flow(_said(paper), Style(READING))


def _named(paper: BenefitReceipt) -> str:
    """What was given, and how it was paid as far as the client has part in that."""
    if paper.for_thing and paper.paid_by != "setoff":
        return paper.what
    return f"{paper.what}（{paper.means}）"


def _said(paper: BenefitReceipt) -> str:
    paid = _SENTENCES.get(paper.paid_by, "")
    if not paper.for_thing:
        return paid
    thing = _THING.format(what=paper.what)
    return thing + paid if paper.paid_by == "setoff" else thing
