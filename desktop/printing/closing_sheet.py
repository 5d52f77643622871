"""The closing sheet (收车单, D6): what came back of a run, lot by lot, and the money."""

from dataclasses import dataclass
from datetime import date

from desktop.basics.money import grouped
from desktop.printing.blocks import Figure, figures, section, signatures
from desktop.printing.letterhead import Letterhead
from desktop.printing.measures import MM, PLAIN, SMALL
from desktop.printing.page import Sheet, Style
from desktop.printing.paper import Paper
from desktop.printing.run_head import begin_run, who_drives
from desktop.printing.table import Column, Part, Row, Table
from desktop.printing.vouchers import in_figures

KIND = "收车单"
_SIGNED = 14 * MM


@dataclass(frozen=True)
class LotBack:
    """Base units of a lot that should come back, and that did; None where it isn't counted yet."""

    code: str
    name: str
    lot: str
    unit: str
    expected: int
    counted: int | None


@dataclass(frozen=True)
class MeansTaken:
    """Money taken at the stops by one means; what was handed over is told of cash alone."""

    means: str
    taken_fen: int
    handed_fen: int | None


@dataclass(frozen=True)
class LeftOver:
    """A stop that wasn't served, or that refused goods, and why."""

    client: str
    number: str
    what: str
    why: str


@dataclass(frozen=True)
class ClosingSheet(Paper, kind="closing_sheet"):
    """A run that came home; ``closed`` is false while it is still to be counted.

    ``cash_open``: the goods are, the cash isn't settled yet. ``cash_by`` took it.
    """

    letterhead: Letterhead
    number: str
    day: date
    vehicle: str
    driver: str
    stops: int
    delivered: int
    due_fen: int
    lots: tuple[LotBack, ...]
    money: tuple[MeansTaken, ...]
    left: tuple[LeftOver, ...]
    closed: bool
    reason: str = ""
    closed_by: str = ""
    cash_open: bool = False
    cash_reason: str = ""
    cash_by: str = ""

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.number} {self.day}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put it on a sheet."""
        begin_run(sheet, self, KIND)
        taken_fen = sum(one.taken_fen for one in self.money)
        figures(
            sheet,
            (
                who_drives(self),
                Figure("站点", f"{self.delivered} / {self.stops}", "送达 / 全部"),
                Figure("应收", in_figures(self.due_fen), "按签收数量"),
                Figure("已收", in_figures(taken_fen), _unpaid(self.due_fen - taken_fen)),
            ),
        )
        self._draw_goods(sheet)
        self._draw_money(sheet)
        if self.left:
            section(sheet, "未送达、拒收")
            _LEFT.draw(sheet, [_left_row(one) for one in self.left])
        if said := self._reasons():
            section(sheet, "差异原因", keep=10 * MM)
            for one in said:
                sheet.flow(one, Style(PLAIN))
        by = f"出纳 {self.cash_by}".rstrip(), f"经办 {self.closed_by}".rstrip()
        signatures(sheet, ("司机", "仓库", *by), high=_SIGNED)

    def _reasons(self) -> tuple[str, ...]:
        """Why goods and cash differ; one reason for both stands once."""
        cash = f"现金：{self.cash_reason}" if self.cash_reason not in ("", self.reason) else ""
        return tuple(filter(None, (self.reason, cash)))

    def _draw_goods(self, sheet: Sheet) -> None:
        section(sheet, "回库货物", "按批号清点，收进仓库")
        rows = [_lot_row(one) for one in self.lots]
        _goods_table(counted=self.closed).draw(sheet, rows, empty="车上没有货物要收回。")

    def _draw_money(self, sheet: Sheet) -> None:
        section(sheet, "货款", "按收款方式；现金当面点清")
        rows = [_money_row(one) for one in self.money]
        _money_table(counted=self.closed and not self.cash_open).draw(
            sheet, rows, empty="这一车次没有收款。", keep=_SIGNED
        )


def _unpaid(left_fen: int) -> str:
    return f"未收 {grouped(left_fen)}" if left_fen > 0 else "已收齐"


def _goods_table(*, counted: bool) -> Table:
    return Table(
        (
            Column("编码", 22 * MM),
            Column("品名"),
            Column("批号", 30 * MM, whole=True),
            Column("应回", 22 * MM, "right"),
            Column("实回", 22 * MM, "right" if counted else "center", bold=True, box=not counted),
            Column("差异", 18 * MM, "right", bold=True, box=not counted),
        ),
        padding=1.2 * MM,
    )


def _money_table(*, counted: bool) -> Table:
    return Table(
        (
            Column("方式"),
            Column("已收", 30 * MM, "right"),
            Column("上交", 30 * MM, "right" if counted else "center", bold=True, box=not counted),
            Column("差异", 26 * MM, "right", bold=True, box=not counted),
        ),
        padding=1.2 * MM,
    )


_LEFT = Table(
    (
        Column("客户"),
        Column("单号", 32 * MM, whole=True),
        Column("情况", 30 * MM),
        Column("原因", 50 * MM),
    ),
    padding=1 * MM,
)


def _lot_row(one: LotBack) -> Row:
    counted = "" if one.counted is None else f"{one.counted} {one.unit}"
    more = 0 if one.counted is None else one.counted - one.expected
    return (
        Part(one.code, SMALL),
        one.name,
        one.lot,
        f"{one.expected} {one.unit}",
        counted,
        f"{more:+d}" if more else "",
    )


def _money_row(one: MeansTaken) -> Row:
    handed = "" if one.handed_fen is None else grouped(one.handed_fen)
    more = 0 if one.handed_fen is None else one.handed_fen - one.taken_fen
    return one.means, grouped(one.taken_fen), handed, grouped(more) if more else ""


def _left_row(one: LeftOver) -> Row:
    return one.client, one.number, one.what, one.why
