"""The check sheet (校验单, L3): how far the office's chains had come, to be kept elsewhere.

Whoever makes a chain anew can't make this sheet anew: signed, it lies in another hand.
"""

from dataclasses import dataclass
from datetime import date

from desktop.printing.blocks import points, signatures
from desktop.printing.letterhead import Heading, Letterhead, head, running
from desktop.printing.measures import HEADING, MM, READING
from desktop.printing.page import Sheet
from desktop.printing.paper import Paper
from desktop.printing.table import Column, Part, Table

KIND = "校验单"
_GROUP = 4
_CHAINS = ("账簿分录", "变更记录", "已开单据")
_RULES = (
    "账簿、变更记录、已开单据各自一环扣一环：改动、删去、补插任何一条，都会被“核对数据”发现。",
    "只有把整条链从头重做才看不出来。所以请在每次季度结算后打印本单，签字，交给另一个人保管。",
    "对照：核对时输入本单的编号和校验码。编号相同，校验码就必须相同；不同说明数据被重做过。",
)


@dataclass(frozen=True)
class ChainEnd:
    """The last row of a chain: its number, and the code that it carries."""

    number: int
    code: str


@dataclass(frozen=True)
class CheckSheet(Paper, kind="check_sheet"):
    """How far entries, trail and papers had come on a day."""

    letterhead: Letterhead
    day: date
    printed_by: str
    entries: ChainEnd
    trail: ChainEnd
    papers: ChainEnd

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.day}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put the sheet on one page."""
        sheet.begin(running(KIND, str(self.day), self.letterhead))
        facts = (str(self.day), f"打印 {self.printed_by}")
        head(sheet, self.letterhead, Heading(KIND, "", facts, "证明这一天的数据到此为止。"))
        sheet.y += 4 * MM
        columns = (
            Column("链条"),
            Column("编号", 34 * MM, "right", whole=True),
            Column("校验码", 96 * MM, "right", whole=True),
        )
        ends = (self.entries, self.trail, self.papers)
        rows = [
            (
                Part(name, READING),
                Part(str(end.number), READING),
                Part(_grouped(end.code), HEADING, bold=True),
            )
            for name, end in zip(_CHAINS, ends, strict=True)
        ]
        Table(columns, padding=2 * MM).draw(sheet, rows)
        sheet.y += 6 * MM
        points(sheet, _RULES, READING)
        sheet.y += 6 * MM
        signatures(sheet, ("打印人", "保管人", "日期"))


def _grouped(code: str) -> str:
    """A code in groups of four, as people compare it; a chain without rows has none."""
    groups = [code[start : start + _GROUP] for start in range(0, len(code), _GROUP)]
    return " ".join(groups) or "—"
