"""The loading list (装车单, D5): what goes onto the vehicle, the last stop first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.printing.blocks import Figure, figures, signatures
from desktop.printing.letterhead import Letterhead, Outlet
from desktop.printing.measures import MM, PLAIN, READING, SMALL
from desktop.printing.packs import packs
from desktop.printing.page import Sheet
from desktop.printing.paper import Paper
from desktop.printing.run_head import begin_run, who_drives
from desktop.printing.table import Column, Part, Row, Table

KIND = "装车单"
_SIGNED = 14 * MM


@dataclass(frozen=True)
class LoadedGoods:
    """A line of an order with the lots it gets; ``short`` says in words what is lacking."""

    name: str
    specification: str
    quantity: int
    unit: str
    lots: tuple[str, ...]
    short: str
    is_carton: bool


@dataclass(frozen=True)
class LoadedStop:
    """A drop by its place in the tour, with the numbers of its papers and its goods."""

    place: int
    client: Outlet
    papers: tuple[str, ...]
    goods: tuple[LoadedGoods, ...]

    @property
    def cartons(self) -> int:
        """Whole cartons."""
        return sum(one.quantity for one in self.goods if one.is_carton)

    @property
    def loose(self) -> int:
        """All else."""
        return sum(one.quantity for one in self.goods if not one.is_carton)


@dataclass(frozen=True)
class LoadingList(Paper, kind="loading_list"):
    """A run's stops in the order in which they are loaded."""

    letterhead: Letterhead
    number: str
    day: date
    vehicle: str
    driver: str
    departure: str
    stops: tuple[LoadedStop, ...]

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.number} {self.day}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put it on a sheet."""
        words = "从上往下装：最后一站先上车，第一站最后上车。"
        begin_run(sheet, self, KIND, words)
        figures(
            sheet,
            (
                who_drives(self),
                Figure("出车", self.departure or "未定", ""),
                Figure("站点", str(len(self.stops)), "，".join(packs(self.stops))),
            ),
        )
        _TABLE.draw(
            sheet,
            [_row(one) for one in self.stops],
            totals=(_total(self.stops),),
            empty="这一车次还没有站点。",
            keep=_SIGNED,
        )
        signatures(sheet, ("装车", "司机", "日期"), high=_SIGNED)


_TABLE = Table(
    (
        Column("站", 9 * MM, bold=True, whole=True),
        Column("客户、单号"),
        Column("货物（批号）", 78 * MM),
        Column("箱、散", 15 * MM, "right", bold=True),
        Column("已装", 16 * MM, "center", box=True),
    ),
    padding=1.5 * MM,
    least=12 * MM,
)


def _row(stop: LoadedStop) -> Row:
    return (
        Part(str(stop.place), READING, bold=True),
        (
            Part(stop.client.name, PLAIN, bold=True),
            *(Part(number, SMALL) for number in stop.papers),
        ),
        tuple(part for one in stop.goods for part in _goods(one)),
        tuple(Part(words, PLAIN, bold=True) for words in packs((stop,))),
        "",
    )


def _goods(one: LoadedGoods) -> tuple[Part, ...]:
    lots = f"（{'、'.join(one.lots)}）" if one.lots else ""
    first = Part(f"{one.name} {one.specification}".rstrip() + f"　{one.quantity} {one.unit}{lots}")
    return (first, Part(f"缺 {one.short}", PLAIN, bold=True)) if one.short else (first,)


def _total(stops: Sequence[LoadedStop]) -> Row:
    whole = tuple(Part(words, PLAIN, bold=True) for words in packs(stops))
    return ("", f"全车合计　{len(stops)} 站", "", whole, "")
