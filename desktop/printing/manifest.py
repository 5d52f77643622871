"""The delivery manifest (配送清单, D5): every stop of a run in order, then its delivery notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.basics.calendar import chinese_weekday
from desktop.basics.money import grouped
from desktop.printing.blocks import Figure, figures, section, signatures
from desktop.printing.delivery_note import DeliveryNote, draw_notes
from desktop.printing.letterhead import Heading, Letterhead, Outlet, head, running, spaced
from desktop.printing.page import LINE, MM, QUIET, Sheet, Style
from desktop.printing.table import Column, Part, Row, Table

KIND = "配送清单"
_CLOSING = 57 * MM


@dataclass(frozen=True)
class Stop:
    """One stop: when it is planned, when the shop is open, what is unloaded, what is due."""

    client: Outlet
    planned: str
    hours: str
    cartons: int
    loose: int
    due_fen: int
    orders: tuple[str, ...]
    notes: tuple[DeliveryNote, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """A run: who drives what and when, and its stops in order. ``distance_m`` 0 is unknown."""

    letterhead: Letterhead
    number: str
    day: date
    vehicle: str
    driver: str
    departure: str
    stops: tuple[Stop, ...]
    distance_m: int = 0


def title(paper: Manifest) -> str:
    """What the PDF is called."""
    return f"{KIND} {paper.number} {paper.day}"


def draw(sheet: Sheet, paper: Manifest) -> None:
    """Put the manifest and the delivery notes of its stops on a sheet."""
    sheet.begin(running(f"{KIND}　{paper.day}　{paper.vehicle}", paper.number, paper.letterhead))
    _draw_head(sheet, paper)
    stops = paper.stops
    _table(stops).draw(
        sheet,
        [_row(number, stop) for number, stop in enumerate(stops, start=1)],
        totals=(_sum("全车合计", stops),),
        subtotal=lambda start, end: _sum("本页小计", stops[start:end]),
        empty="这一车次还没有站点。",
        keep=_CLOSING,
    )
    _draw_closing(sheet)
    draw_notes(sheet, [note for stop in stops for note in stop.notes])


def _draw_head(sheet: Sheet, paper: Manifest) -> None:
    day = f"{paper.day} {chinese_weekday(paper.day)}"
    head(sheet, paper.letterhead, Heading(KIND, paper.number, (day,), size=18))
    distance = f"全程约 {_kilometres(paper.distance_m)} 公里" if paper.distance_m else ""
    cartons = sum(stop.cartons for stop in paper.stops)
    loose = sum(stop.loose for stop in paper.stops)
    due_fen = sum(stop.due_fen for stop in paper.stops)
    figures(
        sheet,
        (
            Figure("车辆", paper.vehicle, f"司机 {paper.driver}"),
            Figure("出车", paper.departure, distance),
            Figure("站点", str(len(paper.stops)), f"{cartons} 箱，散货 {loose} 件"),
            Figure("应收", f"¥ {grouped(due_fen)}", "逐站核对，当面点清"),
        ),
    )


def _kilometres(distance_m: int) -> str:
    return f"{distance_m // 1000}.{distance_m % 1000 // 100}"


def _table(stops: Sequence[Stop]) -> Table:
    hours = "计划与营业" if any(stop.planned for stop in stops) else "营业时间"
    return Table(
        (
            Column("站", 6 * MM, bold=True, whole=True),
            Column("客户与地址"),
            Column("联系", 22 * MM),
            Column(hours, 18 * MM, whole=True),
            Column("箱", 7 * MM, "right", bold=True),
            Column("散", 7 * MM, "right"),
            Column("应收", 19 * MM, "right", bold=True),
            Column("实收", 16 * MM, "center", box=True),
            Column("签收", 19 * MM, "center", box=True),
        ),
        size=8.5,
        gap=2.2 * MM,
        padding=1.3 * MM,
        least=14 * MM,
    )


def _row(number: int, stop: Stop) -> Row:
    client = stop.client
    return (
        Part(str(number), 11, bold=True),
        (
            Part(client.name, 9, bold=True),
            Part(client.address or "地址未登记", 7.5, colour=QUIET),
            Part("、".join(stop.orders), 7, colour=QUIET),
        ),
        (Part(client.contact, 8), Part(spaced(client.phone), 8)),
        (
            Part(stop.planned, 9, bold=True),
            *(Part(span, 7.5, colour=QUIET) for span in stop.hours.split(" ")),
        ),
        str(stop.cartons),
        str(stop.loose),
        grouped(stop.due_fen),
        "",
        "",
    )


def _sum(label: str, stops: Sequence[Stop]) -> Row:
    return (
        "",
        f"{label}　{len(stops)} 站",
        "",
        "",
        str(sum(stop.cartons for stop in stops)),
        str(sum(stop.loose for stop in stops)),
        grouped(sum(stop.due_fen for stop in stops)),
        "",
        "",
    )


_BLANKS = (
    ("收回现金", "微信、支付宝", "未收货款", "差额及原因"),
    ("退货、拒收（箱 / 件）", "回车时间", "回车里程", "空箱、周转筐"),
)


def _draw_closing(sheet: Sheet) -> None:
    """What is filled in when the run comes home, and who signs for it (D6)."""
    section(sheet, "收车交接", "回到办事处当天填写，三方当面核对", keep=_CLOSING - 13 * MM)
    gap, high = 3 * MM, 12 * MM
    for labels in _BLANKS:
        wide = (sheet.room - gap * (len(labels) - 1)) / len(labels)
        for place, label in enumerate(labels):
            x = sheet.left + place * (wide + gap)
            sheet.box((x, sheet.y, wide, high), line=LINE, radius=1 * MM)
            sheet.text(x + 2 * MM, sheet.y + 4 * MM, label, Style(7.5, colour=QUIET))
        sheet.y += high + gap
    signatures(sheet, ("司机", "仓库", "出纳", "日期"), high=14 * MM)
