"""The return note (退货单, M5a): goods that a client gave back, and what it is given for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from desktop.basics.money import grouped
from desktop.printing.blocks import facts
from desktop.printing.letterhead import Heading, Letterhead, Outlet
from desktop.printing.measures import HEADING, MM, SMALL
from desktop.printing.page import Sheet
from desktop.printing.paper import Paper
from desktop.printing.table import Column, Part, Row, Table
from desktop.printing.vouchers import Signers, amount_box, amount_height, copies, signed_height

KIND = "退货单"
_COPIES = ("客户联", "存根联")


@dataclass(frozen=True)
class ReturnedLine:
    """Units of a delivery's line that came back, under the return's own number.

    ``condition`` is in words; ``lots`` are those that they came back of.
    """

    number: str
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

    @property
    def refund_fen(self) -> int:
        """What the client is given back for it (M5a)."""
        return self.supply_fen - self.basic_fen


@dataclass(frozen=True)
class ReturnNote(Paper, kind="return_note"):
    """What a client gave back on a day: at which price, less the basic profit of it.

    The first line stands by itself, as on the notes of one line that were issued before; ``more``
    are the others. The note bears the number of the first.
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
    more: tuple[ReturnedLine, ...] = ()

    @property
    def lines(self) -> tuple[ReturnedLine, ...]:
        """All that came back, in the order of their numbers."""
        first = ReturnedLine(
            self.number,
            self.note,
            self.delivered,
            self.code,
            self.name,
            self.specification,
            self.unit,
            self.quantity,
            self.condition,
            self.lots,
            self.supply_fen,
            self.basic_fen,
        )
        return (first, *self.more)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the returns that stand on it."""
        return tuple(line.number for line in self.lines)

    @property
    def refund_fen(self) -> int:
        """What the client is given back (M5a)."""
        return sum(line.refund_fen for line in self.lines)

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.number} {self.client.name}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put both copies on one page, where they fit."""
        signers = (("退货人签字（章）", "日期"), (f"经办 {self.taken_by}".rstrip(), "仓库"))
        copies(
            sheet,
            _COPIES,
            self.letterhead,
            Heading(KIND, self.number, (str(self.day),), size=HEADING),
            partial(_draw, self, signers),
            signers,
            f"{KIND}　{self.client.name}",
        )


def _draw(paper: ReturnNote, signers: Signers, sheet: Sheet) -> None:
    common = _common(paper.lines)
    facts(
        sheet,
        (
            *paper.client.facts,
            *common.items(),
        ),
    )
    sheet.y += 1 * MM
    keep = 3 * MM + amount_height(sheet, paper.refund_fen) + signed_height(sheet, signers)
    if paper.more:
        _SEVERAL.draw(
            sheet,
            [_row_of_several(line, common) for line in paper.lines],
            totals=(_sum("合计", paper.lines),),
            subtotal=lambda start, end: _sum("本页小计", paper.lines[start:end]),
            keep=keep,
        )
    else:
        _TABLE.draw(sheet, [_row(paper.lines[0])], keep=keep)
    sheet.y += 3 * MM
    amount_box(sheet, paper.refund_fen)


def _common(lines: Sequence[ReturnedLine]) -> dict[str, str]:
    """What is alike in all lines stands once, above them."""
    common = _said(lines[0])
    for line in lines[1:]:
        said = _said(line)
        common = {name: words for name, words in common.items() if said[name] == words}
    return common


def _said(line: ReturnedLine) -> dict[str, str]:
    return {
        "原送货单": f"{line.note}（{line.delivered}）",
        "货物状况": line.condition,
        "批号": "、".join(line.lots),
    }


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
_SEVERAL = Table(
    (
        Column("编号、原送货单", 24 * MM, whole=True),
        Column("品名规格"),
        Column("退回数量", 15 * MM, "right", bold=True),
        Column("金额", 18 * MM, "right"),
        Column("减返基本利润", 19 * MM, "right"),
        Column("退还金额", 18 * MM, "right", bold=True),
    ),
    padding=0.5 * MM,
)


def _row(line: ReturnedLine) -> Row:
    return (Part(line.code, SMALL), _goods(line), *_figures(line))


def _row_of_several(line: ReturnedLine, common: Mapping[str, str]) -> Row:
    """A line with what it has of its own under it."""
    numbers = [line.number] if "原送货单" in common else [line.number, line.note]
    own = [line.code]
    if "货物状况" not in common:
        own.append(line.condition)
    if "批号" not in common:
        own.append(f"批号{'、'.join(line.lots)}" if line.lots else "")
    return (
        tuple(Part(number, SMALL) for number in numbers),
        (Part(_goods(line)), Part("　".join(filter(None, own)), SMALL)),
        *_figures(line),
    )


def _goods(line: ReturnedLine) -> str:
    return f"{line.name} {line.specification}".rstrip()


def _figures(line: ReturnedLine) -> tuple[str, ...]:
    return (
        f"{line.quantity} {line.unit}",
        grouped(line.supply_fen),
        grouped(-line.basic_fen),
        grouped(line.refund_fen),
    )


def _sum(label: str, lines: Sequence[ReturnedLine]) -> Row:
    return (
        "",
        f"{label} {len(lines)} 行",
        "",
        grouped(sum(line.supply_fen for line in lines)),
        grouped(-sum(line.basic_fen for line in lines)),
        grouped(sum(line.refund_fen for line in lines)),
    )
