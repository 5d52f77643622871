"""The return note (退货单, M5a): goods that a client gave back, and what it is given for them."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from desktop.basics.money import grouped
from desktop.printing.blocks import facts
from desktop.printing.letterhead import Heading, Letterhead, Outlet, head, running
from desktop.printing.measures import HEADING, MM, SMALL
from desktop.printing.page import Sheet
from desktop.printing.paper import Paper
from desktop.printing.table import Column, Part, Row, Table
from desktop.printing.vouchers import amount_box, copies

KIND = "退货单"
_COPIES = ("客户联", "存根联")


@dataclass(frozen=True)
class ReturnNote(Paper, kind="return_note"):
    """Units of a delivery's line that came back: at which price, less the basic profit of them.

    ``condition`` is in words; ``lots`` are those that they came back of.
    """

    letterhead: Letterhead
    number: str
    day: date
    client: Outlet
    note: str
    delivered: date
    code: str
    name: str
    specification: str
    unit: str
    quantity: int
    condition: str
    lots: tuple[str, ...]
    supply_fen: int
    basic_fen: int
    taken_by: str

    @property
    def refund_fen(self) -> int:
        """What the client is given back (M5a)."""
        return self.supply_fen - self.basic_fen

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.number} {self.client.name}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put both copies on one page."""
        copies(
            sheet,
            _COPIES,
            partial(_draw, self),
            (("退货人签字（章）", "日期"), (f"经办 {self.taken_by}".rstrip(), "仓库")),
            running(f"{KIND}　{self.client.name}", self.number, self.letterhead),
        )


def _draw(paper: ReturnNote, sheet: Sheet, copy: str) -> None:
    heading = Heading(f"{KIND}　{copy}", paper.number, (str(paper.day),), size=HEADING)
    head(sheet, paper.letterhead, heading)
    client = paper.client
    facts(
        sheet,
        (
            ("客户", f"{client.name}（{client.code}）"),
            ("联系人", client.reach),
            ("地址", client.address),
            ("原送货单", f"{paper.note}（{paper.delivered}）"),
            ("货物状况", paper.condition),
            ("批号", "、".join(paper.lots)),
        ),
    )
    sheet.y += 1 * MM
    _TABLE.draw(sheet, [_row(paper)])
    sheet.y += 3 * MM
    amount_box(sheet, paper.refund_fen)


_TABLE = Table(
    (
        Column("编码", 20 * MM),
        Column("品名规格"),
        Column("退回数量", 20 * MM, "right", bold=True),
        Column("金额", 22 * MM, "right"),
        Column("减返基本利润", 22 * MM, "right"),
        Column("退还金额", 22 * MM, "right", bold=True),
    ),
    padding=0.8 * MM,
)


def _row(paper: ReturnNote) -> Row:
    return (
        Part(paper.code, SMALL),
        f"{paper.name} {paper.specification}".rstrip(),
        f"{paper.quantity} {paper.unit}",
        grouped(paper.supply_fen),
        grouped(-paper.basic_fen),
        grouped(paper.refund_fen),
    )
