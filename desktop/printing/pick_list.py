"""The pick list (拣货单, D5): what the store fetches for a run, by product and lot."""

from dataclasses import dataclass
from datetime import date

from desktop.printing.blocks import Figure, figures, signatures
from desktop.printing.letterhead import Letterhead
from desktop.printing.measures import MM, PLAIN, READING, SMALL
from desktop.printing.page import Sheet
from desktop.printing.paper import Paper
from desktop.printing.run_head import begin_run, who_drives
from desktop.printing.table import Column, Part, Row, Table

KIND = "拣货单"
_SIGNED = 14 * MM


@dataclass(frozen=True)
class PickedLot:
    """So much of a product's lot, in words (``packed``) and in base units.

    ``missing``: it isn't there. ``expires`` is None where no lot is known.
    """

    code: str
    name: str
    specification: str
    lot: str
    expires: date | None
    packed: str
    pieces: int
    unit: str
    missing: bool = False


@dataclass(frozen=True)
class PickList(Paper, kind="pick_list"):
    """The goods of a run in the store's order; ``by_lot`` is false while no stock is kept.

    ``loaded``: it says what was taken, else what is to be taken.
    """

    letterhead: Letterhead
    number: str
    day: date
    vehicle: str
    driver: str
    departure: str
    stops: int
    by_lot: bool
    loaded: bool
    lots: tuple[PickedLot, ...]

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.number} {self.day}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put it on a sheet."""
        words = (
            "装车时已取的货。"
            if self.loaded
            else "按批号取货，先到期的先出；取的与此不同，写在“实拣”栏。"
        )
        begin_run(sheet, self, KIND, words)
        products = len({one.code for one in self.lots})
        lacking = len({one.code for one in self.lots if one.missing})
        figures(
            sheet,
            (
                who_drives(self),
                Figure("出车", self.departure or "未定", f"{self.stops} 站"),
                Figure("产品", f"{products} 种", f"{len(self.lots) - lacking} 行"),
                Figure("缺货", f"{lacking} 种" if lacking else "无"),
            ),
        )
        _TABLE.draw(
            sheet,
            [_row(place, one, self.by_lot) for place, one in enumerate(self.lots, 1)],
            empty="这一车次没有货物。",
            keep=_SIGNED,
        )
        signatures(sheet, ("拣货", "复核", "日期"), high=_SIGNED)


_TABLE = Table(
    (
        Column("序", 7 * MM, whole=True),
        Column("编码", 18 * MM),
        Column("品名规格"),
        Column("批号", 22 * MM, whole=True),
        Column("有效期", 17 * MM, whole=True),
        Column("应拣", 23 * MM, "right", bold=True),
        Column("折合", 15 * MM, "right"),
        Column("实拣", 20 * MM, "center", box=True),
    ),
    gap=2 * MM,
    padding=1.4 * MM,
)


def _row(place: int, one: PickedLot, by_lot: bool) -> Row:
    lot = one.lot or ("缺" if one.missing else "" if not by_lot else "—")
    return (
        str(place),
        Part(one.code, SMALL),
        f"{one.name} {one.specification}".rstrip(),
        Part(lot, PLAIN, bold=one.missing),
        str(one.expires or ""),
        Part(one.packed, READING, bold=True),
        Part(f"{one.pieces} {one.unit}", SMALL),
        "",
    )
