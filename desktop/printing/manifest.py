"""The delivery manifest (配送清单, D5): every stop of a run in order, then its delivery notes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from desktop.basics.money import grouped
from desktop.basics.places import kilometres
from desktop.printing.blocks import Figure, answer_box, figures, section, signatures
from desktop.printing.delivery_note import DeliveryNote, draw_notes
from desktop.printing.letterhead import Letterhead, Outlet, spaced
from desktop.printing.measures import GUTTER, LINE, MM, PLAIN, READING, SMALL, Area
from desktop.printing.packs import packs
from desktop.printing.page import Sheet, Style
from desktop.printing.paper import Paper
from desktop.printing.run_head import begin_run, who_drives
from desktop.printing.table import Column, Part, Row, Table
from desktop.printing.ticks_on import Back
from desktop.printing.vouchers import in_figures

KIND = "配送清单"
_CLOSING = 60 * MM


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
class Manifest(Paper, kind="manifest"):
    """A run: who drives what and when, and its stops in order. ``distance_m`` 0 is unknown."""

    letterhead: Letterhead
    number: str
    day: date
    vehicle: str
    driver: str
    departure: str
    stops: tuple[Stop, ...]
    distance_m: int = 0

    @property
    def alone(self) -> "Manifest":
        """It without the notes of its stops, which go out on other paper."""
        return replace(self, stops=tuple(replace(stop, notes=()) for stop in self.stops))

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.number} {self.day}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put the manifest and the delivery notes of its stops on a sheet."""
        back = Back(self.kind, self.number, self.letterhead.author)
        begin_run(sheet, self, KIND, back=back)
        _draw_figures(sheet, self)
        stops = self.stops
        _table(stops).draw(
            sheet,
            _rows(stops),
            totals=(_sum("全车合计", stops),),
            subtotal=lambda start, end: _sum("本页小计", stops[start:end]),
            empty="这一车次还没有站点。",
            keep=_CLOSING,
        )
        _draw_closing(sheet)
        draw_notes(sheet, [note for stop in stops for note in stop.notes])


def _draw_figures(sheet: Sheet, paper: Manifest) -> None:
    due_fen = sum(stop.due_fen for stop in paper.stops)
    cards = (
        who_drives(paper),
        *_leaving(paper),
        Figure("站点", str(len(paper.stops)), "，".join(packs(paper.stops))),
        Figure("应收", in_figures(due_fen), "逐站核对，当面点清"),
    )
    figures(sheet, cards)


def _leaving(paper: Manifest) -> tuple[Figure, ...]:
    """When the run leaves and how far it goes, as far as that was planned."""
    distance = f"全程约 {kilometres(paper.distance_m)} 公里" if paper.distance_m else ""
    if paper.departure:
        return (Figure("出车", paper.departure, distance),)
    return (Figure("路程", distance.removeprefix("全程")),) if distance else ()


def _table(stops: Sequence[Stop]) -> Table:
    """The stops' columns; the times of arrival only where some were planned."""

    def result(sheet: Sheet, number: int, area: Area, baselines: Sequence[float]) -> None:
        _draw_result(sheet, row_of(stops[number]), area, baselines)

    def money(sheet: Sheet, number: int, area: Area, baselines: Sequence[float]) -> None:
        _draw_money(sheet, row_of(stops[number]), area, baselines[-1])

    return Table(
        (
            Column("站", 6 * MM, bold=True, whole=True),
            Column("客户、地址、联系"),
            Column("到达、货" if _is_timed(stops) else "箱、散", 12 * MM, "right", bold=True),
            Column("应收、订单", 21 * MM, "right", bold=True),
            Column("结果（打勾）", 22 * MM, fill=result),
            Column("实收（打勾）", 22 * MM, fill=money),
            Column("签收", 30 * MM, "center", box=True),
        ),
        size=PLAIN,
        gap=3 * MM,
        padding=1.3 * MM,
        least=16 * MM,
    )


def row_of(stop: Stop) -> str:
    """What a scan calls a stop: its orders' numbers."""
    return "+".join(stop.orders)


_RESULTS = (
    (("full", "全收"), ("part", "部分")),
    (("refused", "拒收"), ("unserved", "未送")),
)
_MEANS = (("cash", "现金"), ("wechat", "微信"))
_BESIDE = 11.3 * MM
_APART = 6 * MM
_DOWN = 0.36 * PLAIN  # from the middle of a box to the baseline of its words


def _draw_result(sheet: Sheet, row: str, area: Area, baselines: Sequence[float]) -> None:
    """What became of a stop, to be ticked; a scan shows the whole line of it."""
    x, y, _wide, high = area
    sheet.note_strip(row, (sheet.left - 2 * MM, y, sheet.room + 4 * MM, high))
    first, last = baselines[0], baselines[-1]
    if last - first < _APART:  # the last line of a stop that goes on from the page before
        first, last = first - _APART / 2, first + _APART / 2
    for baseline, answers in zip((first, last), _RESULTS, strict=True):
        _draw_answers(sheet, x, baseline, row, "result", answers)


def _draw_money(sheet: Sheet, row: str, area: Area, baseline: float) -> None:
    """Room to write what was taken, and by which means."""
    x, y, wide, _high = area
    top = y + 1 * MM
    sheet.box((x, top, wide, baseline - 6 * MM + _DOWN - top), line=LINE, radius=0.8 * MM)
    _draw_answers(sheet, x, baseline, row, "means", _MEANS)


def _draw_answers(
    sheet: Sheet,
    x: float,
    baseline: float,
    row: str,
    field: str,
    answers: tuple[tuple[str, str], ...],
) -> None:
    for place, (value, words) in enumerate(answers):
        at = x + place * _BESIDE
        answer_box(sheet, at, baseline, words, (row, field, value), size=SMALL)


def _is_timed(stops: Sequence[Stop]) -> bool:
    return any(stop.planned for stop in stops)


def _rows(stops: Sequence[Stop]) -> list[Row]:
    timed = _is_timed(stops)
    return [_row(number, stop, timed) for number, stop in enumerate(stops, start=1)]


def _row(number: int, stop: Stop, timed: bool) -> Row:
    client = stop.client
    reach = "　".join(filter(None, (client.contact, spaced(client.phone), stop.hours)))
    return (
        Part(str(number), READING, bold=True),
        (
            Part(client.name, PLAIN, bold=True),
            Part(client.address or "地址未登记", SMALL),
            Part(reach, SMALL),
        ),
        (
            *((Part(stop.planned, PLAIN, bold=True),) if timed else ()),
            *(Part(words, PLAIN, bold=not timed) for words in packs((stop,))),
        ),
        (
            Part(grouped(stop.due_fen), PLAIN, bold=True),
            *(Part(order, SMALL) for order in stop.orders),
        ),
        "",
        "",
        "",
    )


def _sum(label: str, stops: Sequence[Stop]) -> Row:
    return (
        "",
        f"{label}　{len(stops)} 站",
        tuple(Part(words, PLAIN, bold=True) for words in packs(stops)),
        grouped(sum(stop.due_fen for stop in stops)),
        "",
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
    gap, high = GUTTER, 12 * MM
    for labels in _BLANKS:
        wide = (sheet.room - gap * (len(labels) - 1)) / len(labels)
        for place, label in enumerate(labels):
            x = sheet.left + place * (wide + gap)
            sheet.box((x, sheet.y, wide, high), line=LINE, radius=1 * MM)
            sheet.text(x + 2 * MM, sheet.y + 4 * MM, label, Style(SMALL))
        sheet.y += high + gap
    signatures(sheet, ("司机", "仓库", "出纳", "日期"), high=14 * MM)
